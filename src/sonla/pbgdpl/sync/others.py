"""Notice that others change content while a run does."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from plone import api
from Products.CMFCore.indexing import processQueue
from sonla.pbgdpl.sync.store import Door
from sonla.pbgdpl.sync.store import KEY
from sonla.pbgdpl.sync.store import store_of
from sonla.pbgdpl.sync.transactions import Pace
from sonla.pbgdpl.sync.transactions import QUIET_AFTER
from transaction import TransactionManager
from transaction.interfaces import TransientError
from typing import Any
from zope.component import adapter
from zope.component.hooks import getSite
from ZPublisher.interfaces import IPubBeforeAbort


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
        self._heard: int | None = None

    def arrive(self) -> None:
        """Take note, at the beginning of a transaction, of who was here meanwhile."""
        if self.were_here():
            self.pace.met_others()

    def were_here(self) -> bool:
        """Tell whether somebody else was indexed since a transaction of ours ended."""
        return self._left not in (None, counted())

    def leave(self) -> None:
        """Index what waits and remember how much was counted: the rest of it is ours."""
        processQueue()
        self._left = counted()

    def knocked(self, now: datetime) -> int | None:
        """Tell how often a save had begun anew that knocked since this was asked last.

        None when none did. Asked first, what another run may have left undone counts.
        """
        door = store_of(api.portal.get()).door or Door()
        heard, self._heard = self._heard, door.knocks
        if door.knocks == heard or (heard is None and not is_fresh(door, now)):
            return None
        return door.tries


def counted() -> int:
    """Give how often something was indexed, as this transaction sees it."""
    return api.portal.get_tool("portal_catalog").getCounter()


def is_fresh(door: Door, now: datetime) -> bool:
    """Tell whether somebody knocked a short time ago."""
    return door.at is not None and abs(now - door.at) <= timedelta(seconds=QUIET_AFTER)


@adapter(IPubBeforeAbort)
def knock(event: Any) -> None:
    """Tell a run, in whatever process, that a save begins anew.

    While nobody runs nothing is written. In a transaction of its own, for that of the
    save is about to be undone; if others knock at the same time, that is as good.
    """
    site = getSite() if event.retry else None
    if getattr(site, "_p_jar", None) is None:
        return
    manager = TransactionManager()
    connection = site._p_jar.db().open(manager)
    try:
        there = connection.get(site._p_oid)
        store = getattr(there, "__annotations__", {}).get(KEY)
        if store is None or store.door is None or store.lease.expires is None:
            return
        store.door.knocks += 1
        store.door.tries = event.request.retry_count
        store.door.at = datetime.now(UTC)
        manager.commit()
    except TransientError:
        pass
    finally:
        manager.abort()
        connection.close()
