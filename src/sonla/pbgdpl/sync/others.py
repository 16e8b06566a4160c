"""Notice that others change content while a run does."""

from collections.abc import Callable
from plone import api
from Products.CMFCore.indexing import processQueue
from sonla.pbgdpl.sync.transactions import QUIET_AFTER

import time


class Others:
    """Know whether somebody else was indexed between two of our transactions.

    The catalog counts whatever is indexed. Each transaction tells when it begins and
    how much was counted when it ends; what comes between is not ours.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._left: int | None = None
        self._met: float | None = None

    def arrive(self) -> None:
        """Take note, at the beginning of a transaction, of who was here meanwhile."""
        if self._left not in (None, counted()):
            self._met = self.clock()

    def leave(self) -> None:
        """Index what waits and remember how much was counted: the rest of it is ours."""
        processQueue()
        self._left = counted()

    @property
    def are_here(self) -> bool:
        """Tell whether somebody was met a short time ago."""
        return self._met is not None and self.clock() - self._met <= QUIET_AFTER


def counted() -> int:
    """Give how often something was indexed, as this transaction sees it."""
    return api.portal.get_tool("portal_catalog").getCounter()
