"""What can be done about a difference; each inside the caller's transaction."""

from datetime import datetime
from datetime import UTC
from enum import StrEnum
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.exchange.reconciling import now_in_seconds
from sonla.pbgdpl.sync import operations
from sonla.pbgdpl.sync.reconciliation.state import Difference
from sonla.pbgdpl.sync.reconciliation.state import DIFFERS
from sonla.pbgdpl.sync.reconciliation.state import OFFERING
from sonla.pbgdpl.sync.reconciliation.state import ONLY_HERE
from sonla.pbgdpl.sync.reconciliation.state import ONLY_THERE
from sonla.pbgdpl.sync.reconciliation.state import SENDING
from sonla.pbgdpl.sync.reconciliation.state import source_of_key
from sonla.pbgdpl.sync.reconciliation.state import WITHDRAWN_HERE
from sonla.pbgdpl.sync.store import SyncStore
from typing import Any

ONE_BY_ONE = 20
"""So many records of a source are asked for by name; for more its list is read again."""


class Repair(StrEnum):
    """Name what can be done."""

    NONE = ""
    """Nothing from here: somebody has to ask the other side."""
    REPLACE = "replace"
    SEND = "send"
    TAKE_BACK = "take_back"
    OFFER = "offer"
    """List it once more under a new datestamp, so that whoever fetches asks for it."""
    FETCH = "fetch"
    CHECK = "check"
    """Take the inventory of the source, which withdraws what it lacks, within the limits."""


FOR_SENDING = {
    DIFFERS: Repair.REPLACE,
    ONLY_HERE: Repair.SEND,
    ONLY_THERE: Repair.TAKE_BACK,
    WITHDRAWN_HERE: Repair.TAKE_BACK,
}


def repair_of(key: str, kind: str, difference: Difference | None = None) -> Repair:
    """Return what can be done about a kind of difference, or about one of them.

    What was never ours can't be taken back: without a UID nothing is done.
    """
    if key == SENDING:
        known = difference is None or bool(difference.uid)
        return FOR_SENDING[kind] if known else Repair.NONE
    if key == OFFERING:
        return Repair.NONE if kind == ONLY_THERE else Repair.OFFER
    return Repair.CHECK if kind == ONLY_HERE else Repair.FETCH


def repair_all(site: Any, store: SyncStore, key: str, kind: str, now: datetime) -> int:
    """Repair all of a kind that nobody has asked for yet; return their number."""
    found, source = store.reconciliations[key], source_of_key(key)
    names = [
        name
        for name, difference in found.differences(kind)
        if name not in found.asked and repair_of(key, kind, difference)
    ]
    if len(names) > ONE_BY_ONE and repair_of(key, kind) is Repair.FETCH:
        operations.read_again(store, source, names)
        found.asked.update(names)
        return len(names)
    for name in names:
        repair(site, store, key, kind, name, now)
    return len(names)


def repair(
    site: Any, store: SyncStore, key: str, kind: str, name: str, now: datetime
) -> bool:
    """Do what can be done about a record; return False where nothing can."""
    found, source = store.reconciliations[key], source_of_key(key)
    difference = Difference(*found.found[kind][name])
    match repair_of(key, kind, difference):
        case Repair.REPLACE:
            operations.overwrite(store, difference.uid, now)
        case Repair.SEND:
            operations.send_anyway(store, difference.uid)
        case Repair.TAKE_BACK:
            operations.take_back(store, difference.uid)
        case Repair.OFFER:
            ledger = ledger_of(site)
            assert ledger is not None  # as long as the add-on is installed
            ledger.restamp(difference.uid, now_in_seconds())
        case Repair.FETCH:
            operations.retry(store, source, name, now)
        case Repair.CHECK:
            store.source(source).last_inventory = datetime.min.replace(tzinfo=UTC)
        case _:
            return False
    found.asked.insert(name)
    return True
