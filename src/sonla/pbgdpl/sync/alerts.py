"""Write to approvers, once, that the partner does not take a record."""

from collections.abc import Iterable
from collections.abc import Iterator
from plone import api
from plone.app.uuid.utils import uuidToObject
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import APPROVER_ROLE
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.mail.kinds import MailKind
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import Recipient
from sonla.pbgdpl.mail.outbox import enqueue
from sonla.pbgdpl.mail.recipients import expand
from sonla.pbgdpl.mail.recipients import local_principals
from sonla.pbgdpl.mail.recipients import recipient_of
from sonla.pbgdpl.settings.public_address import public_url
from sonla.pbgdpl.sync.deliveries import Outbox
from sonla.pbgdpl.sync.store import make_store
from typing import Any

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


def untold(outbox: Outbox) -> list[str]:
    """List the records that wait for somebody whom nobody has told yet."""
    return [uid for uid, delivery in outbox.stuck.items() if not delivery.told]


def tell(context: JobContext) -> None:
    """Post one mail for all of them to each approver, in one transaction with the note."""
    if not context.dry_run and untold(make_store(context.site).outbox):
        context.transact(lambda: tell_now(context))


def tell_now(context: JobContext) -> None:
    """Do it inside the present transaction."""
    outbox = make_store(context.site).outbox
    uids = untold(outbox)
    enqueue(*notices(uids))
    for uid in uids:
        outbox.deliveries[uid].told = True


def notices(uids: list[str]) -> Iterator[Notice | DeliveryProblem]:
    """Yield a notice for each approver and record; one person's make one mail."""
    status = public_url(api.portal.get(), "@@btp-sync-status#pbgdpl-push")
    told = False
    for recipient, _section in approvers(all_sections()):
        told = True
        for uid in uids:
            item = uuidToObject(uid, unrestricted=True)
            yield Notice(
                kind=DELIVERY.name,
                recipient=recipient,
                title=item.Title() if item is not None else uid,
                url=public_url(item) if item is not None else status,
                desk_url=status,
            )
    if not told:
        yield DeliveryProblem("nobody", api.portal.get().Title(), "data exchange")


def approvers(sections: Iterable[Any]) -> Iterator[tuple[Recipient, Any]]:
    """Yield those who approve in sections, each once, with the first of theirs."""
    seen: set[str] = set()
    for section in sections:
        for user_id in sorted(expand(local_principals(section, (APPROVER_ROLE,)))):
            if user_id not in seen:
                seen.add(user_id)
                yield recipient_of(user_id), section
