"""Bring the ledger up to date with what is public now."""

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import datetime
from datetime import UTC
from plone import api
from plone.app.uuid.utils import uuidToObject
from sonla.pbgdpl import logger
from sonla.pbgdpl.exchange.events import RecordChanged
from sonla.pbgdpl.exchange.hashing import content_hash
from sonla.pbgdpl.exchange.ledger import Ledger
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.exchange.records import is_exportable
from sonla.pbgdpl.exchange.records import record_of
from sonla.pbgdpl.exchange.types import type_of
from sonla.pbgdpl.section import all_sections
from typing import Any
from ZODB.POSException import ConflictError
from zope.event import notify

INDEX_GRANULARITY = 60
"""Seconds: the date indexes of the catalog know minutes only."""


def now_in_seconds() -> int:
    """Give the present moment as a datestamp: whole seconds since 1970 UTC."""
    return int(datetime.now(UTC).timestamp())


def settle(ledger: Ledger, uid: str, now: int) -> bool:
    """Compare one item with its entry and write what changed; tell whether it did.

    An item that was deleted, hidden, expired or taken out of the section stays in the
    ledger as a tombstone.
    """
    obj = uuidToObject(uid, unrestricted=True)
    if obj is None or not is_exportable(obj):
        changed = ledger.note_deleted(uid, now)
    else:
        record = record_of(obj)
        changed = ledger.note_live(
            uid, record.type, content_hash(record), _path(obj), now
        )
    if changed:
        notify(RecordChanged(uid, ledger.get(uid).type))
    return changed


def settle_all(portal: Any, uids: Iterable[str]) -> int:
    """Settle several items and count the changes; one that fails is tried again later.

    A fault in here never costs an editor their work: it is logged.
    """
    ledger, now = ledger_of(portal), now_in_seconds()
    changes = 0
    if ledger is None:
        return changes
    with api.env.adopt_roles(["Manager"]):
        for uid in sorted(uids):
            try:
                changes += settle(ledger, uid, now)
                if uid in ledger.unsettled:
                    ledger.unsettled.remove(uid)
            except ConflictError:
                raise
            except Exception:
                logger.exception("Could not note the change of %s for harvesters", uid)
                ledger.unsettled.insert(uid)
    return changes


def is_sweep_due(portal: Any, now: int | None = None) -> bool:
    """Tell whether a sweep would find anything; writes nothing."""
    ledger = ledger_of(portal)
    if ledger is None:
        return False
    return bool(ledger.unsettled) or bool(passed(ledger, now or now_in_seconds()))


def sweep(portal: Any, now: int | None = None) -> int:
    """Note the items whose effective or expiry date passed since the last sweep.

    Nothing is written to a text at that moment, so that nobody else notices. Called
    on the clock; gives the number of changes.
    """
    ledger = ledger_of(portal)
    if ledger is None:
        return 0
    now = now or now_in_seconds()
    changes = settle_all(portal, passed(ledger, now) | set(ledger.unsettled))
    ledger.swept = now
    return changes


def passed(ledger: Ledger, now: int) -> set[str]:
    """List the UIDs of items with a date between the last sweep and now."""
    start = max(ledger.swept - INDEX_GRANULARITY, 0)
    period = [datetime.fromtimestamp(moment, UTC) for moment in (start, now)]
    return {
        uid
        for index in ("effective", "expires")
        for uid in _candidates({index: {"query": period, "range": "min:max"}})
    }


def rebuild(portal: Any) -> int:
    """Look at every item that is or was public, as after an installation."""
    ledger = ledger_of(portal)
    if ledger is None:
        return 0
    return settle_all(portal, {*ledger.entries, *_candidates({})})


def _candidates(query: dict[str, Any]) -> Iterator[str]:
    paths = ["/".join(section.getPhysicalPath()) for section in all_sections()]
    if not paths:
        return
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(path=paths, **query):
        if type_of(brain) is not None:
            yield brain.UID


def _path(obj: Any) -> str:
    return "/".join(obj.getPhysicalPath()[len(api.portal.get().getPhysicalPath()) :])
