"""What the ledger holds of a record: its entry, its changes, and the names of their places."""

from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

MIRRORED = str.maketrans({chr(code): chr(158 - code) for code in range(32, 127)})
"""Turns the order of UIDs round, which are of equal length; done twice, it is undone."""


class LedgerEntry(NamedTuple):
    """What the provider says of a record without reading its content."""

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
    """A place in the order of changes."""

    datestamp: int
    uid: str


class LedgerChange(NamedTuple):
    """What the order knows of a change."""

    type: str
    followed: int
    """Datestamp of the record's next change; 0 as long as there is none."""
    before: int
    """Datestamp of the record's former change; 0 if there was none."""

    def is_last(self, seen: int) -> bool:
        """Return whether it was the record's last change for who looked at a moment."""
        return not self.followed or self.followed > seen


class LedgerFailure(NamedTuple):
    """How often a record could not be made, and when that is tried again."""

    attempts: int
    again: int


def backwards(key: tuple[int, str]) -> Key:
    """Turn a key round, so that the last one comes first; and back again.

    The trees are read forwards only. Also within one second the order is exactly the
    other one, so that what is in no archive yet stands in the feed.
    """
    datestamp, uid = key
    return Key(-datestamp, uid.translate(MIRRORED))


def place_name(place: str, kind: str, gone: bool) -> str:
    """Return the name under which the changes of one record type in a place stand."""
    return f"{'gone' if gone else 'live'}:{kind}:{place}"


def places_of(entry: LedgerEntry) -> list[str]:
    """Return the names of all places that a record stands in, by its path."""
    return [
        place_name(path, entry.type, entry.deleted) for path in paths_above(entry.path)
    ]


def names_for(entry: LedgerEntry) -> set[str]:
    """Return the names of all places that a record may come to stand in by going.

    All are made at once: two editors whose deletions are the first would conflict.
    """
    paths = list(paths_above(entry.path))
    return {
        place_name(path, entry.type, gone) for path in paths for gone in (False, True)
    }


def paths_above(path: str) -> Iterator[str]:
    """Yield the paths of all that an item stands in, from the portal down."""
    return accumulate(path.split("/")[:-1], lambda above, part: f"{above}/{part}")
