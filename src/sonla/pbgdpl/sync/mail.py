"""One mail a day to those who approve, instead of one for each text that arrives."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.exchange.jobs import GROUP
from sonla.pbgdpl.jobs.base import DailyJob
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.journal import Journal
from sonla.pbgdpl.jobs.journal import Run
from sonla.pbgdpl.mail.kinds import MailKind
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import Recipient
from sonla.pbgdpl.mail.outbox import enqueue
from sonla.pbgdpl.settings.public_address import public_url
from sonla.pbgdpl.sync.outbox.jobs import approvers
from sonla.pbgdpl.sync.settings import get_sync_settings
from sonla.pbgdpl.sync.sources import title_of
from typing import Any
from urllib.parse import urlencode
from zope.i18n import translate
from zope.i18nmessageid import Message

DIGEST = MailKind(
    "digest",
    subject=_("mail_subject_digest", default="Data exchange: ${title}"),
    lead=_(
        "mail_lead_digest",
        default="Below is what the data exchange has brought since the last mail of this "
        "kind. What waits for approval stands in a tab of its own on your desk.",
    ),
    several=_("mail_subject_several_sources", default="${count} sources"),
)
HARVEST = "harvest/"
COUNT_MESSAGES = {
    "created": _("digest_created", default="${count} new"),
    "updated": _("digest_updated", default="${count} changed"),
    "restored": _("digest_restored", default="${count} offered again"),
    "withdrawn": _("digest_withdrawn", default="${count} withdrawn"),
    "conflict": _("digest_conflict", default="${count} changed on both sides"),
    "quarantined": _("digest_quarantined", default="${count} set aside as invalid"),
}
"""Counts of the journal that are worth a mail, in the order in which they are told."""


class DigestJob(DailyJob):
    """Mails the approvers of each section what came since the last digest."""

    title = _("job_digest", default="Daily mail on fetched texts")
    description = _(
        "job_digest_help",
        default="Tells approvers once a day what was fetched, in one mail.",
    )
    group = GROUP
    name = "digest"

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: once a day while anything is fetched and the mail is wanted."""
        return self.may_start(context) and super().due(context)

    def may_start(self, context: JobContext) -> bool:
        """Return whether anything is fetched and the settings want the mail."""
        settings = get_sync_settings()
        return bool(settings.pull_enabled and settings.digest_enabled)

    def work(self, context: JobContext) -> None:
        """Post the mails; somebody who approves in several sections gets one."""
        day = context.today()
        since = context.store.done_on.get(self.name) or day - timedelta(days=1)
        found = counts_since(context.store.journal, since, day)
        if found and not context.dry_run:
            enqueue(*notices(found))


def counts_since(journal: Journal, since: date, until: date) -> dict[str, Counter[str]]:
    """Add up what runs told of each source, from one day on and before another."""
    found: dict[str, Counter[str]] = {}
    for run in runs_since(journal, since):
        if today(run.started) < until:
            for part, counts in run.counts.items():
                numbers = {
                    name: counts[name] for name in COUNT_MESSAGES if counts.get(name)
                }
                if part.startswith(HARVEST) and numbers:
                    found.setdefault(part.removeprefix(HARVEST), Counter()).update(
                        numbers
                    )
    return found


def runs_since(journal: Journal, since: date) -> Iterator[Run]:
    """Yield the runs of a day and of those after it, the newest first."""
    for run in journal.newest_runs():
        if today(run.started) < since:
            return
        yield run


def notices(found: dict[str, Counter[str]]) -> Iterator[Notice | DeliveryProblem]:
    """Yield a notice for each approver and source; one person's make one mail."""
    numbers = False
    for recipient, section in approvers(all_sections()):
        numbers = True
        for source, counts in sorted(found.items()):
            yield notice(recipient, section, source, counts)
    if not numbers:
        yield DeliveryProblem("nobody", api.portal.get().Title(), "data exchange")


def notice(
    recipient: Recipient, section: Any, source: str, counts: Counter[str]
) -> Notice:
    """Make one notice: the source and its counts in words, in the portal's language."""
    words = ", ".join(
        spoken(message, counts[name])
        for name, message in COUNT_MESSAGES.items()
        if counts[name]
    )
    desk = public_url(section, "@@pbgdpl-review")
    query = urlencode({"tab": "synced", "source": source})
    return Notice(
        kind=DIGEST.name,
        recipient=recipient,
        title=f"{title_of(source)}: {words}",
        url=f"{desk}?{query}",
        desk_url=f"{desk}?tab=synced",
    )


def spoken(message: Message, count: int) -> str:
    """Put a number into words."""
    filled = Message(message, mapping={"count": count})
    return translate(filled, target_language=api.portal.get_default_language())
