"""Which records stand in a feed, and which in its archives.

Archives are the pieces of equal length that the ledger cuts off the order of changes
(RFC 5005, section 4). Which changes belong to a piece stays the same for ever.
A change that another one followed is left out of its piece: text that was withdrawn
must not be readable in an archive. The change that followed stands in a newer piece.
"""

from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from heapq import merge
from itertools import islice
from plone import api
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.exchange.accessors import managing_agency
from sonla.pbgdpl.exchange.field_types import usable
from sonla.pbgdpl.exchange.ledger import Ledger
from sonla.pbgdpl.exchange.ledger_entries import backwards
from sonla.pbgdpl.exchange.ledger_entries import Key
from sonla.pbgdpl.exchange.ledger_entries import LedgerChange
from sonla.pbgdpl.exchange.offering import offered_record
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.exchange.settings import identifier_of
from sonla.pbgdpl.settings.getters import get_settings
from sonla.pbgdpl.settings.public_address import public_url
from typing import Any
from uuid import UUID

SIZE = 50
"""Records in a feed."""

MAX_EXAMINED = 10 * SIZE
"""Texts that are read for a feed of those that are public."""


@dataclass(frozen=True)
class FeedItem:
    """A record of a feed; one that is gone for the outside has no `record`."""

    identifier: str
    changed: datetime
    record: Record | None


class FeedWindow:
    """Look at the records of a place at a moment; `place` is a path from the portal.

    It tells of the types of which feeds ever told. Records whose type is not in `types` are
    gone, whatever the ledger says as yet.
    """

    def __init__(
        self,
        ledger: Ledger,
        place: str,
        now: int,
        types: frozenset[str],
        size: int = SIZE,
    ) -> None:
        self.ledger = ledger
        self.place = place
        self.now = now
        self.types = types
        self.size = size

    @property
    def archives(self) -> int:
        """The number of archives; they are counted from 0, which is the oldest."""
        return self.ledger.cut_off

    def newest(self) -> list[FeedItem]:
        """List the records that changed last, newest first, those gone included.

        However many are gone, what is public stands there as in `newest_live`.
        """
        told = self.ledger.feed_types
        lists = (
            self.ledger.newest(self.place, self.now, told, gone)
            for gone in (False, True)
        )
        last = set(islice(merge(*lists, key=backwards), self.size))
        live = self._live()
        gone = {key: self._listed(key) for key in last - live.keys()}
        return [one for _key, one in sorted((live | gone).items(), reverse=True)]

    def newest_live(self) -> list[FeedItem]:
        """List the records that changed last, newest first, without those gone."""
        return list(self._live().values())

    def _live(self) -> dict[Key, FeedItem]:
        """Find the newest of what is public.

        While the ledger does not know yet that many are gone, some may be missing: it
        is not looked through for them.
        """
        keys = self.ledger.newest(self.place, self.now, self.types)
        listed = ((key, self._listed(key)) for key in islice(keys, MAX_EXAMINED))
        return dict(islice((pair for pair in listed if pair[1].record), self.size))

    def archive(self, number: int) -> list[FeedItem]:
        """List the records of an archive, newest first."""
        keys = list(self.ledger.within(*self._piece(number)))
        return [self._listed(key) for key in reversed(keys) if self._is_shown(key)]

    def archive_changed(self, number: int) -> datetime:
        """Return when the last change of an archive was made, which never changes."""
        return moment(self._piece(number)[1].datestamp)

    def _piece(self, number: int) -> tuple[Key, Key]:
        found = self.ledger.piece(number)
        if found is None:
            raise IndexError(number)
        return found

    def _is_shown(self, key: Key) -> bool:
        """Return whether a change is the last of a record, and of one of this place."""
        if not LedgerChange(*self.ledger.order[tuple(key)]).is_last(self.now):
            return False
        return f"{self.ledger.entry(key.uid).path}/".startswith(f"{self.place}/")

    def _listed(self, key: Key) -> FeedItem:
        entry = self.ledger.entry(key.uid)
        is_gone = entry.deleted or entry.type not in self.types
        record = None if is_gone else offered_record(key.uid, entry)
        return FeedItem(identifier_of(key.uid), moment(key.datestamp), record)


def moment(seconds: int) -> datetime:
    """Return a datestamp as a moment."""
    return datetime.fromtimestamp(seconds, UTC)


@dataclass(frozen=True)
class About:
    """What a feed says of itself."""

    identifier: str
    """The same for the feed and all its archives, wherever they move."""
    title: str
    description: str
    publisher: str
    rights: str
    language: str
    url: str


def about(place: Any) -> About:
    """Describe the feed of a section or unit."""
    return About(
        identifier=UUID(IUUID(place)).urn,
        title=usable(place.Title()),
        description=usable(place.Description()),
        publisher=usable(managing_agency(place)),
        rights=usable(get_settings().reuse_terms or ""),
        language=api.portal.get_default_language(),
        url=public_url(place),
    )
