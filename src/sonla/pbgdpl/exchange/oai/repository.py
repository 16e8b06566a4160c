"""What the provider knows of the portal: the ledger first, content only where asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from plone import api
from plone.app.uuid.utils import uuidToObject
from sonla.pbgdpl.controlpanel.sync_settings import get_sync_settings
from sonla.pbgdpl.exchange.ledger import Entry
from sonla.pbgdpl.exchange.ledger import Key
from sonla.pbgdpl.exchange.ledger import Ledger
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.exchange.records import is_exportable
from sonla.pbgdpl.exchange.records import record_of
from sonla.pbgdpl.exchange.repository import identifier_of
from sonla.pbgdpl.exchange.repository import repository_id
from sonla.pbgdpl.exchange.types import record_types
from typing import Any

HORIZON = 120
"""Seconds: a change is listed only after so long. One that was stamped earlier may be
committed later; whoever harvested in between would never see it."""

SET_PREFIX = "type:"


@dataclass(frozen=True)
class Item:
    """Hold a record as it is listed; `deleted` means gone for the outside.

    `obj` is the item itself, None for a deleted one.
    """

    uid: str
    identifier: str
    entry: Entry
    obj: Any = None

    @property
    def deleted(self) -> bool:
        """Tell whether the record is gone for the outside."""
        return self.obj is None

    @property
    def record(self) -> Record:
        """Read the record of one that isn't deleted."""
        with api.env.adopt_roles(["Manager"]):
            return record_of(self.obj)


class Repository:
    """Answer the provider's questions about one portal at one moment."""

    def __init__(self, portal: Any, ledger: Ledger, now: int) -> None:
        self.portal = portal
        self.ledger = ledger
        self.now = now

    @cached_property
    def identifier(self) -> str:
        """Give the id of the repository."""
        return repository_id()

    @property
    def horizon(self) -> int:
        """Give the last moment whose changes are all committed."""
        return self.now - HORIZON

    @property
    def earliest(self) -> int:
        """Give a datestamp before which nothing is listed."""
        found = self.ledger.earliest()
        return self.horizon if found is None else min(found, self.horizon)

    @cached_property
    def kinds(self) -> dict[str, Any]:
        """Map the record types that are offered to their titles."""
        offered = set(get_sync_settings().exported_types or ())
        return {name: kind.title for name, kind in record_types() if name in offered}

    def count(self, start: int, until: int, kind: str) -> int:
        """Count the records of a list."""
        return sum(1 for _ in self.ledger.listed(start, until, kind))

    def listed(
        self, start: int, until: int, kind: str, after: Key | None, most: int
    ) -> Iterator[tuple[str, Entry]]:
        """List keys and entries, at most so many."""
        return islice(self.ledger.listed(start, until, kind, after), most)

    def item(self, uid: str, entry: Entry) -> Item:
        """Find an item, whatever the ledger says of it: it may have expired just now."""
        return Item(uid, identifier_of(uid), entry, self._public(uid, entry))

    def find(self, identifier: str) -> Item | None:
        """Find a record by its identifier; None if it was never public."""
        prefix = f"oai:{self.identifier}:"
        uid = identifier.removeprefix(prefix)
        entry = self.ledger.get(uid) if identifier.startswith(prefix) else None
        return None if entry is None else self.item(uid, entry)

    def _public(self, uid: str, entry: Entry) -> Any | None:
        if entry.deleted or entry.type not in self.kinds:
            return None
        obj = uuidToObject(uid, unrestricted=True)
        return obj if obj is not None and is_exportable(obj) else None
