"""Bases for scheduled jobs."""

from abc import ABC
from abc import abstractmethod
from collections.abc import Iterable
from datetime import date
from datetime import timedelta
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.interfaces import IScheduledJob
from sonla.pbgdpl.jobs.result import Outcome
from sonla.pbgdpl.jobs.store import job_store_of
from typing import Any
from zope.interface import implementer

EACH_RUN = timedelta(0)
"""Period of what is done in every run that finds something to do."""
DUTY = 50
MAIL = 90
EXCHANGE = 100
"""Order of jobs. What the portal owes by itself comes before whatever asks others: a run
has one budget, and a long harvest or a slow partner would use it up, run after run."""
A_DAY = timedelta(days=1)
A_MONTH = timedelta(days=31)
MAX_DAYS = 14
"""Days that are made up for when no run has come for long."""


@implementer(IScheduledJob)
class Job(ABC):
    """Do something in every run, but not in one that was narrowed down by options."""

    title: str = ""
    description: str = ""
    order = DUTY
    period = EACH_RUN
    group = ""

    def __init__(self, site: Any) -> None:
        self.site = site

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: unless the run was narrowed down."""
        return not context.options

    def may_start(self, context: JobContext) -> bool:
        """Return True: most jobs find out by themselves that there is nothing to do."""
        return True

    def waiting(self, context: JobContext) -> Iterable[Outcome]:
        """Name nothing: most jobs ask nobody whom one might have to wait for."""
        return ()

    def next_day(self, context: JobContext) -> date | None:
        """Return None: the job has no day of its own, see `IScheduledJob`."""
        return None

    @abstractmethod
    def run(self, context: JobContext) -> None:
        """Do the work."""


class DailyJob(Job):
    """Do something once a day, in the first run after midnight of the portal.

    `name` is what the day is remembered by: the name of the registration. The work and
    the note that it was done are one transaction, so it is never half done and never
    done twice.
    """

    name: str
    period = A_DAY

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: until it was done today."""
        done = job_store_of(self.site).was_done(self.name, context.today())
        return super().due(context) and not done

    def next_day(self, context: JobContext) -> date | None:
        """Return tomorrow once it was done today, else today."""
        day = context.today()
        done = job_store_of(self.site).was_done(self.name, day)
        return day + A_DAY if done else day

    def days(self, context: JobContext) -> list[date]:
        """List the days since it was done last, today among them; not too many of them."""
        day = context.today()
        return days_after(self.done_last(context) or day - A_DAY, day)

    def done_last(self, context: JobContext) -> date | None:
        """Return the day on which it was done last; None if it never was.

        A day yet to come, written by a clock that was wrong, counts for nothing.
        """
        day = context.today()
        done = job_store_of(self.site).done_on.get(self.name)
        return done if done is not None and done <= day else None

    def run(self, context: JobContext) -> None:
        """Do the work and note the day."""
        context.transact(lambda: self.work_and_note(context))

    def work_and_note(self, context: JobContext) -> None:
        """Do the work inside the present transaction, then note the day."""
        self.work(context)
        context.store.done_on[self.name] = context.today()

    @abstractmethod
    def work(self, context: JobContext) -> None:
        """Do the work inside the present transaction; it may be run anew."""


class MonthlyJob(DailyJob):
    """Do something once a month, in the first run of it; else like `DailyJob`."""

    period = A_MONTH

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: until it was done in this month."""
        return Job.due(self, context) and not self.was_done_this_month(context)

    def next_day(self, context: JobContext) -> date | None:
        """Return the first of the next month once it was done in this one, else today."""
        day = context.today()
        if not self.was_done_this_month(context):
            return day
        return (day.replace(day=1) + timedelta(days=32)).replace(day=1)

    def was_done_this_month(self, context: JobContext) -> bool:
        """Return whether it was done in this month.

        A month yet to come, written by a clock that was wrong, counts for nothing.
        """
        done = job_store_of(self.site).done_on.get(self.name)
        day = context.today()
        return done is not None and (done.year, done.month) == (day.year, day.month)


def days_after(since: date, day: date) -> list[date]:
    """List the days after one and until another, not too many of them."""
    number = min((day - since).days, MAX_DAYS)
    return [day - timedelta(days=back) for back in range(number - 1, -1, -1)]
