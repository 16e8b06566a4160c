"""The days before and after a deadline come by themselves."""

from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from sonla.pbgdpl.clock import today
from sonla.pbgdpl.controlpanel.settings import get_settings
from sonla.pbgdpl.jobs.base import DailyWork
from sonla.pbgdpl.jobs.context import TickContext
from sonla.pbgdpl.notifications.notice import Notice
from sonla.pbgdpl.notifications.outbox import post
from sonla.pbgdpl.statistics.reminding import reminders
from sonla.pbgdpl.sync.store import store_of

MOST_DAYS = 14
"""Days that are made up for when no run has come for long: older news is none."""


class StatisticsWork(DailyWork):
    """Remind units of their reports in the first run of a day."""

    name = "statistics"

    def due(self, context: TickContext) -> bool:
        """Be due on a day on which somebody is to be reminded, while that is wanted."""
        wanted = bool(get_settings().statistics_reminder_days)
        return wanted and super().due(context) and any(self.notices(context))

    def work(self, context: TickContext) -> None:
        """Post the mails of today, and of days on which there was no run."""
        found = list(self.notices(context))
        if found and not context.dry_run:
            post(*found)

    def notices(self, context: TickContext) -> Iterator[Notice]:
        """Give the mails of the days since mails were posted, today among them."""
        day = today(context.now())
        since = store_of(self.site).days.get(self.name) or day - timedelta(days=1)
        ahead = get_settings().statistics_reminder_days
        return reminders(days_after(since, day), ahead, day)


def days_after(since: date, day: date) -> list[date]:
    """List the days after one and until another, not too many of them."""
    number = min((day - since).days, MOST_DAYS)
    return [day - timedelta(days=back) for back in range(number - 1, -1, -1)]
