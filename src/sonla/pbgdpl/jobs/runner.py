"""One run of the synchronisation: take the lease, do what is due, tell what was done.

`run_tick` is the outermost caller: it and `jobs.transactions` commit, nobody else. It
may be called by a thread of its own, by a command or by a page; never inside of a
transaction that is to be kept.
"""

from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import asdict
from dataclasses import replace
from datetime import datetime
from plone import api
from sonla.pbgdpl.jobs.context import sleep
from sonla.pbgdpl.jobs.context import TickContext
from sonla.pbgdpl.jobs.context import utc_now
from sonla.pbgdpl.jobs.interfaces import ITickWork
from sonla.pbgdpl.jobs.journal import INTERRUPTED
from sonla.pbgdpl.jobs.journal import Journal
from sonla.pbgdpl.jobs.lease import LeaseLost
from sonla.pbgdpl.jobs.result import BUSY
from sonla.pbgdpl.jobs.result import DONE
from sonla.pbgdpl.jobs.result import IDLE
from sonla.pbgdpl.jobs.result import LOST
from sonla.pbgdpl.jobs.result import Outcome
from sonla.pbgdpl.jobs.result import PARTIAL
from sonla.pbgdpl.jobs.result import TickResult
from sonla.pbgdpl.jobs.result import worst
from sonla.pbgdpl.jobs.transactions import transact
from sonla.pbgdpl.jobs.transactions import Unfinished
from sonla.pbgdpl.sync.store import make_store
from transaction.interfaces import TransientError
from typing import Any
from zope.component import getAdapters

import json
import logging
import os
import platform
import transaction
import uuid

logger = logging.getLogger(__name__)

BUDGET = 20.0
"""Seconds after which a run begins nothing new."""

Works = list[tuple[str, Any]]


def run_tick(
    site: Any,
    *,
    budget: float = BUDGET,
    dry_run: bool = False,
    source: str | None = None,
    since: datetime | None = None,
    limit: int | None = None,
    now: Callable[[], datetime] = utc_now,
    wait: Callable[[float], bool] = sleep,
) -> TickResult:
    """Run the synchronisation of a site once, as the user who is logged in.

    `wait` waits for so many seconds, or gives False where that isn't allowed. Drops
    what stands uncommitted, and leaves nothing uncommitted: a request that called this
    is not run again by the publisher. Raises only what no run can live with, such as
    a database that is gone.
    """
    transaction.begin()
    owner = owner_name()
    narrow = {"source": source, "since": since, "limit": limit}
    how = {"budget": budget, "now": now, "sleep": wait, **narrow}
    context = unbound_context(site, owner, dry_run, how)
    due = due_works(site, context)
    if due and not dry_run:
        context = leased_context(site, owner, how)
    try:
        result = do(context, due)
        transaction.begin()
        looking = unbound_context(site, owner, True, how)
        return replace(result, held=tuple(held_parts(looking, result)))
    finally:
        transaction.abort()


def run_alone(
    site: Any,
    name: str,
    work: Any,
    *,
    budget: float = BUDGET,
    now: Callable[[], datetime] = utc_now,
) -> TickResult:
    """Do a work that somebody asked for and that no tick has, as a run of its own.

    It holds the lease and stands in the journal like any other; commits as `run_tick`.
    """
    how = {"budget": budget, "now": now, "sleep": sleep}
    try:
        return do(leased_context(site, owner_name(), how), [(name, work)])
    finally:
        transaction.abort()


def unbound_context(site: Any, owner: str, dry_run: bool, how: dict) -> TickContext:
    """Prepare a run that holds no lease: it can read, and pretend."""
    journal = Journal()
    run = journal.begin(owner, user_id(), how["now"]())
    return TickContext(site, run, journal, None, dry_run=dry_run, **how)


def leased_context(site: Any, owner: str, how: dict) -> TickContext | None:
    """Take the lease and open a run in the journal; None when another run goes on."""
    try:
        transaction.begin()
        store = make_store(site)
        token = store.lease.take(owner, how["now"]())
        if token is None:
            return None
        run = store.journal.begin(owner, user_id(), how["now"]())
        transaction.commit()
    except TransientError:
        return None
    finally:
        transaction.abort()
    return TickContext(site, run, store.journal, token, **how)


def do(context: TickContext | None, works: Works) -> TickResult:
    """Do the works, one after another, and close the run."""
    if context is None:
        return TickResult(BUSY)
    if not works:
        return TickResult(IDLE, dry_run=context.dry_run)
    begun = context.clock()
    try:
        for name, work in works:
            context.isolated(name, lambda work=work: run_work(work, context))
        state = worst(context.outcomes)
        close(context, state)
    except LeaseLost:
        state = LOST
    except BaseException:
        close(context, INTERRUPTED)
        raise
    return tell(context, state, context.clock() - begun)


def run_work(work: Any, context: TickContext) -> None:
    """Run one work, unless the time was used up by those before it."""
    context.check_budget()
    context.keep_lease()
    work.run(context)


def close(context: TickContext, state: str) -> None:
    """Close the run in the journal and free the lease, in one transaction.

    If that meets other changes too often, the lease expires and the next run says that
    this one was interrupted. Raises `LeaseLost`.
    """

    def write() -> None:
        context.run.state = state
        context.run.finished = context.now()
        context.run.outcomes = tuple(map(asdict, context.outcomes))
        if context.token is not None:
            context.store.lease.release(context.token)

    try:
        transact(context, write)
    except Unfinished:
        logger.error("Could not close run %s", context.run.number)


def tell(context: TickContext, state: str, seconds: float) -> TickResult:
    """Make the result, and write it into the log as one line of JSON."""
    result = TickResult(
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


def due_works(site: Any, context: TickContext) -> Works:
    """List the works that have something to do, in their order.

    One that can't say counts as due: its error is then told where errors are told.
    """
    return [(name, work) for name, work in works(site) if is_due(name, work, context)]


def works(site: Any) -> Works:
    """List all works in their order."""
    found = getAdapters((site,), ITickWork)
    return sorted(found, key=lambda item: (item[1].order, item[0]))


def held_parts(context: TickContext, result: TickResult) -> Iterator[Outcome]:
    """Give the parts that wait for somebody, but for those that the run told of."""
    told = {one.part for one in result.outcomes}
    for name, work in works(context.site):
        try:
            found = [one for one in work.held(context) if one.part not in told]
        except Exception:
            logger.exception("%s can't say what is held", name)
        else:
            yield from found


def is_due(name: str, work: Any, context: TickContext) -> bool:
    """Ask one work whether it is due."""
    try:
        return bool(work.due(context))
    except Exception:
        logger.exception("%s can't say whether it is due", name)
        return True


def owner_name() -> str:
    """Name this run among those of all processes of all servers."""
    return f"{platform.node()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


def user_id() -> str:
    """Give the id of the user who runs it; empty for nobody."""
    return api.user.get_current().getId() or ""
