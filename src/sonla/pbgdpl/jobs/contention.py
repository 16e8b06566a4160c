"""Notice that others change content while a run does."""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from plone import api
from Products.CMFCore.indexing import processQueue
from sonla.pbgdpl.jobs.transactions import Pace
from sonla.pbgdpl.sync.store import Door
from sonla.pbgdpl.sync.store import Guest
from sonla.pbgdpl.sync.store import KEY
from sonla.pbgdpl.sync.store import store_of
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
"""So often somebody who knocks tries it while others knock, too."""
FORGOTTEN = timedelta(minutes=1)
"""After so long nobody waits for a save any more, such as that of a killed server."""

Guests = Mapping[str, Guest]


class Others:
    """Tell the pace of a run whenever somebody else was indexed meanwhile.

    The catalog counts whatever is indexed. Each transaction tells when it begins and
    how much was counted when it ends; what comes between is not ours. Most who save
    are noticed so before there is a conflict, which they might have lost. Who loses one
    knocks: they have indexed nothing, and would lose again if nobody waited for them.
    """

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self._left: int | None = None

    def arrive(self) -> None:
        """Take note, at the beginning of a transaction, of who was here meanwhile."""
        if self._left not in (None, counted()):
            self.pace.met_others()

    def leave(self) -> None:
        """Index what waits and remember how much was counted: the rest of it is ours."""
        processQueue()
        self._left = counted()


def counted() -> int:
    """Give how often something was indexed, as this transaction sees it."""
    return api.portal.get_tool("portal_catalog").getCounter()


def guests(now: datetime) -> Iterator[tuple[int, float]]:
    """Give for each save that begins anew how often it had, and how many seconds ago."""
    door = store_of(api.portal.get()).door or Door()
    for guest in door.guests.values():
        yield guest.tries, abs(now - guest.at).total_seconds()


@adapter(IPubBeforeAbort)
def knock(event: Any) -> None:
    """Tell a run, in whatever process, that a save begins anew; or that it does no more.

    While nobody runs nothing is written.
    """
    tries = event.request.retry_count if event.request is not None else 0
    if event.retry:
        write(lambda there: {**there, who(): Guest(tries, datetime.now(UTC))})
    elif tries:
        write(without_us)


@adapter(IPubSuccess)
def come_in(event: Any) -> None:
    """Tell a run that the save has come through for which it waits."""
    if event.request.retry_count:
        write(without_us)


def without_us(there: Guests) -> dict[str, Guest]:
    """Give all who wait but this thread."""
    return {name: guest for name, guest in there.items() if name != who()}


def who() -> str:
    """Name the thread that saves, among those of all servers: it repeats its own saves."""
    return f"{platform.node()}:{os.getpid()}:{threading.get_ident()}"


def write(change: Callable[[Guests], dict[str, Guest]]) -> None:
    """Change who waits at the door of the present portal, while a run goes on there.

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
            door = open_door(connection.get(site._p_oid))
            if door is None:
                return
            try:
                put(door, change(door.guests))
                manager.commit()
            except TransientError:
                manager.abort()
            else:
                return
    finally:
        manager.abort()
        connection.close()


def open_door(site: Any) -> Door | None:
    """Give the door of a portal if somebody may be waited for there."""
    store = getattr(site, "__annotations__", {}).get(KEY)
    if store is None or store.lease.expires is None:
        return None
    return store.door


def put(door: Door, found: Guests) -> None:
    """Write down who waits, less those who are forgotten; nothing where that is so."""
    since = datetime.now(UTC) - FORGOTTEN
    kept = {name: guest for name, guest in found.items() if guest.at > since}
    if kept != door.guests:
        door.guests = kept
