"""Notice that others change content while a run does."""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from plone import api
from Products.CMFCore.indexing import processQueue
from sonla.pbgdpl.jobs.store import job_store_of
from sonla.pbgdpl.jobs.store import KEY
from sonla.pbgdpl.jobs.store import RetryRegistry
from sonla.pbgdpl.jobs.store import WaitingWriter
from sonla.pbgdpl.jobs.transactions import BatchSizer
from transaction import TransactionManager
from transaction.interfaces import TransientError
from typing import Any
from zope.component import adapter
from zope.component.hooks import getSite
from ZPublisher.interfaces import IPubBeforeAbort
from ZPublisher.interfaces import IPubSuccess

import os
import platform
import threading

ATTEMPTS = 3
"""Attempts to note a repeated request while others are noted, too."""
WRITER_EXPIRES_AFTER = timedelta(minutes=1)
"""After so long nobody waits for a save any more, such as that of a killed server."""

WaitingWriters = Mapping[str, WaitingWriter]


class Contention:
    """Inform the batch sizer of a run whenever somebody else was indexed meanwhile.

    The catalog counts whatever is indexed. Each transaction tells when it begins and
    how much was counted when it ends; what comes between is not ours. Most who save
    are noticed so before there is a conflict, which they might have lost. Who loses one
    is noted: they have indexed nothing, and would lose again if nobody waited for them.
    A dry run is rolled back, which takes the counter back; it would mistake that for
    another writer, so it doesn't compare.
    """

    def __init__(self, batch_sizer: BatchSizer, dry_run: bool = False) -> None:
        self.batch_sizer = batch_sizer
        self.dry_run = dry_run
        self._counter: int | None = None

    def begin_transaction(self) -> None:
        """Note at the beginning of a transaction whether somebody else has saved meanwhile.

        A dry run has no counter to compare with.
        """
        if self._counter not in (None, catalog_counter()):
            self.batch_sizer.note_other_writer()

    def end_transaction(self) -> None:
        """Index what waits and remember how much was counted: the rest of it is ours."""
        processQueue()
        if not self.dry_run:
            self._counter = catalog_counter()


def catalog_counter() -> int:
    """Return how often something was indexed, as this transaction sees it."""
    return api.portal.get_tool("portal_catalog").getCounter()


def waiting_writers(now: datetime) -> Iterator[tuple[int, float]]:
    """Yield for each save that is retried how often it was, and how many seconds ago."""
    registry = job_store_of(api.portal.get()).retries
    for writer in registry.writers.values():
        yield writer.tries, abs(now - writer.at).total_seconds()


@adapter(IPubBeforeAbort)
def report_retry(event: Any) -> None:
    """Let a run know, in whatever process, that a save is retried, or no longer is.

    While nobody runs nothing is written.
    """
    tries = event.request.retry_count if event.request is not None else 0
    if event.retry:
        update_writers(
            lambda there: {
                **there,
                writer_id(): WaitingWriter(tries, datetime.now(UTC)),
            }
        )
    elif tries:
        update_writers(without_own)


@adapter(IPubSuccess)
def forget_retry(event: Any) -> None:
    """Let a run know that the save has come through for which it waits."""
    if event.request.retry_count:
        update_writers(without_own)


def without_own(there: WaitingWriters) -> dict[str, WaitingWriter]:
    """Return all who wait but this thread."""
    return {name: writer for name, writer in there.items() if name != writer_id()}


def writer_id() -> str:
    """Name the thread that saves, among those of all servers: it repeats its own saves."""
    return f"{platform.node()}:{os.getpid()}:{threading.get_ident()}"


def update_writers(
    change: Callable[[WaitingWriters], dict[str, WaitingWriter]],
) -> None:
    """Change who waits at the registry of the present portal, while a run goes on there.

    In a transaction of its own, for that of the request has ended or is about to.
    """
    site = getSite()
    if getattr(site, "_p_jar", None) is None:
        return
    manager = TransactionManager()
    connection = site._p_jar.db().open(manager)
    try:
        for _attempt in range(ATTEMPTS):
            manager.begin()
            registry = registry_of(connection.get(site._p_oid))
            if registry is None:
                return
            try:
                store_writers(registry, change(registry.writers))
                manager.commit()
            except TransientError:
                manager.abort()
            else:
                return
    finally:
        manager.abort()
        connection.close()


def registry_of(site: Any) -> RetryRegistry | None:
    """Return the registry of a portal if somebody may be waited for there."""
    store = getattr(site, "__annotations__", {}).get(KEY)
    if store is None or store.lease.expires is None:
        return None
    return store.retries


def store_writers(registry: RetryRegistry, found: WaitingWriters) -> None:
    """Write down who waits, less those who are forgotten; nothing where that is so."""
    since = datetime.now(UTC) - WRITER_EXPIRES_AFTER
    kept = {name: writer for name, writer in found.items() if writer.at > since}
    if kept != registry.writers:
        registry.writers = kept
