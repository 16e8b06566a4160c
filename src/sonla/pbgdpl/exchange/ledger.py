"""Remember of each record when it last changed for the outside, for ever.

This is what the provider lists: not the catalog, because a deletion leaves nothing in
it, and not `modified`, because publishing, withdrawing and the passing of a date change
nothing of a text but everything for a harvester (OAI-PMH 2.0, sections 2.5.1, 2.7.1).

Only BTrees, tuples and plain values are stored, so that the database can be opened
after the package is gone.
"""

from BTrees.OOBTree import OOBTree
from BTrees.OOBTree import OOTreeSet
from collections.abc import Iterator
from secrets import token_bytes
from typing import Any
from typing import NamedTuple
from zope.annotation.interfaces import IAnnotations

ANNOTATION = "sonla.pbgdpl.exchange"


class Entry(NamedTuple):
    """Hold what the provider says of a record without reading its content."""

    datestamp: int
    """Seconds since 1970 UTC of the last change for the outside."""
    deleted: bool
    type: str
    """Name of the record type, by which sets are made."""
    content_hash: str
    revision: int
    """Number of versions that were public, from 1."""
    path: str
    """Where the item stands, from the portal: a move changes the address alone."""


class Key(NamedTuple):
    """Hold a place in the order in which records are listed."""

    datestamp: int
    uid: str


class Ledger:
    """Read and write the entries stored below one mapping of the portal.

    Two transactions that write different records don't conflict, except when a
    bucket splits; the publisher and the runner try again then.
    """

    def __init__(self, stored: OOBTree) -> None:
        self.stored = stored
        self.entries = stored["entries"]
        self.order = stored["order"]

    @property
    def secret(self) -> bytes:
        """Give the key that signs resumption tokens: not a password, only ours."""
        return self.stored["secret"]

    @property
    def swept(self) -> int:
        """Give the time up to which passing dates were looked at, in seconds."""
        return self.stored["swept"]

    @swept.setter
    def swept(self, moment: int) -> None:
        self.stored["swept"] = moment

    def get(self, uid: str) -> Entry | None:
        """Give the entry of a record; None if it was never public."""
        found = self.entries.get(uid)
        return None if found is None else Entry(*found)

    @property
    def unsettled(self) -> OOTreeSet:
        """Give the UIDs of records whose change could not be noted, to be tried again."""
        return self.stored["unsettled"]

    def note_live(
        self, uid: str, kind: str, content_hash: str, path: str, now: int
    ) -> bool:
        """Write that a record is public since `now`, or in a new version.

        Tells whether anything was new.
        """
        known = self.get(uid)
        entry = Entry(now, False, kind, content_hash, 1, path)
        if known is not None:
            entry = entry._replace(revision=known.revision + 1)
            if known[1:4] == entry[1:4] and known.path == path:
                return False
        self._write(uid, entry)
        return True

    def note_deleted(self, uid: str, now: int) -> bool:
        """Write that a record is no longer public; one that never was is not noted.

        Tells whether that was new.
        """
        known = self.get(uid)
        if known is None or known.deleted:
            return False
        self._write(uid, known._replace(datestamp=now, deleted=True))
        return True

    def restamp(self, kind: str, now: int) -> None:
        """Let all records of a type be harvested again: what is shown of them changed."""
        for uid, entry in list(self.all_entries()):
            if entry.type == kind:
                self._write(uid, entry._replace(datestamp=now))

    def listed(
        self, start: int, until: int, kind: str = "", after: Key | None = None
    ) -> Iterator[tuple[str, Entry]]:
        """List records by datestamp and UID, both borders inclusive, behind `after`.

        A place in this order stays valid while others change, which an offset would
        not: a record that changes moves to the end and is listed there.
        """
        lowest = tuple(after) if after else (start, "")
        for key in self.order.keys(lowest, (until, "\uffff")):
            if after is not None and key == tuple(after):
                continue
            entry = Entry(*self.entries[key[1]])
            if not kind or entry.type == kind:
                yield key[1], entry

    def all_entries(self) -> Iterator[tuple[str, Entry]]:
        """Give every record that was ever public, by UID."""
        return ((uid, Entry(*stored)) for uid, stored in self.entries.items())

    def earliest(self) -> int | None:
        """Give the lowest datestamp; None without records."""
        return self.order.minKey()[0] if self.order else None

    def _write(self, uid: str, entry: Entry) -> None:
        known = self.get(uid)
        if known is not None:
            self.order.remove((known.datestamp, uid))
        self.entries[uid] = tuple(entry)
        self.order.insert((entry.datestamp, uid))


def ledger_of(portal: Any) -> Ledger | None:
    """Give the ledger of a portal; None where the add-on is not installed."""
    annotations = IAnnotations(portal, None)
    stored = None if annotations is None else annotations.get(ANNOTATION)
    return None if stored is None else Ledger(stored)


def install_ledger(portal: Any, remembered: OOBTree | None = None) -> Ledger:
    """Make the ledger unless it is there, or bring back the one that was remembered.

    At installation: made by each of two editors who publish it would conflict.
    """
    annotations = IAnnotations(portal)
    if ANNOTATION not in annotations:
        annotations[ANNOTATION] = empty_ledger() if remembered is None else remembered
    return Ledger(annotations[ANNOTATION])


def empty_ledger() -> OOBTree:
    """Make what a new ledger stores."""
    return OOBTree(
        {
            "entries": OOBTree(),
            "order": OOTreeSet(),
            "unsettled": OOTreeSet(),
            "secret": token_bytes(32),
            "swept": 0,
        }
    )


def remove_ledger(portal: Any) -> OOBTree | None:
    """Take the ledger away, at uninstallation, and give what it held."""
    return IAnnotations(portal).pop(ANNOTATION, None)
