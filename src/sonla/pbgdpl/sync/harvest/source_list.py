"""The list of all that a source has, as far as it was read: set by set, page by page.

Inventories and reconciliations read it, each page a transaction.
"""

from BTrees.OOBTree import OOTreeSet
from datetime import datetime
from persistent import Persistent
from sonla.pbgdpl.sync.drivers.base import SourcePage
from typing import Any


class SourceList(Persistent):
    """How far the list was read, and whether it lacks nothing.

    Sets are known by their names: the settings may change while it goes on.
    """

    done: tuple[str, ...] = ()
    """The sets whose lists ended."""
    current: str | None = None
    """The set that is being listed; None before the first page of one."""
    token: str | None = None
    """Where the list of that set goes on."""
    listed: int = 0
    declared: int | None = None
    """How many records that set has, as the source says."""
    names: Any = None
    """The identifiers that stood on its pages so far."""
    incomplete: bool = False
    """A list ended and is not complete, so nothing that is missing means anything."""

    def token_of(self, set_spec: str) -> str | None:
        """Return where the list of a set goes on; one of another set is no use."""
        return self.token if self.current == set_spec else None

    def note_page(self, set_spec: str, page: SourcePage) -> None:
        """Keep the place, and what the page says of the completeness of the list.

        It is complete when the source said itself that the list ends, and as many were
        listed as it declared. A source that merely sends no token is believed only if it
        declared a number: to stop in the middle looks the same. What stands on two pages is
        counted once: in its place another record was passed over.
        """
        if self.current != set_spec:
            self.current, self.listed, self.declared = set_spec, 0, None
            self.names = OOTreeSet()
        new = self.names.update(header.remote_id for header in page.changes)
        self.listed += page.listed - len(page.changes) + new
        if page.declared is not None:
            self.declared = page.declared
        self.token = page.token
        if page.token is None:
            known = self.declared is not None
            whole = self.declared == self.listed if known else page.closed
            self.incomplete = self.incomplete or not whole
            self.done += (set_spec,)
            self.current = self.names = None


class InventoryState(SourceList):
    """An inventory of a source that is not complete yet."""

    continued: bool = False
    """It has several pages, between which something may have moved."""
    changed: int = 0
    created: int = 0
    """How many records it has found in another version or as new, for the caps."""
    missed: Any = None
    """What a first list lacked, where it takes two to tell that a record is gone."""
    released: bool = False

    def __init__(self, begun: datetime) -> None:
        self.begun = begun
        self.live = OOTreeSet()
