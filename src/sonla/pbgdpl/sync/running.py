"""A run of the exchange alone, and its options."""

from datetime import datetime
from sonla.pbgdpl.exchange.jobs import GROUP
from sonla.pbgdpl.exchange.jobs import SOURCE
from sonla.pbgdpl.jobs.result import RunResult
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.jobs.runner import Scope
from typing import Any

SINCE = "since"
LIMIT = "limit"
"""Options of a run besides its source: the moment (aware) from which on it is read again,
and the number of records after which it ends."""


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
