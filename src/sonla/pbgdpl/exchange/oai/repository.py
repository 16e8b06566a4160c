"""What the provider knows of the portal: the ledger first, content only where asked."""

from dataclasses import dataclass
from dataclasses import replace
from functools import cached_property
from itertools import islice
from plone import api
from sonla.pbgdpl.exchange.ledger import LAST_UID
from sonla.pbgdpl.exchange.ledger import Ledger
from sonla.pbgdpl.exchange.ledger_entries import Key
from sonla.pbgdpl.exchange.ledger_entries import LedgerEntry
from sonla.pbgdpl.exchange.offering import offered_record
from sonla.pbgdpl.exchange.offering import offered_types
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.exchange.record_types import type_named
from sonla.pbgdpl.exchange.settings import identifier_of
from sonla.pbgdpl.exchange.settings import repository_id
from typing import Any
from zope.i18n import translate

SET_PREFIX = "type:"


@dataclass(frozen=True)
class Item:
    """A record as it is listed; `deleted` means gone for the outside."""

    uid: str
    identifier: str
    datestamp: int
    type: str
    deleted: bool
    record: Record | None = None
    """Read only where metadata is asked for."""


class Repository:
    """Answer the provider's questions about one portal at one moment."""

    def __init__(self, portal: Any, ledger: Ledger, now: int) -> None:
        self.portal = portal
        self.ledger = ledger
        self.now = now

    @cached_property
    def identifier(self) -> str:
        return repository_id()

    @property
    def earliest(self) -> int:
        """A datestamp before which nothing is listed, the same until that changes."""
        found = self.ledger.earliest()
        return 0 if found is None or found > self.now else found

    @cached_property
    def offered(self) -> frozenset[str]:
        """The record types that are offered now."""
        return offered_types()

    @cached_property
    def types(self) -> dict[str, str]:
        """Mapping of the record types that are offered, or were, to their titles.

        Of a type that is offered no more only tombstones are left, which those who
        harvest its set have to learn of.
        """
        known = {*self.offered, *self.ledger.types}
        return {name: self._title(name) for name in sorted(known)}

    def count(self, start: int, until: int, seen: int, kind: str) -> int | None:
        """Count the records of a list; None for a long one, which nobody has to count."""
        return self.ledger.count(start, until, seen, kind)

    def listed(
        self,
        start: int,
        until: int,
        seen: int,
        kind: str,
        after: Key | None,
        most: int,
    ) -> list[Key]:
        """List places of records in the order of changes, at most so many."""
        return list(islice(self.ledger.listed(start, until, seen, kind, after), most))

    def header(self, key: Key) -> Item:
        """Return a record that is listed as the ledger has it; no content is read."""
        return self._item(key.uid, self.ledger.entry(key.uid), key.datestamp)

    def checked(self, item: Item) -> Item:
        """Look at an item that the ledger may not have reconciled yet, without its record.

        A list of headers must not call live what is refused when it is asked for.
        """
        if item.deleted or not self._is_doubtful(item.uid):
            return item
        return replace(self.with_record(item), record=None)

    def _is_doubtful(self, uid: str) -> bool:
        return uid in self.ledger.pending or uid in self._due

    @cached_property
    def _due(self) -> frozenset[str]:
        """The records whose dates have passed since somebody looked at them.

        Dates are kept in whole seconds, rounded up: hence those of the next one, too.
        """
        until = (self.now + 1, LAST_UID)
        return frozenset(
            uid for _moment, uid in self.ledger.scheduled.keys(None, until)
        )

    def find(self, identifier: str) -> Item | None:
        """Find a record by its identifier; None if it was never public."""
        prefix = f"oai:{self.identifier}:"
        uid = identifier.removeprefix(prefix)
        entry = self.ledger.get(uid) if identifier.startswith(prefix) else None
        if entry is None:
            return None
        return self._item(uid, entry, min(entry.datestamp, self.now))

    def with_record(self, item: Item) -> Item:
        """Read the record of an item.

        Whatever the ledger says of it: one that has just expired is given as deleted.
        """
        if item.deleted:
            return item
        record = offered_record(item.uid, self.ledger.get(item.uid))
        return Item(
            item.uid,
            item.identifier,
            item.datestamp,
            item.type,
            deleted=record is None,
            record=record,
        )

    def _item(self, uid: str, entry: LedgerEntry, datestamp: int) -> Item:
        """Return a record's header; of a type that was closed all are gone at once."""
        deleted = entry.deleted or entry.type not in self.offered
        return Item(uid, identifier_of(uid), datestamp, entry.type, deleted)

    @staticmethod
    def _title(name: str) -> str:
        kind = type_named(name)
        if kind is None:
            return name
        return translate(kind.title, target_language=api.portal.get_default_language())
