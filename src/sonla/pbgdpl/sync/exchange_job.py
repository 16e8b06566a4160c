"""What the jobs of the exchange have in common, and a run of them alone."""

from datetime import datetime
from sonla.pbgdpl.jobs.base import EXCHANGE
from sonla.pbgdpl.jobs.base import Job
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.result import RunResult
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.jobs.runner import Scope
from typing import Any

GROUP = "exchange"
SOURCE = "source"
SINCE = "since"
LIMIT = "limit"
"""Options of a run: the one source to fetch from, the moment (aware) from which on it is
read again, and the number of records after which it ends."""


class ExchangeJob(Job):
    """Do something in every run, but not in one that was asked for one source only."""

    group = GROUP
    order = EXCHANGE

    def due(self, context: JobContext) -> bool:
        """Be due unless the run is for one source."""
        return SOURCE not in context.options


def run_exchange(
    site: Any,
    *,
    source: str | None = None,
    since: datetime | None = None,
    limit: int | None = None,
    **how: Any,
) -> RunResult:
    """Run the jobs of the exchange that are due; `how` is as in `run_jobs`."""
    given = {SOURCE: source, SINCE: since, LIMIT: limit}
    options = {name: value for name, value in given.items() if value is not None}
    return run_jobs(site, scope=Scope(group=GROUP), options=options, **how)
