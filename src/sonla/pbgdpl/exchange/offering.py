"""What is given to whoever asks: the record of what is public now, and nothing else."""

from plone import api
from sonla.pbgdpl.controlpanel.sync_settings import get_sync_settings
from sonla.pbgdpl.exchange.ledger import Entry
from sonla.pbgdpl.exchange.ledger import Ledger
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.exchange.settling import public_item
from sonla.pbgdpl.exchange.settling import usable_record


def offered_ledger() -> Ledger | None:
    """Give the ledger of the portal while it offers anything to other systems."""
    if not get_sync_settings().oai_enabled:
        return None
    return ledger_of(api.portal.get())


def offered_record(uid: str, entry: Entry | None) -> Record | None:
    """Read the record of an item with its number of version; None if it is not public.

    Whoever asks: the record holds only what everybody may read.
    """
    with api.env.adopt_roles(["Manager"]):
        obj = public_item(uid)
        record = None if obj is None else usable_record(obj)
    if record is None or entry is None:
        return record
    return record.changed(revision=entry.revision)
