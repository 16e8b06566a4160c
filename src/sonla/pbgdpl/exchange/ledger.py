"""Remember of each record when it last changed for the outside, for ever.

This is what the provider lists: not the catalog, because a deletion leaves nothing in
it, and not `modified`, because publishing, withdrawing and the passing of a date change
nothing of a text but everything for a harvester (OAI-PMH 2.0, sections 2.5.1, 2.7.1).

The order of changes is only added to. Whoever reads it page by page sees it as it was
at the first page, whatever changes meanwhile (`listed`).

Only BTrees, tuples and plain values are stored, so that the database can be opened
after the package is gone.
"""

from BTrees.OOBTree import OOBTree
from BTrees.OOBTree import OOTreeSet
from collections.abc import Iterable
from collections.abc import Iterator
from secrets import token_bytes
from typing import Any
from typing import NamedTuple
from zope.annotation.interfaces import IAnnotations

ANNOTATION = "sonla.pbgdpl.exchange"

HORIZON = 120
"""Seconds from a change to the datestamp under which it is listed. A transaction that
was stamped first may be committed last, but not so late: whoever harvested up to a
moment will find nothing new before it."""

LAST_UID = "\uffff"
"""Greater than each UID."""


class Entry(NamedTuple):
    """Hold what the provider says of a record without reading its content."""

    datestamp: int
    """Seconds since 1970 UTC: from then on the last change for the outside is listed."""
    deleted: bool
    type: str
    """Name of the record type, by which sets are made."""
    content_hash: str
    revision: int
    """Number of versions that were public, from 1."""
    path: str
    """Where the item stands, from the portal: a move changes the address alone."""


class Key(NamedTuple):
    """Hold a place in the order of changes."""

    datestamp: int
    uid: str


class Change(NamedTuple):
    """Hold what the order knows of a change."""

    type: str
    followed: int
    """Datestamp of the record's next change; 0 as long as there is none."""

    def is_last(self, seen: int) -> bool:
        """Tell whether it was the record's last change for who looked at a moment."""
        return not self.followed or self.followed > seen


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

    @property
    def unsettled(self) -> OOTreeSet:
        """Give the UIDs of records that still have to be looked at."""
        return self.stored["unsettled"]

    @property
    def looked_at(self) -> str:
        """Give the last UID of `unsettled` that was looked at in the present round."""
        return self.stored["looked_at"]

    @looked_at.setter
    def looked_at(self, uid: str) -> None:
        self.stored["looked_at"] = uid

    @property
    def types(self) -> OOTreeSet:
        """Give the names of all record types that ever had a public record."""
        return self.stored["types"]

    @property
    def holders(self) -> OOBTree:
        """Map UIDs of sections, units and folders to what records showed of them."""
        return self.stored["holders"]

    def get(self, uid: str) -> Entry | None:
        """Give the entry of a record; None if it was never public."""
        found = self.entries.get(uid)
        return None if found is None else Entry(*found)

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
        self._write(uid, known, entry, now)
        return True

    def note_deleted(self, uid: str, now: int) -> bool:
        """Write that a record is no longer public; one that never was is not noted.

        Tells whether that was new.
        """
        known = self.get(uid)
        if known is None or known.deleted:
            return False
        self._write(uid, known, known._replace(deleted=True), now)
        return True

    def listed(
        self,
        start: int,
        until: int,
        seen: int,
        kind: str = "",
        after: Key | None = None,
    ) -> Iterator[Key]:
        """List records by datestamp and UID, both borders inclusive, behind `after`.

        Each stands at the last of its changes that could be `seen` at a moment: the
        first page's moment gives each record once, however many pages there are.
        """
        lowest = tuple(after) if after else (start, "")
        for key, stored in self.order.items(lowest, (until, LAST_UID)):
            change = Change(*stored)
            if kind in ("", change.type) and change.is_last(seen) and key != after:
                yield Key(*key)

    def changes(self, seen: int) -> Any:
        """Give the keys of all changes that could be seen at a moment, in their order.

        A sequence to slice: what was in it once stays at its place.
        """
        return self.order.keys(None, (seen, LAST_UID))

    def all_entries(self) -> Iterator[tuple[str, Entry]]:
        """Give every record that was ever public, by UID."""
        return ((uid, Entry(*stored)) for uid, stored in self.entries.items())

    def earliest(self) -> int | None:
        """Give the lowest datestamp; None without records."""
        return self.order.minKey()[0] if self.order else None

    def unsettle(self, uids: Iterable[str]) -> None:
        """Have records looked at soon, when they are many or could not be now."""
        self.unsettled.update(uids)

    def _write(self, uid: str, known: Entry | None, entry: Entry, now: int) -> None:
        datestamp = now + HORIZON
        if known is not None:
            # A clock that was put back must not hide a change behind an older one.
            datestamp = max(datestamp, known.datestamp)
            if datestamp > known.datestamp:
                before = (known.datestamp, uid)
                kind = Change(*self.order[before]).type
                self.order[before] = (kind, datestamp)
        self.entries[uid] = tuple(entry._replace(datestamp=datestamp))
        self.order[(datestamp, uid)] = (entry.type, 0)
        if entry.type not in self.types:
            self.types.insert(entry.type)


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
        annotations[ANNOTATION] = (
            remembered
            if remembered is not None
            else OOBTree(
                {
                    "entries": OOBTree(),
                    "order": OOBTree(),
                    "unsettled": OOTreeSet(),
                    "types": OOTreeSet(),
                    "holders": OOBTree(),
                    "looked_at": "",
                    "secret": token_bytes(32),
                    "swept": 0,
                }
            )
        )
    return Ledger(annotations[ANNOTATION])


def remove_ledger(portal: Any) -> OOBTree | None:
    """Take the ledger away, at uninstallation, and give what it held."""
    return IAnnotations(portal).pop(ANNOTATION, None)
