"""The state of a partner: how far it was read, what failed, why nothing is done."""

from BTrees.OOBTree import OOBTree
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from persistent import Persistent
from typing import Any


@dataclass(frozen=True)
class Hold:
    """Why nothing is done until somebody has looked: a failure's code and detail."""

    code: str
    detail: str
    since: datetime
    about: str = ""
    """What is held, see `failures.Suspicious`."""


@dataclass(frozen=True)
class LastFailure:
    """The last failure of a partner."""

    code: str
    detail: str
    at: datetime


class Peer(Persistent):
    """The state of a partner in one direction."""

    breaker: Any = None
    """What `sync.circuit_breaker` keeps; None before the first failure."""
    not_before: datetime | None = None
    held: Hold | None = None
    last_attempt: datetime | None = None
    last_success: datetime | None = None
    last_failure: LastFailure | None = None


class Progress(Persistent):
    """How far one set in one format was read.

    Only `cursor` counts for correctness: every change up to it is applied or in
    quarantine. `reading` (`sync.harvest.windows`) belongs to a window that is not through.
    """

    cursor: datetime | None = None
    reading: Any = None
    failures: int = 0
    """How often a page of the window failed."""
    exists: bool = False
    """The source has listed the set, or something in it."""
    released: bool = False
    """An administrator has looked at what the window holds: no cap stops it."""
    changed: int = 0
    withdrawn: int = 0
    created: int = 0
    """What the window has done so far, for the caps."""

    def forget_window(self) -> None:
        """End the window that is being read; writes nothing where there is none."""
        if self.reading is not None:
            self.reading = None
            self.released = False
            self.failures = self.changed = self.withdrawn = self.created = 0


class SourceState(Peer):
    """The state of a source that is harvested."""

    repository_info: Any = None
    """What the source said of itself (`drivers`)."""
    last_inventory: datetime | None = None
    inventory: Any = None
    """The `harvest.source_list.InventoryState` that goes on."""
    target: str = ""
    """UID of the folder that was made for new items."""
    released: bool = False
    """An administrator has looked at what was held outside of lists: no cap stops it."""
    last_page: datetime | None = None
    """When something of it was applied last, however the run ended."""
    clock_skew_minutes: int = 0
    """Minutes that its clock is ahead of ours, or behind, where operators should know."""

    def __init__(self) -> None:
        self._progress = OOBTree()

    def progress(self, set_name: str, prefix: str) -> Progress:
        """Return the progress of a set in a format, made when it is asked for first."""
        key = (set_name, prefix)
        if key not in self._progress:
            self._progress[key] = Progress()
        return self._progress[key]

    def all_progress(self) -> dict[tuple[str, str], Progress]:
        """Return the progress of every set and format that was read."""
        return dict(self._progress.items())

    def read_only(self, sets: Collection[str], prefix: str) -> None:
        """Forget the windows of all other sets and formats: nobody goes on with them.

        Else the source would seem unfinished for ever. Their cursors stay.
        """
        for (set_name, its_prefix), progress in self._progress.items():
            if set_name not in sets or its_prefix != prefix:
                progress.forget_window()
