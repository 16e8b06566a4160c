"""The jobs that send mail: the queue, and what is mailed once a day."""

from abc import abstractmethod
from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.jobs.base import DailyJob
from sonla.pbgdpl.jobs.base import Job
from sonla.pbgdpl.jobs.base import MAIL
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.mail.interfaces import IMailer
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import NotSent
from sonla.pbgdpl.mail.outbox import enqueue
from sonla.pbgdpl.mail.queue import queue_of
from zope.component import queryUtility

MAX_WAIT = 10.0
"""Seconds that a run waits for the mailer at most: what takes longer goes on in its
thread, beside the jobs that follow."""


class MailJob(Job):
    """Call the mailer for what waits, and forget what failed long ago."""

    title = _("job_mail", default="Sending of mail")
    description = _(
        "job_mail_help",
        default="Sends the mail that could not leave at once, with growing pauses, and forgets what failed long ago. Without it, such mail waits until the next one is written.",
    )
    order = MAIL

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: while a mail may be sent now, or is to be forgotten."""
        return super().due(context) and (self.waits(context) or self.is_old(context))

    def waits(self, context: JobContext) -> bool:
        """Return whether a mail may be sent now."""
        queue = queue_of(self.site)
        return queue is not None and any(queue.due(context.now()))

    def is_old(self, context: JobContext) -> bool:
        """Return whether anything has been kept long enough."""
        queue, now = queue_of(self.site), context.now()
        if queue is None:
            return False
        return bool(queue.outdated(now)) or any(queue.addresses.outdated(now))

    def forget(self, context: JobContext) -> None:
        """Forget in the present transaction what was kept long enough."""
        queue, now = queue_of(self.site), context.now()
        if queue is not None:
            queue.forget_old(now)
            queue.addresses.forget_old(now)

    def run(self, context: JobContext) -> None:
        """Forget in the run's transaction; the mailer has a thread of its own."""
        if context.dry_run:
            return
        if self.is_old(context):
            context.transact(lambda: self.forget(context))
        mailer = queryUtility(IMailer)
        if mailer is None or not self.waits(context):
            return
        database = self.site._p_jar.db()
        mailer.call(database, self.site.getPhysicalPath())
        mailer.wait(MAX_WAIT)


class DailyMailJob(DailyJob):
    """Mail, in the first run of a day, what `notices` yields; people get one with a list.

    `may_start` tells whether the settings want the mail.
    """

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: on a day on which somebody is to be told, while that is wanted."""
        wanted = self.may_start(context) and super().due(context)
        return wanted and any(self.notices(context))

    def work(self, context: JobContext) -> None:
        if not context.dry_run:
            enqueue(*self.notices(context))

    @abstractmethod
    def notices(
        self, context: JobContext
    ) -> Iterator[Notice | DeliveryProblem | NotSent]:
        """Yield the notices of today, and of days on which there was no run."""
