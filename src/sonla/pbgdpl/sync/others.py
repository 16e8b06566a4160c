"""Notice that others change content while a run does."""

from plone import api
from Products.CMFCore.indexing import processQueue
from sonla.pbgdpl.sync.store import KEY
from sonla.pbgdpl.sync.store import store_of
from sonla.pbgdpl.sync.transactions import Pace
from transaction import TransactionManager
from transaction.interfaces import TransientError
from typing import Any
from zope.component import adapter
from zope.component.hooks import getSite
from ZPublisher.interfaces import IPubBeforeAbort

ENOUGH = 2
"""Attempts after which a save that fails again asks to be let through."""


class Others:
    """Tell the pace of a run whenever somebody else was indexed meanwhile.

    The catalog counts whatever is indexed. Each transaction tells when it begins and
    how much was counted when it ends; what comes between is not ours. Most who save
    are noticed so before there is a conflict, which they might have lost. Who loses one
    knocks: they have indexed nothing, and would lose again as long as nobody waits.
    """

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self._left: int | None = None
        self._knocks: int | None = None

    def arrive(self) -> None:
        """Take note, at the beginning of a transaction, of who was here meanwhile."""
        if self._left not in (None, counted()) or self._knocks not in (None, knocks()):
            self.pace.met_others()

    def leave(self) -> None:
        """Index what waits and remember how much was counted: the rest of it is ours."""
        processQueue()
        self._left = counted()
        self._knocks = knocks()


def counted() -> int:
    """Give how often something was indexed, as this transaction sees it."""
    return api.portal.get_tool("portal_catalog").getCounter()


def knocks() -> int:
    """Give how often somebody knocked, as this transaction sees it."""
    door = store_of(api.portal.get()).door
    return door.knocks if door is not None else 0


@adapter(IPubBeforeAbort)
def knock(event: Any) -> None:
    """Tell a run, in whatever process, that a save begins anew for the third time.

    Once or twice is nothing that anybody notices, and would slow each run that meets an
    editor. While nobody runs nothing is written. In a transaction of its own, for that of the
    save is about to be undone; if others knock at the same time, that is as good.
    """
    again = event.retry and event.request.retry_count >= ENOUGH
    site = getSite() if again else None
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
        manager.commit()
    except TransientError:
        pass
    finally:
        manager.abort()
        connection.close()
