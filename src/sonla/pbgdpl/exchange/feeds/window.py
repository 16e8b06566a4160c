"""Which records stand in a feed, and which in its archives.

Archives cut the sequence of changes, which is only added to, into pieces of equal
length (RFC 5005, section 4). Which changes belong to a piece stays the same for ever.
A change that another one followed is left out of its piece: text that was withdrawn
must not be readable in an archive. The change that followed stands in a newer piece.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from itertools import islice
from sonla.pbgdpl.exchange.ledger import Change
from sonla.pbgdpl.exchange.ledger import Key
from sonla.pbgdpl.exchange.ledger import Ledger
from sonla.pbgdpl.exchange.offering import offered_record
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.exchange.repository import identifier_of

SIZE = 50
"""Records in a feed, changes in an archive."""


@dataclass(frozen=True)
class Listed:
    """Hold a record of a feed; one that is gone for the outside has no `record`."""

    identifier: str
    changed: datetime
    record: Record | None


class Window:
    """Look at the records of a place at a moment; `place` is a path from the portal."""

    def __init__(self, ledger: Ledger, place: str, now: int, size: int = SIZE) -> None:
        self.ledger = ledger
        self.place = place
        self.now = now
        self.size = size
        self.changes = ledger.changes(now)

    @property
    def archives(self) -> int:
        """Give the number of archives; they are counted from 0, which is the oldest."""
        return len(self.changes) // self.size

    def newest(self) -> list[Listed]:
        """List the records that changed last, newest first, those gone included."""
        return list(
            map(self._listed, islice(self._of_place(self._backwards()), self.size))
        )

    def newest_live(self) -> list[Listed]:
        """List the records that changed last, newest first, without those gone."""
        listed = map(self._listed, self._of_place(self._backwards(), deleted=False))
        return list(islice((one for one in listed if one.record), self.size))

    def archive(self, number: int) -> list[Listed]:
        """List the records of an archive, newest first."""
        keys = self._piece(number)
        return list(map(self._listed, self._of_place(reversed(keys))))

    def archive_changed(self, number: int) -> datetime:
        """Give when the last change of an archive was made, which never changes."""
        return moment(self._piece(number)[-1].datestamp)

    def _piece(self, number: int) -> list[Key]:
        start = number * self.size
        return [Key(*key) for key in self.changes[start : start + self.size]]

    def _backwards(self) -> Iterator[Key]:
        end = len(self.changes)
        while end > 0:
            start = max(end - self.size, 0)
            yield from (Key(*key) for key in reversed(list(self.changes[start:end])))
            end = start

    def _of_place(self, keys: Iterable[Key], deleted: bool = True) -> Iterator[Key]:
        for key in keys:
            if Change(*self.ledger.order[tuple(key)]).is_last(self.now):
                entry = self.ledger.get(key.uid)
                here = f"{entry.path}/".startswith(f"{self.place}/")
                if here and (deleted or not entry.deleted):
                    yield key

    def _listed(self, key: Key) -> Listed:
        entry = self.ledger.get(key.uid)
        record = None if entry.deleted else offered_record(key.uid, entry)
        return Listed(identifier_of(key.uid), moment(key.datestamp), record)


def moment(seconds: int) -> datetime:
    """Give a datestamp as a moment."""
    return datetime.fromtimestamp(seconds, UTC)
