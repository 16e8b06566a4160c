"""Base of the jobs that mail once a day what a day brings."""

from collections.abc import Iterator
from sonla.pbgdpl.jobs.base import DailyJob
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.outbox import enqueue


class DailyMailJob(DailyJob):
    """Mail, in the first run of a day, what `notices` yields; people get one with a list.

    `may_start` tells whether the settings want the mail.
    """

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: on a day on which somebody is to be told, while that is wanted."""
        wanted = self.may_start(context) and super().due(context)
        return wanted and any(self.notices(context))

    def work(self, context: JobContext) -> None:
        """Post the mails."""
        if not context.dry_run:
            enqueue(*self.notices(context))

    def notices(self, context: JobContext) -> Iterator[Notice | DeliveryProblem]:
        """Yield the notices of today, and of days on which there was no run."""
        raise NotImplementedError
