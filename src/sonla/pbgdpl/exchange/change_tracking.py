"""Notice whatever may have changed for the outside, once a transaction.

Whatever makes an item visible, hides it, changes, moves or deletes it has it indexed
again, however it is done: forms, REST, transitions, check-ins, states set by code. So this
listens to the queue of Products.CMFCore.indexing instead of to a dozen events, and
looks at each item once, just before the commit.

What records show besides their own text: A section, a unit or a folder lends texts a name,
or withholds them until its day. The settings lend them publisher, terms of reuse and the
names of agencies.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from plone import api
from plone.api.exc import CannotGetPortalError
from plone.app.uuid.utils import uuidToObject
from plone.dexterity.interfaces import IDexterityContent
from plone.registry.interfaces import IRecordModifiedEvent
from plone.uuid.interfaces import IUUID
from Products.CMFCore.indexing import processQueue
from Products.CMFCore.interfaces import IFolderish
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.index_queue import IndexListener
from sonla.pbgdpl.core.interfaces import IPlace
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.attachments import texts_of
from sonla.pbgdpl.editorial.effective_dates import opening_date
from sonla.pbgdpl.exchange.files import FILE_TYPES
from sonla.pbgdpl.exchange.ledger import Ledger
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.exchange.reconciling import is_live
from sonla.pbgdpl.exchange.reconciling import items_found
from sonla.pbgdpl.exchange.reconciling import reconcile_all
from sonla.pbgdpl.exchange.record_types import chosen_types
from sonla.pbgdpl.exchange.record_types import type_named
from sonla.pbgdpl.exchange.record_types import type_of
from sonla.pbgdpl.exchange.settings import PREFIX as EXCHANGE_PREFIX
from sonla.pbgdpl.settings.getters import PREFIX
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies.terms import record_name
from typing import Any
from zope.component.hooks import site as site_hook

import transaction

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
        ledger.mark_pending(items_found(path=path_of(obj)))


def shown_of(holder: Any) -> tuple[Any, ...]:
    """Return what records show of a folder: of sections and units their names."""
    agency = stored_value(holder, "agency")
    is_place = IPlace.providedBy(holder)
    return (opening_date(holder), holder.Title() if is_place else "", agency)


def setting_changed(event: IRecordModifiedEvent) -> None:
    """Note for harvesters that a setting changes what is offered or what records say."""
    name = event.record.__name__
    ledger = ledger_of(api.portal.get()) if name.startswith(PREFIX) else None
    if ledger is None or event.oldValue == event.newValue:
        return
    if name == EXPORTED_TYPES:
        offer(ledger, chosen_types(event.oldValue), chosen_types(event.newValue))
    elif name in SHOWN:
        ledger.mark_pending([uid for uid in ledger.entries if is_live(ledger, uid)])


def offer(ledger: Ledger, before: frozenset[str], after: frozenset[str]) -> None:
    """Have all looked at whose type is offered no more, or again.

    Only looked at soon, as they may be a hundred thousand. Meanwhile everybody who asks gets
    none of a closed type, as what is told goes by the setting (`offered_types`).
    """
    for name in before - after:
        ledger.mark_pending(
            [uid for uid in ledger.uids_of(name) if is_live(ledger, uid)]
        )
    for kind in filter(None, map(type_named, after - before)):
        ledger.mark_pending(items_found(portal_type=list(kind.portal_types)))


@dataclass
class PendingChanges:
    """The UIDs of what was noticed in one portal."""

    items: set[str] = field(default_factory=set)
    holders: set[str] = field(default_factory=set)
    waiting: bool = False
    """Whether somebody will look at them before the commit."""
    later: bool = False
    """Whether the job looks at the items instead."""


_NOTICED = object()
"""Under this key a transaction keeps what was noticed, by path of the portal."""


class ChangeTracker(IndexListener):
    """Collect what is indexed."""

    def notice(self, obj: Any) -> None:
        """Look at an item before this transaction commits, if that may change a record."""
        if not IDexterityContent.providedBy(obj):
            return
        try:
            portal = api.portal.get()
        except CannotGetPortalError:
            return
        ledger, uid = ledger_of(portal), IUUID(obj, None)
        if ledger is None or uid is None:
            return
        items = set(affected(ledger, obj, uid))
        is_holder = IFolderish.providedBy(obj) and section_of(obj) is not None
        if items or is_holder:
            noticed = _noticed(portal)
            noticed.items |= items
            noticed.holders |= {uid} if is_holder else set()

    def unindex(self, obj: Any) -> None:
        """Notice an item that left its place."""
        self.notice(obj)


def leave_to_job() -> None:
    """Have the job look at what this transaction changes, which then costs others less.

    The order of changes is where two who change something public meet.
    """
    _noticed(api.portal.get()).later = True


def affected(ledger: Ledger, obj: Any, uid: str) -> Iterator[str]:
    """Yield the UIDs of the texts whose records an item is part of."""
    if type_of(obj) is not None:
        if section_of(obj) is not None or ledger.get(uid) is not None:
            yield uid
    elif obj.portal_type in FILE_TYPES:
        for text in texts_of(obj):
            if type_of(text) is not None:
                yield IUUID(text)


def _noticed(portal: Any) -> PendingChanges:
    txn = transaction.get()
    try:
        portals = txn.data(_NOTICED)
    except KeyError:
        portals = {}
        txn.set_data(_NOTICED, portals)
    noticed = portals.setdefault(path_of(portal), PendingChanges())
    if not noticed.waiting:
        noticed.waiting = True
        txn.addBeforeCommitHook(_look, (portal, noticed))
    return noticed


def _look(portal: Any, noticed: PendingChanges) -> None:
    """Look at what was noticed, and at what is noticed by that: it empties the queue."""
    with site_hook(portal):
        processQueue()
        while noticed.items or noticed.holders:
            items, holders = set(noticed.items), set(noticed.holders)
            noticed.items.clear()
            noticed.holders.clear()
            ledger = ledger_of(portal)
            if ledger is not None:
                for uid in holders:
                    invalidate_below(ledger, uid, uuidToObject(uid, unrestricted=True))
            if ledger is not None and noticed.later:
                ledger.mark_pending(items)
            else:
                reconcile_all(portal, items)
            processQueue()
    noticed.waiting = False
