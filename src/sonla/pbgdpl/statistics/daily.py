"""The days before and after a deadline come by themselves."""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.mail.daily import DailyMailJob
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.settings.getters import get_settings
from sonla.pbgdpl.statistics.reminding import reminders


class ReminderJob(DailyMailJob):
    """Remind units of their reports in the first run of a day."""

    title = _("job_statistics_reminders", default="Reminders of statistical reports")
    description = _(
        "job_statistics_reminders_help",
        default="Reminds units by mail before and after the deadline of a report. Without it nobody is reminded.",
    )
    name = "statistics-reminders"

    def may_start(self, context: JobContext) -> bool:
        """Return whether the settings want reminders."""
        return bool(get_settings().statistics_reminder_days)

    def notices(self, context: JobContext) -> Iterator[Notice]:
        """Yield the mails of the days since mails were posted, today among them."""
        ahead = get_settings().statistics_reminder_days
        return reminders(self.days(context), ahead, today(context.now()))
