"""Jobs that tests register, and others who write to the portal's database."""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from plone.base.interfaces.siteroot import IPloneSiteRoot
from sonla.pbgdpl.exchange.jobs import ExchangeJob
from sonla.pbgdpl.jobs.interfaces import IScheduledJob
from sonla.pbgdpl.jobs.store import job_store_of
from typing import Any
from zope.component import getGlobalSiteManager

import transaction


def make_job(
    run: Callable[[Any], None],
    due: Callable[[Any], bool] | None = None,
    order: int = 100,
) -> type:
    """Make a job that does what a function does."""

    class Made(ExchangeJob):
        def run(self, context):
            run(context)

    Made.order = order
    if due is not None:
        Made.due = lambda self, context: due(context)
    return Made


@contextmanager
def registered(name: str, factory: Any) -> Iterator[None]:
    """Register a job for the time of a test, under a name that none of ours has."""
    manager = getGlobalSiteManager()
    ours = (
        one for one in manager.registeredAdapters() if one.provided is IScheduledJob
    )
    taken = {one.name for one in ours}
    assert name not in taken, f"{name} would be gone after the test"
    manager.registerAdapter(factory, (IPloneSiteRoot,), IScheduledJob, name)
    try:
        yield
    finally:
        manager.unregisterAdapter(factory, (IPloneSiteRoot,), IScheduledJob, name)


@contextmanager
def elsewhere(portal: Any, commit: bool = True) -> Iterator[Any]:
    """Yield the portal as another server sees it, and commit what is changed."""
    manager = transaction.TransactionManager()
    manager.begin()
    connection = portal._p_jar.db().open(manager)
    app = connection.root()["Application"]
    try:
        yield app.unrestrictedTraverse(portal.getPhysicalPath()[1:])
        if commit:
            manager.commit()
    finally:
        manager.abort()
        connection.close()


def stored(site):
    """Read the state as another server does."""
    with elsewhere(site, commit=False) as other:
        store = job_store_of(other)
        run = store.journal.latest()
        return store.lease.expires, run and run.state, run and run.counts


def last_transaction(site):
    return site._p_jar.db().lastTransaction()


def write(context, title):
    context.transact(lambda: setattr(context.site, "title", title))


def raises(error):
    def run(context):
        raise error

    return run


def write_description(context):
    context.transact(lambda: setattr(context.site, "description", "written"))
