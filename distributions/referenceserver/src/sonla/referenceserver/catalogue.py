"""All entries in the order of their datestamps, and all changes there ever were."""

from bisect import bisect_left
from bisect import bisect_right
from bisect import insort
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from datetime import UTC
from sonla.referenceserver.records import Entry
from sonla.referenceserver.records import Identity
from sonla.referenceserver.records import Record
from typing import Any

Key = tuple[datetime, str]

LAST_IDENTIFIER = "\U0010ffff"
BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
END = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


class Catalogue:
    """The entries of one repository, and their records."""

    def __init__(
        self,
        identity: Identity,
        entries: Iterable[Entry],
        read: Callable[[Entry], Record],
        history: Iterable[Entry] | None = None,
    ) -> None:
        """Take entries in any order; `read` makes the record of one.

        `history` is given for views alone; it starts as the entries by datestamp.
        """
        self.identity = identity
        self.version = 0
        """Grows with each change, so that what was computed can be kept until then."""
        self._read = read
        self._entries = {entry.identifier: entry for entry in entries}
        self._orders: dict[str, list[Key]] = {}
        for entry in sorted(self._entries.values(), key=lambda entry: entry.key):
            for kind in ("", entry.type):
                self._orders.setdefault(kind, []).append(entry.key)
        if history is None:
            history = [self._entries[key[1]] for key in self.keys()]
        self.history = list(history)
        """Every state that a record ever had, in the order in which they came."""

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._entries

    def keys(self, kind: str = "") -> list[Key]:
        """List the places of all entries, or of one type's, by datestamp."""
        return self._orders.get(kind, [])

    def entry(self, identifier: str) -> Entry:
        """Return the entry of a record; raises KeyError."""
        return self._entries[identifier]

    def entries(self, kind: str = "") -> Iterable[Entry]:
        """List the entries by datestamp."""
        return (self._entries[key[1]] for key in self.keys(kind))

    def record(self, entry: Entry) -> Record:
        """Read the content of an entry."""
        return self._read(entry)

    def span(
        self, kind: str = "", start: datetime | None = None, end: datetime | None = None
    ) -> tuple[int, int]:
        """Return the borders of a window, both of whose ends are inside, in `keys`."""
        keys = self.keys(kind)
        first = bisect_left(keys, (start or BEGINNING, ""))
        return first, max(first, bisect_right(keys, (end or END, LAST_IDENTIFIER)))

    def behind(self, key: Key, kind: str = "") -> int:
        """Return the place after a key, whether it is still there or not."""
        return bisect_right(self.keys(kind), key)

    def put(self, entry: Entry) -> None:
        """Add an entry or replace the one with its identifier."""
        self._drop(entry.identifier)
        self._entries[entry.identifier] = entry
        for kind in ("", entry.type):
            insort(self._orders.setdefault(kind, []), entry.key)
        self.history.append(entry)
        self.version += 1

    def forget(self, identifier: str) -> None:
        """Remove an entry without a trace, as a repository without tombstones does."""
        self._drop(identifier)
        self._entries.pop(identifier, None)
        self.version += 1

    def _drop(self, identifier: str) -> None:
        known = self._entries.get(identifier)
        if known is not None:
            for kind in ("", known.type):
                del self._orders[kind][bisect_left(self._orders[kind], known.key)]

    def seen_through(
        self,
        entries: Callable[[Entry], Entry | None] = lambda entry: entry,
        records: Callable[[Record], Record] = lambda record: record,
        identity: Identity | None = None,
    ) -> "Catalogue":
        """Return another catalogue: entries mapped (None leaves one out), records altered."""

        def mapped(known: Iterable[Entry]) -> list[Entry]:
            return [seen for entry in known if (seen := entries(entry)) is not None]

        return Catalogue(
            identity or self.identity,
            mapped(self._entries.values()),
            lambda entry: records(self._read(entry)),
            mapped(self.history),
        )


def with_deletions(catalogue: Catalogue, policy: str, kept: bool) -> Catalogue:
    """Return a catalogue with another policy for deletions, its tombstones kept or not."""
    return catalogue.seen_through(
        lambda entry: entry if kept or not entry.deleted else None,
        identity=replace(catalogue.identity, deleted_record=policy),
    )


def changed(record: Record, **fields: Any) -> Record:
    """Return a record with some fields replaced; None takes a field away."""
    return replace(record, fields=overlaid(record.fields, fields))


def overlaid(fields: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields with changes laid over them; None takes a field away."""
    merged = {**fields, **changes}
    return {name: value for name, value in merged.items() if value is not None}
