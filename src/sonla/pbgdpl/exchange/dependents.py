"""What records show besides their own text, and who has to be looked at when it changes.

A section, a unit or a folder lends texts a name, or withholds them until its day. The
settings lend them publisher, terms of reuse and the names of agencies.
"""

from plone import api
from plone.registry.interfaces import IRecordModifiedEvent
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.editorial.effective_dates import opening_date
from sonla.pbgdpl.exchange.ledger import Ledger
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.exchange.reconciling import is_live
from sonla.pbgdpl.exchange.reconciling import items_found
from sonla.pbgdpl.exchange.record_types import chosen_types
from sonla.pbgdpl.exchange.record_types import NOT_EXCHANGED
from sonla.pbgdpl.exchange.record_types import type_named
from sonla.pbgdpl.exchange.settings import PREFIX as EXCHANGE_PREFIX
from sonla.pbgdpl.settings.getters import PREFIX
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies.terms import record_name
from typing import Any

SHOWN = frozenset(
    {f"{PREFIX}.managing_agency", f"{PREFIX}.reuse_terms", record_name(AGENCIES)}
)
"""Settings whose words are the content of records; other terms are told by their code."""
EXPORTED_TYPES = f"{EXCHANGE_PREFIX}.exported_types"


def invalidate_below(ledger: Ledger, uid: str, obj: Any | None) -> None:
    """Have all that stands in a folder looked at if it shows or withholds otherwise."""
    if obj is None:
        ledger.holders.pop(uid, None)
        return
    facts, known = shown_of(obj), ledger.holders.get(uid)
    if known != facts:
        ledger.holders[uid] = facts
        ledger.unsettle(items_found(path=path_of(obj)))


def shown_of(holder: Any) -> tuple[Any, ...]:
    """Return what records show of a folder: of sections and units their names."""
    agency = stored_value(holder, "agency")
    named = holder.portal_type in NOT_EXCHANGED
    return (opening_date(holder), holder.Title() if named else "", agency)


def setting_changed(event: IRecordModifiedEvent) -> None:
    """Note for harvesters that a setting changes what is offered or what records say."""
    name = event.record.__name__
    ledger = ledger_of(api.portal.get()) if name.startswith(PREFIX) else None
    if ledger is None or event.oldValue == event.newValue:
        return
    if name == EXPORTED_TYPES:
        offer(ledger, chosen_types(event.oldValue), chosen_types(event.newValue))
    elif name in SHOWN:
        ledger.unsettle([uid for uid in ledger.entries if is_live(ledger, uid)])


def offer(ledger: Ledger, before: frozenset[str], after: frozenset[str]) -> None:
    """Have all looked at whose type is offered no more, or again.

    Only looked at soon, as they may be a hundred thousand. Meanwhile everybody who asks gets
    none of a closed type, as what is told goes by the setting (`offered_types`).
    """
    for name in before - after:
        ledger.unsettle([uid for uid in ledger.uids_of(name) if is_live(ledger, uid)])
    for kind in filter(None, map(type_named, after - before)):
        ledger.unsettle(items_found(portal_type=list(kind.portal_types)))
