"""One mail on records that wait to be sent for long, whatever the reason is.

A job of its own: the one that sends rests while the partner is away, which is when it counts.
"""

from collections.abc import Iterator
from datetime import timedelta
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.exchange.jobs import GROUP
from sonla.pbgdpl.jobs.base import DailyJob
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.mail.kinds import MailKind
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.outbox import enqueue
from sonla.pbgdpl.settings.public_address import public_url
from sonla.pbgdpl.sync.condition import oldest_mark
from sonla.pbgdpl.sync.outbox.jobs import approvers
from sonla.pbgdpl.sync.settings import sends
from sonla.pbgdpl.sync.store import make_store
from sonla.pbgdpl.sync.store import store_of
from zope.i18n import translate

LATE_AFTER = timedelta(days=1)

UNDELIVERED = MailKind(
    "undelivered",
    subject=_("mail_subject_undelivered", default="Not sent yet: ${title}"),
    lead=_(
        "mail_lead_undelivered",
        default="What was approved here has not reached the partner of the data exchange for "
        "more than a day. Nothing is lost: it is sent as soon as that is possible. The page "
        "below tells the reason; you get no second mail about the same delay.",
    ),
    desk=_("mail_desk_delivery", default="State of the data exchange: ${url}"),
)


class UndeliveredJob(DailyJob):
    """Mail approvers when something waits to be sent for more than a day."""

    title = _("job_undelivered", default="Mail on what waits to be sent")
    description = _(
        "job_undelivered_help",
        default="Tells approvers once when approved texts could not be sent for more than a day.",
    )
    group = GROUP
    name = "undelivered"

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: once a day, where something waits or was told of."""
        outbox = store_of(self.site).outbox
        concerned = bool(outbox.dirty) or outbox.delay_reported
        return self.may_start(context) and concerned and super().due(context)

    def may_start(self, context: JobContext) -> bool:
        """Return whether anything is to be sent."""
        return sends()

    def work(self, context: JobContext) -> None:
        """Post the mails unless this delay was told; when it is over, the next one will be."""
        outbox = make_store(context.site).outbox
        oldest = oldest_mark(outbox)
        late = oldest is not None and context.now() - oldest > LATE_AFTER
        if late and not outbox.delay_reported and not context.dry_run:
            assert oldest is not None
            enqueue(*notices(len(outbox.dirty), format_moment(oldest)))
        if outbox.delay_reported != late:
            outbox.delay_reported = late


def notices(number: int, since: str) -> Iterator[Notice | DeliveryProblem]:
    """Yield a notice for each approver."""
    title = translate(
        _(
            "mail_title_undelivered",
            default="${number} records, the oldest since ${since}",
            mapping={"number": number, "since": since},
        ),
        target_language=api.portal.get_default_language(),
    )
    status = public_url(api.portal.get(), "@@btp-sync-status#pbgdpl-push")
    has_recipients = False
    for recipient, _section in approvers(all_sections()):
        has_recipients = True
        yield Notice(UNDELIVERED.name, recipient, title, status, status)
    if not has_recipients:
        yield DeliveryProblem("nobody", api.portal.get().Title(), "data exchange")
