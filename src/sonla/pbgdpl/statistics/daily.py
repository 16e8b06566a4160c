"""The days before and after a deadline come by themselves."""

from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from sonla.pbgdpl import _
from sonla.pbgdpl.clock import today
from sonla.pbgdpl.controlpanel.settings import get_settings
from sonla.pbgdpl.jobs.base import DailyJob
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.store import job_store_of
from sonla.pbgdpl.notifications.notice import Notice
from sonla.pbgdpl.notifications.outbox import post
from sonla.pbgdpl.statistics.reminding import reminders

MOST_DAYS = 14
"""Days that are made up for when no run has come for long: older news is none."""


class ReminderJob(DailyJob):
    """Remind units of their reports in the first run of a day."""

    title = _("job_statistics_reminders", default="Reminders of statistical reports")
    description = _(
        "job_statistics_reminders_help",
        default="Reminds units by mail before and after the deadline of a report. Without it nobody is reminded.",
    )
    name = "statistics-reminders"

    def due(self, context: JobContext) -> bool:
        """Be due on a day on which somebody is to be reminded, while that is wanted."""
        wanted = bool(get_settings().statistics_reminder_days)
        return wanted and super().due(context) and any(self.notices(context))

    def work(self, context: JobContext) -> None:
        """Post the mails of today, and of days on which there was no run."""
        found = list(self.notices(context))
        if found and not context.dry_run:
            post(*found)

    def notices(self, context: JobContext) -> Iterator[Notice]:
        """Give the mails of the days since mails were posted, today among them."""
        day = today(context.now())
        since = job_store_of(self.site).done_on.get(self.name) or day - timedelta(
            days=1
        )
        ahead = get_settings().statistics_reminder_days
        return reminders(days_after(since, day), ahead, day)


def days_after(since: date, day: date) -> list[date]:
    """List the days after one and until another, not too many of them."""
    number = min((day - since).days, MOST_DAYS)
    return [day - timedelta(days=back) for back in range(number - 1, -1, -1)]
