"""One run: take the lease, do the jobs that are due, note what was done.

`run_jobs` is the outermost caller: it and `jobs.transactions` commit, nobody else. It
may be called by a thread of its own, by a command or by a page; never inside of a
transaction that is to be kept.
"""

from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import AbstractContextManager
from contextlib import nullcontext
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from functools import partial
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.options import offered
from sonla.pbgdpl.core.section import current_user_id
from sonla.pbgdpl.jobs.context import forget_settings
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.context import refuse_to_wait
from sonla.pbgdpl.jobs.context import sleep
from sonla.pbgdpl.jobs.interfaces import IScheduledJob
from sonla.pbgdpl.jobs.items import naming_what_fails
from sonla.pbgdpl.jobs.journal import INTERRUPTED
from sonla.pbgdpl.jobs.journal import Journal
from sonla.pbgdpl.jobs.lease import beating
from sonla.pbgdpl.jobs.lease import LeaseLost
from sonla.pbgdpl.jobs.result import BUSY
from sonla.pbgdpl.jobs.result import DONE
from sonla.pbgdpl.jobs.result import IDLE
from sonla.pbgdpl.jobs.result import LOST
from sonla.pbgdpl.jobs.result import Outcome
from sonla.pbgdpl.jobs.result import PARTIAL
from sonla.pbgdpl.jobs.result import RunResult
from sonla.pbgdpl.jobs.result import worst
from sonla.pbgdpl.jobs.store import JobStore
from sonla.pbgdpl.jobs.store import make_job_store
from sonla.pbgdpl.jobs.transactions import transact
from sonla.pbgdpl.jobs.transactions import Unfinished
from transaction.interfaces import TransientError
from typing import Any
from zope.component import getAdapters

import json
import logging
import os
import platform
import time
import transaction
import uuid

logger = logging.getLogger(__name__)

BUDGET = 20.0
"""Seconds after which a run begins nothing new."""

Jobs = list[tuple[str, Any]]


@dataclass(frozen=True)
class RunScope:
    """Which jobs a run is about: all, those of a group, or some by name."""

    group: str | None = None
    names: Collection[str] | None = None

    @property
    def is_everything(self) -> bool:
        """Whether it leaves no job out."""
        return self.group is None and self.names is None

    def is_part_of(self, name: str, job: Any) -> bool:
        """Return whether a job belongs to it."""
        of_group = self.group is None or job.group == self.group
        return of_group and (self.names is None or name in self.names)


def run_jobs(
    site: Any,
    *,
    scope: RunScope = RunScope(),
    options: Mapping[str, Any] | None = None,
    budget: float = BUDGET,
    dry_run: bool = False,
    by_hand: bool = False,
    now: Callable[[], datetime] = utc_now,
    wait: Callable[[float], bool] = sleep,
    clock: Callable[[], float] = time.monotonic,
) -> RunResult:
    """Run what is due in a site once, as the user who is logged in.

    `by_hand` says that somebody pressed a button, which is no clock. `wait` waits for so
    many seconds, or returns False where that isn't allowed; `clock` tells those of the budget.
    Drops what stands uncommitted, and leaves nothing uncommitted: a request that called this is not run again by the
    publisher. Raises only what no run can live with, such as a database that is gone.
    """
    transaction.begin()
    forget_settings()
    owner = owner_name()
    how = {"budget": budget, "now": now, "sleep": wait, "clock": clock}
    how["options"] = dict(options or {})
    reading = unbound_context(site, owner, dry_run, how)
    context: JobContext | None = reading
    due = due_jobs(site, reading, scope)
    try:
        if not dry_run:
            if not options:
                note_due(site, scope, due, now())
            if due:
                context = leased_context(site, owner, how)
        result = do(context, due)
        is_clock = scope.is_everything and not (dry_run or options or by_hand)
        if is_clock and result.state != BUSY:
            # Not before: one that dies each time, or never gets the lease, does nothing
            note(site, lambda store: store.run_times.note(now()))
        transaction.begin()
        looking = unbound_context(site, owner, True, how)
        waiting = tuple(waiting_parts(looking, result, scope))
        return replace(result, held=waiting)
    finally:
        transaction.abort()


def run_alone(
    site: Any,
    name: str,
    job: Any,
    *,
    budget: float = BUDGET,
    wait: Callable[[float], bool] = sleep,
) -> RunResult:
    """Do a job that somebody asked for, whether it is due or not, as a run of its own.

    It holds the lease and stands in the journal like any other; commits as `run_jobs`.
    """
    how = {"budget": budget, "now": utc_now, "sleep": wait}
    try:
        return do(leased_context(site, owner_name(), how), [(name, job)])
    finally:
        transaction.abort()


def unbound_context(site: Any, owner: str, dry_run: bool, how: dict) -> JobContext:
    """Prepare a run that holds no lease: it can read, and pretend."""
    journal = Journal()
    run = journal.begin(owner, current_user_id(), how["now"]())
    return JobContext(site, run, journal, None, dry_run=dry_run, **how)


def reading_context(site: Any, now: datetime) -> JobContext:
    """Prepare to ask jobs whether they are due, at one moment and without running any."""
    how = {"budget": 0.0, "now": lambda: now, "sleep": refuse_to_wait}
    return unbound_context(site, owner_name(), True, how)


def leased_context(site: Any, owner: str, how: dict) -> JobContext | None:
    """Take the lease and open a run in the journal; None when another run goes on."""
    try:
        transaction.begin()
        store = make_job_store(site)
        token = store.lease.acquire(owner, how["now"]())
        if token is None:
            return None
        run = store.journal.begin(owner, current_user_id(), how["now"]())
        transaction.commit()
    except TransientError:
        return None
    finally:
        transaction.abort()
    return JobContext(site, run, store.journal, token, **how)


def note_due(site: Any, scope: RunScope, due: Jobs, now: datetime) -> None:
    """Note since when jobs have been due, before anything can keep them from being done."""
    asked = [name for name, _job in jobs(site, scope)]
    names = [name for name, _job in due]
    note(site, lambda store: store.note_due(asked, names, now))


def note(site: Any, change: Callable[[JobStore], bool]) -> None:
    """Write a note in a transaction of its own, if it changes what is known."""
    transaction.begin()
    try:
        if change(make_job_store(site)):
            transaction.commit()
    except TransientError:
        logger.debug("Another run has written its notes at the same moment")
    finally:
        transaction.abort()


def do(context: JobContext | None, jobs: Jobs) -> RunResult:
    """Do the jobs, one after another, and close the run."""
    if context is None:
        return RunResult(BUSY)
    if not jobs:
        return RunResult(IDLE, dry_run=context.dry_run)
    begun = context.clock()
    try:
        with lease_kept(context):
            for name, job in jobs:
                context.isolated(name, partial(run_job, job, context))
            state = worst(context.outcomes)
            close(context, state, [name for name, _job in jobs])
    except LeaseLost:
        state = LOST
    except BaseException:
        close(context, INTERRUPTED, ())
        raise
    return finish(context, state, context.clock() - begun)


def lease_kept(context: JobContext) -> AbstractContextManager[None]:
    """Keep the lease of a run while it goes on, if it holds one."""
    if context.token is None:
        return nullcontext()
    return beating(context.store.lease, context.token, context.now)


def run_job(job: Any, context: JobContext) -> None:
    """Run one job, unless the time was used up by those before it."""
    context.check_budget()
    context.keep_lease()
    context.job = job
    try:
        with naming_what_fails():
            job.run(context)
    finally:
        context.job = None


def close(context: JobContext, state: str, names: Collection[str]) -> None:
    """Close the run in the journal and free the lease, in one transaction.

    `names` are the jobs whose results are remembered. If that meets other changes too
    often, the lease expires and the next run says that this one was interrupted. Raises
    `LeaseLost`.
    """

    def write() -> None:
        """Write the end of the run; called again after a conflict."""
        context.run.state = state
        context.run.finished = now = context.now()
        context.run.outcomes = tuple(map(asdict, context.outcomes))
        if context.token is not None:
            for outcome in context.outcomes:
                if outcome.part in names:
                    context.store.note_result(outcome, now)
            context.store.lease.release(context.token)

    try:
        transact(context, write)
    except Unfinished:
        logger.error("Could not close run %s", context.run.number)


def finish(context: JobContext, state: str, seconds: float) -> RunResult:
    """Make the result, and write it into the log as one line of JSON."""
    result = RunResult(
        state=state,
        run=None if context.dry_run else context.run.number,
        seconds=seconds,
        outcomes=tuple(context.outcomes),
        counts=context.run.counts,
        dry_run=context.dry_run,
    )
    level = logging.INFO if state in (DONE, PARTIAL) else logging.WARNING
    logger.log(level, "%s", json.dumps(result.as_json(), sort_keys=True))
    return result


def due_jobs(site: Any, context: JobContext, scope: RunScope = RunScope()) -> Jobs:
    """List the jobs of a scope that have something to do, in their order.

    One that can't say counts as due: its error appears in the result of the run.
    """
    return [
        (name, job) for name, job in jobs(site, scope) if is_due(name, job, context)
    ]


def jobs(site: Any, scope: RunScope = RunScope()) -> Jobs:
    """List the jobs of a scope in their order."""
    found = offered(getAdapters((site,), IScheduledJob))
    held = [(name, job) for name, job in found if scope.is_part_of(name, job)]
    return sorted(held, key=lambda item: (item[1].order, item[0]))


def waiting_parts(
    context: JobContext, result: RunResult, scope: RunScope
) -> Iterator[Outcome]:
    """Yield the parts that wait for somebody, but for those that the run told of."""
    reported = {one.part for one in result.outcomes}
    for name, job in jobs(context.site, scope):
        try:
            found = [one for one in job.waiting(context) if one.part not in reported]
        except Exception:
            logger.exception("%s can't say what waits", name)
        else:
            yield from found


def is_due(name: str, job: Any, context: JobContext) -> bool:
    """Ask one job whether it is due."""
    try:
        return bool(job.due(context))
    except Exception:
        logger.exception("%s can't say whether it is due", name)
        return True


def owner_name() -> str:
    """Name this run among those of all processes of all servers."""
    return f"{platform.node()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
