"""Tell whether the jobs of a portal are run as they should be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from sonla.pbgdpl.jobs.result import FAILED
from sonla.pbgdpl.jobs.runner import due_jobs
from sonla.pbgdpl.jobs.runner import jobs
from sonla.pbgdpl.jobs.runner import reading_context
from sonla.pbgdpl.jobs.store import job_store_of
from typing import Any

PATIENCE = timedelta(days=1)
"""After so long without a run, or with a job that fails each time, something is wrong."""
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
    """Tell of the runs that leave no job out: `since` when something is as it is."""

    state: str
    since: datetime | None

    @property
    def is_wrong(self) -> bool:
        """Tell whether an administrator has to do something now."""
        return self.state in (NEVER, STOPPED)


def clock_state(site: Any, now: datetime) -> ClockState:
    """Return how it stands with the clock of a portal; reads only."""
    visits = job_store_of(site).visits
    if visits.last is not None:
        late = now - visits.last > PATIENCE
        return ClockState(STOPPED if late else SET_UP, visits.last)
    awaited = visits.since is not None and now - visits.since <= PATIENCE
    return ClockState(AWAITED if awaited else NEVER, visits.since)


def due_now(site: Any, now: datetime) -> list[str]:
    """List the jobs that have something to do; reads only, and asks each of them."""
    context = reading_context(site, now)
    return [name for name, _job in due_jobs(site, context)]


def failing_jobs(site: Any, now: datetime) -> Iterator[tuple[Any, datetime]]:
    """Yield each job that has failed each time for too long, and since when."""
    results = job_store_of(site).results
    for name, job in jobs(site):
        result = results.get(name)
        if result is None or result.state != FAILED or result.failing is None:
            continue
        if now - result.failing > PATIENCE:
            yield job, result.failing
