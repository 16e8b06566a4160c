"""Whether the jobs of a portal are run as they should be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from sonla.pbgdpl.jobs.lease import SKEW
from sonla.pbgdpl.jobs.result import FAILED
from sonla.pbgdpl.jobs.runner import due_jobs
from sonla.pbgdpl.jobs.runner import is_due
from sonla.pbgdpl.jobs.runner import jobs
from sonla.pbgdpl.jobs.runner import reading_context
from sonla.pbgdpl.jobs.store import job_store_of
from sonla.pbgdpl.jobs.store import JobResult
from typing import Any

PATIENCE = timedelta(days=1)
"""After so long without a run, or with a job that isn't done, something is wrong."""
SET_UP = "set up"
"""A run came not long ago."""
AWAITED = "awaited"
"""None came since the installation, which was not long ago."""
NEVER = "never"
"""None came since the installation."""
STOPPED = "stopped"
"""None came for long."""


@dataclass(frozen=True)
class ClockState:
    """How it stands with the runs that leave no job out: `since` when something is as it is."""

    state: str
    since: datetime | None

    @property
    def is_wrong(self) -> bool:
        """Whether an administrator has to do something now."""
        return self.state in (NEVER, STOPPED)


@dataclass(frozen=True)
class OverdueJob:
    """Name a job that isn't done, and since when it is due or fails each time."""

    name: str
    job: Any
    since: datetime
    failing: bool


def clock_state(site: Any, now: datetime) -> ClockState:
    """Return how it stands with the clock of a portal; reads only.

    The clock's visits are noted now and then, what the jobs ended with at each run: that of
    a clock that runs is the later one.
    """
    store = job_store_of(site)
    times, last = store.run_times, store.run_times.last
    if (
        last is not None and last <= now + SKEW
    ):  # else written by a clock that was wrong
        if now - last > PATIENCE:
            return ClockState(STOPPED, last)
        runs = (result.at for result in store.results.values())
        return ClockState(SET_UP, max([last, *(at for at in runs if at <= now + SKEW)]))
    awaited = times.since is not None and now - times.since <= PATIENCE
    return ClockState(AWAITED if awaited else NEVER, times.since)


def due_now(site: Any, now: datetime) -> list[str]:
    """List the jobs that have something to do; reads only, and asks each of them."""
    context = reading_context(site, now)
    return [name for name, _job in due_jobs(site, context)]


def overdue_jobs(site: Any, now: datetime) -> Iterator[OverdueJob]:
    """Yield the jobs that should have been done long ago; reads only.

    What they ended with doesn't matter: a job that is cut short in each run, or whose
    process dies in each, is as undone as one that fails.
    """
    store, context = job_store_of(site), reading_context(site, now)
    for name, job in jobs(site):
        failing = failing_since(store.results.get(name))
        if failing is not None and now - failing > PATIENCE:
            yield OverdueJob(name, job, failing, failing=True)
            continue
        since = store.due_since.get(name)
        if since is None or now - since <= PATIENCE:
            continue
        if is_due(name, job, context):
            yield OverdueJob(name, job, since, failing=False)


def failing_since(result: JobResult | None) -> datetime | None:
    """Return since when a job has failed each time; None if it doesn't."""
    if result is None or result.state != FAILED:
        return None
    return result.failing
