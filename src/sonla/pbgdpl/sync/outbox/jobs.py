"""Send what changed to the partner, one record after the other, after their commits.

A record is `PUT` as JSON-LD or `DELETE`d, each on the condition that the partner has
the version that we know (`If-Match`, RFC 9110), or goes out as a mapping says. What is sent is the record as it is
then. That a request is on its way is committed before it goes out: after a crash it is
sent again, and what the partner then says tells whether it had arrived. Approvers are told
once, by mail, that the partner does not take a record.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from functools import partial
from plone import api
from plone.app.uuid.utils import uuidToObject
from plone.registry.interfaces import IRecordModifiedEvent
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import APPROVER_ROLE
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.exchange.interfaces import IRecordChanged
from sonla.pbgdpl.exchange.jobs import ExchangeJob
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.exchange.record_types import chosen_types
from sonla.pbgdpl.exchange.settings import get_exchange_settings
from sonla.pbgdpl.exchange.settings import name_repository
from sonla.pbgdpl.jobs.base import EXCHANGE
from sonla.pbgdpl.jobs.context import classified
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.failures import ConfigurationFailure
from sonla.pbgdpl.jobs.lease import LeaseLost
from sonla.pbgdpl.jobs.result import HELD
from sonla.pbgdpl.jobs.result import Outcome
from sonla.pbgdpl.jobs.transactions import Unfinished
from sonla.pbgdpl.mail.kinds import MailKind
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import Recipient
from sonla.pbgdpl.mail.outbox import enqueue
from sonla.pbgdpl.mail.recipients import expand
from sonla.pbgdpl.mail.recipients import local_principals
from sonla.pbgdpl.mail.recipients import recipient_of
from sonla.pbgdpl.settings.public_address import public_root
from sonla.pbgdpl.settings.public_address import public_url
from sonla.pbgdpl.sync.deliveries import Outbox
from sonla.pbgdpl.sync.failures import SettingFailure
from sonla.pbgdpl.sync.interfaces import IMappedSending
from sonla.pbgdpl.sync.messages import NEEDS_MAPPINGS
from sonla.pbgdpl.sync.outbox.sender import Sender
from sonla.pbgdpl.sync.outbox.sending import PART
from sonla.pbgdpl.sync.outbox.sending import SendingRun
from sonla.pbgdpl.sync.peers import held_outcome
from sonla.pbgdpl.sync.peers import may_ask
from sonla.pbgdpl.sync.peers import note_failure
from sonla.pbgdpl.sync.peers import note_success
from sonla.pbgdpl.sync.settings import get_sync_settings
from sonla.pbgdpl.sync.settings import PLAIN_FORMAT
from sonla.pbgdpl.sync.settings import PREFIX
from sonla.pbgdpl.sync.settings import push_format
from sonla.pbgdpl.sync.settings import push_partner
from sonla.pbgdpl.sync.settings import sending_rests
from sonla.pbgdpl.sync.store import make_store
from sonla.pbgdpl.sync.store import store_of
from typing import Any
from zope.component import getUtility
from zope.component import queryUtility
from zope.component.hooks import getSite
from zope.i18nmessageid import Message

NO_NAME = _(
    "sync_push_without_name",
    default="Nothing is sent: this repository has no name. Enter it in the settings of the data exchange.",
)
NO_ADDRESS = _(
    "sync_push_without_address",
    default="Nothing is sent: the public address of this portal is not set. Enter it in the settings of legal education.",
)
DELIVERY = MailKind(
    "delivery",
    subject=_("mail_subject_delivery", default="Not accepted: ${title}"),
    lead=_(
        "mail_lead_delivery",
        default="The partner of the data exchange does not accept what is named below, and "
        "it is not sent again by itself. The page of each item tells the reason.",
    ),
    desk=_("mail_desk_delivery", default="State of the data exchange: ${url}"),
)


def unreported(outbox: Outbox) -> list[str]:
    """List the records that wait for somebody whom nobody has told yet."""
    return [uid for uid, delivery in outbox.stuck.items() if not delivery.reported]


def send_alerts(context: JobContext) -> None:
    """Post one mail for all of them to each approver, in one transaction with the note."""
    if not context.dry_run and unreported(make_store(context.site).outbox):
        context.transact(lambda: post_alerts(context))


def post_alerts(context: JobContext) -> None:
    """Do it inside the present transaction."""
    outbox = make_store(context.site).outbox
    uids = unreported(outbox)
    enqueue(*notices(uids))
    for uid in uids:
        outbox.deliveries[uid].reported = True


def notices(uids: list[str]) -> Iterator[Notice | DeliveryProblem]:
    """Yield a notice for each approver and record; one person's make one mail."""
    status = public_url(api.portal.get(), "@@btp-sync-status#pbgdpl-push")
    has_recipients = False
    for recipient, _section in approvers(all_sections()):
        has_recipients = True
        for uid in uids:
            item = uuidToObject(uid, unrestricted=True)
            yield Notice(
                kind=DELIVERY.name,
                recipient=recipient,
                title=item.Title() if item is not None else uid,
                url=public_url(item) if item is not None else status,
                desk_url=status,
            )
    if not has_recipients:
        yield DeliveryProblem("nobody", api.portal.get().Title(), "data exchange")


def approvers(sections: Iterable[Any]) -> Iterator[tuple[Recipient, Any]]:
    """Yield those who approve in sections, each once, with the first of theirs."""
    seen: set[str] = set()
    for section in sections:
        for user_id in sorted(expand(local_principals(section, (APPROVER_ROLE,)))):
            if user_id not in seen:
                seen.add(user_id)
                yield recipient_of(user_id), section


class DeliverJob(ExchangeJob):
    """Send what waits in the outbox."""

    title = _("job_push", default="Sending data")
    description = _(
        "job_push_help",
        default="Sends what was approved, changed or withdrawn, where sending is switched on.",
    )
    order = EXCHANGE + 100

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: while something waits and nothing forbids to send."""
        if not (super().due(context) and self.may_start(context)):
            return False
        outbox, now = store_of(self.site).outbox, context.now()
        return (
            has_new_kinds(outbox)
            or bool(unreported(outbox))
            or not all(outbox.is_postponed(uid, now) for uid in outbox.dirty)
        )

    def may_start(self, context: JobContext) -> bool:
        """Return whether sending is on and the partner may be asked now."""
        may_send = is_on() and lacking() is None
        return may_send and may_ask(store_of(self.site).push, context)

    def waiting(self, context: JobContext) -> Iterator[Outcome]:
        """Yield the outcome if sending is on hold until somebody has looked."""
        if not (super().due(context) and is_on()) or sending_rests():
            return
        yield from held_outcome(PART, store_of(self.site).push)
        lack = lacking()
        if lack is not None and has_waiting(self.site):
            yield Outcome(PART, HELD, ConfigurationFailure.code, lack)

    def run(self, context: JobContext) -> None:
        """Send one record after the other; a partner that is away ends the run."""
        if has_new_kinds(make_store(context.site).outbox):
            context.transact(partial(mark_new_kinds, context))
        try:
            sender_for(context).run()
            send_alerts(context)
        except (LeaseLost, Unfinished):
            raise
        except Exception as error:
            failure = classified(error)
            context.transact(
                lambda: note_failure(make_store(context.site).push, failure, context)
            )
            raise
        context.transact(lambda: note_success(make_store(context.site).push, context))


def sender_for(context: JobContext) -> SendingRun:
    """Return what sends in the form that the settings say."""
    if push_format() == PLAIN_FORMAT:
        return Sender(context)
    return getUtility(IMappedSending).open(context)


def is_on() -> bool:
    """Return whether sending is on, and somebody named where to."""
    settings = get_sync_settings()
    return bool(settings.push_enabled and settings.push_url)


def lacking() -> Message | None:
    """Return why nothing is sent although it is switched on; None where nothing is lacking.

    Identifiers bear the name of the repository, and records have addresses: a machine
    that knows neither would send everything once more under other names.
    """
    if sending_rests():
        return NEEDS_MAPPINGS
    if not get_exchange_settings().repository_id:
        return NO_NAME
    return None if public_root() else NO_ADDRESS


def has_waiting(site: Any) -> bool:
    """Return whether something is public that was never sent, or has changed since."""
    outbox, ledger = store_of(site).outbox, ledger_of(site)
    if outbox.dirty or ledger is None or not has_new_kinds(outbox):
        return bool(outbox.dirty)
    kinds = chosen_types(get_sync_settings().push_types)
    entries = (entry for _uid, entry in ledger.all_entries())
    return any(not entry.deleted and entry.type in kinds for entry in entries)


def has_new_kinds(outbox: Outbox) -> bool:
    """Return whether the list of changes is not that of what is to be sent, and whereto."""
    settings = get_sync_settings()
    return (outbox.kinds, outbox.partner, outbox.mapping_digest) != (
        chosen_types(settings.push_types),
        push_partner(),
        mapping_digest(),
    )


def mapping_digest() -> str:
    """Return which way of writing records is in use; empty for the plain one or none."""
    sending = queryUtility(IMappedSending)
    if sending is None or push_format() == PLAIN_FORMAT:
        return ""
    try:
        return sending.digest()
    except SettingFailure:
        return ""


def mark_new_kinds(context: JobContext) -> None:
    """Mark every public record of the kinds whose changes were not listed until now.

    What the partner has already is not sent again (`sending.is_needed`).
    """
    outbox, ledger = make_store(context.site).outbox, ledger_of(context.site)
    settings = get_sync_settings()
    way = (push_partner(), mapping_digest())
    if (outbox.partner, outbox.mapping_digest) != way:
        outbox.partner, outbox.mapping_digest = way
        outbox.forget_kinds()
    kinds: frozenset[str] = chosen_types(settings.push_types)
    new = kinds - outbox.kinds
    for uid, entry in ledger.all_entries() if ledger is not None and new else ():
        if entry.type in new and not entry.deleted:
            outbox.mark(uid)
    outbox.kinds = kinds


def queue_record(event: IRecordChanged) -> None:
    """Mark a record that changed for the outside, if it is sent or was.

    What the partner has must be taken back even when its kind is sent no more. While
    nothing is sent, it is enough to know that changes went by.
    """
    settings, outbox = get_sync_settings(), store_of(getSite()).outbox
    sent = settings.push_enabled and event.type in chosen_types(settings.push_types)
    if sent or event.uid in outbox.deliveries:
        make_store(getSite()).outbox.mark(event.uid)
    elif not settings.push_enabled:
        outbox.forget_kinds()


def setting_changed(event: IRecordModifiedEvent) -> None:
    """Name our repository before anything is sent under it."""
    if event.record.__name__ == f"{PREFIX}.push_enabled" and event.newValue:
        name_repository()
