"""Notice that others change content while a run does."""

from plone import api
from Products.CMFCore.indexing import processQueue
from sonla.pbgdpl.sync.transactions import Pace


class Others:
    """Tell the pace of a run whenever somebody else was indexed meanwhile.

    The catalog counts whatever is indexed. Each transaction tells when it begins and
    how much was counted when it ends; what comes between is not ours. Most who save
    are noticed so before there is a conflict, which they might have lost.
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
