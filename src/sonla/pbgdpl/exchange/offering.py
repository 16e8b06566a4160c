"""What is given to everybody who asks: the record of what is public now, and nothing else."""

from plone import api
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.exchange.exporter import is_exportable
from sonla.pbgdpl.exchange.formats import jsonld
from sonla.pbgdpl.exchange.ledger import Ledger
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.exchange.ledger_entries import LedgerEntry
from sonla.pbgdpl.exchange.reconciling import public_item
from sonla.pbgdpl.exchange.reconciling import usable_record
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.exchange.record_types import chosen_types
from sonla.pbgdpl.exchange.record_types import record_types
from sonla.pbgdpl.exchange.record_types import type_of
from sonla.pbgdpl.exchange.settings import get_exchange_settings
from sonla.pbgdpl.exchange.settings import has_repository_name
from sonla.pbgdpl.settings.public_address import public_root
from typing import Any


def offered_ledger() -> Ledger | None:
    """Return the ledger of the portal while it offers anything to other systems."""
    if not get_exchange_settings().oai_enabled:
        return None
    return ledger_of(api.portal.get())


def can_be_fetched() -> bool:
    """Return whether others can fetch: something is offered, by names that will stay.

    Identifiers and addresses follow from the portal's public address.
    """
    return offered_ledger() is not None and bool(public_root())


def offered_types() -> frozenset[str]:
    """Return the names of the record types that are offered."""
    return chosen_types(get_exchange_settings().exported_types)


def feed_types() -> frozenset[str]:
    """Return the names of those of them that feeds tell of.

    A list of a thousand people that is imported in one night is no news.
    """
    not_in_feeds = {name for name, kind in record_types() if not kind.in_feeds}
    return offered_types() - not_in_feeds


def offered_record(uid: str, entry: LedgerEntry | None) -> Record | None:
    """Read the record of an item with its number of version; None if it is not public.

    Without checking permissions: the record holds only what everybody may read.
    """
    with api.env.adopt_roles(["Manager"]):
        return _numbered(public_item(uid), entry)


def record_on_offer(obj: Any) -> Record | None:
    """Read the record of an item; None if it is not public, or not offered."""
    ledger = offered_ledger() if type_of(obj) is not None else None
    if ledger is None or not is_exportable(obj):
        return None
    with api.env.adopt_roles(["Manager"]):
        return _numbered(obj, ledger.get(IUUID(obj)))


def names_of(record: Record) -> dict[str, str]:
    """Return the name of a record as pages tell it in JSON-LD; nothing before it has one."""
    if not has_repository_name():
        return {}
    return {"@id": record.identifier, "identifier": record.identifier}


def described(record: Record) -> dict[str, Any]:
    """Return a record as pages tell it in JSON-LD."""
    data = jsonld.dump(record)
    unnamed = {key: value for key, value in data.items() if value != record.identifier}
    return data if names_of(record) else unnamed


def _numbered(obj: Any | None, entry: LedgerEntry | None) -> Record | None:
    record = None if obj is None else usable_record(obj)
    if record is None or entry is None:
        return record
    return record.changed(revision=entry.revision)
