"""Bases for the works of a run."""

from collections.abc import Iterable
from sonla.pbgdpl.clock import today
from sonla.pbgdpl.jobs.context import TickContext
from sonla.pbgdpl.jobs.interfaces import ITickWork
from sonla.pbgdpl.jobs.result import Outcome
from sonla.pbgdpl.sync.store import store_of
from typing import Any
from zope.interface import implementer


@implementer(ITickWork)
class TickWork:
    """Do something in every run, but not in one that was asked for one source only."""

    order = 100

    def __init__(self, site: Any) -> None:
        self.site = site

    def due(self, context: TickContext) -> bool:
        """Be due unless the run is for one source."""
        return context.source is None

    def held(self, context: TickContext) -> Iterable[Outcome]:
        """Name nothing: most works ask nobody whom one might have to wait for."""
        return ()

    def run(self, context: TickContext) -> None:
        """Do the work."""
        raise NotImplementedError


class DailyWork(TickWork):
    """Do something once a day, in the first run after midnight of the portal.

    `name` is what the day is remembered by: the name of the registration. The work and
    the note that it was done are one transaction, so it is never half done and never
    done twice.
    """

    name: str
    order = 500

    def due(self, context: TickContext) -> bool:
        """Be due until it was done today."""
        done = store_of(self.site).done_on(self.name, today(context.now()))
        return super().due(context) and not done

    def run(self, context: TickContext) -> None:
        """Do the work and note the day."""
        context.transact(lambda: self.work_and_note(context))

    def work_and_note(self, context: TickContext) -> None:
        """Do the work inside the present transaction, then note the day."""
        self.work(context)
        context.store.days[self.name] = today(context.now())

    def work(self, context: TickContext) -> None:
        """Do the work inside the present transaction; it may be run anew."""
        raise NotImplementedError


class MonthlyWork(DailyWork):
    """Do something once a month, in the first run of it; else like `DailyWork`."""

    def due(self, context: TickContext) -> bool:
        """Be due until it was done in this month.

        A month yet to come, written by a clock that was wrong, counts for nothing.
        """
        done, day = store_of(self.site).days.get(self.name), today(context.now())
        this_month = done is not None and (done.year, done.month) == (
            day.year,
            day.month,
        )
        return TickWork.due(self, context) and not this_month
