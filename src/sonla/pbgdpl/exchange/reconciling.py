"""Bring the ledger up to date with what is public now."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from datetime import UTC
from itertools import islice
from plone import api
from plone.app.uuid.utils import uuidToObject
from sonla.pbgdpl.core.paths import path_in_portal
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.exchange.exporter import is_exportable
from sonla.pbgdpl.exchange.exporter import is_version_held
from sonla.pbgdpl.exchange.exporter import next_date
from sonla.pbgdpl.exchange.exporter import record_of
from sonla.pbgdpl.exchange.hashing import content_hash
from sonla.pbgdpl.exchange.interfaces import RecordChanged
from sonla.pbgdpl.exchange.ledger import Ledger
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.exchange.record import FileReference
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.exchange.record_types import type_of
from sonla.pbgdpl.settings.public_address import public_root
from typing import Any
from ZODB.POSException import ConflictError
from zope.event import notify

import logging

logger = logging.getLogger(__name__)

MAX_AT_ONCE = 100
"""So many records are made in one transaction, at some milliseconds each."""


def now_in_seconds() -> int:
    """Return the present moment as a datestamp: whole seconds since 1970 UTC."""
    return int(datetime.now(UTC).timestamp())


def reconcile_all(portal: Any, uids: Iterable[str], most: int = MAX_AT_ONCE) -> int:
    """Compare items with their entries, write what changed, and count that.

    An item that was deleted, hidden, expired or taken out of the section stays in the
    ledger as a tombstone. Of those that are public only `most` are looked at, the rest
    later (`reconcile_due`). One that fails is tried again, ever more seldom: a fault in
    here never costs an editor their work, nor visitors their time.
    """
    ledger = ledger_of(portal)
    if ledger is None:
        return 0
    changes, left, now = 0, most, now_in_seconds()
    with api.env.adopt_roles(["Manager"]):
        for uid in sorted(uids):
            try:
                found = uuidToObject(uid, unrestricted=True)
                obj = found if found is not None and is_exportable(found) else None
                if obj is not None and left <= 0:
                    ledger.mark_pending([uid])
                    continue
                left -= obj is not None
                schedule_date(ledger, uid, found, now)
                changes += reconcile(ledger, uid, obj, now)
            except ConflictError:
                raise
            except Exception:
                note_failure(ledger, uid, now)
            else:
                ledger.note_success(uid)
    return changes


def schedule_date(ledger: Ledger, uid: str, obj: Any | None, now: int) -> None:
    """Have an item looked at when its next date passes, for nobody writes it then.

    At once but not in this second, where the content's clock is behind ours.
    """
    moment = None if obj is None else next_date(obj)
    if moment is not None:
        ledger.schedule_moment(uid, max(moment, now + 1))


def note_failure(ledger: Ledger, uid: str, now: int) -> None:
    """Log the fault at hand, once an attempt, and have it tried again later."""
    failure = ledger.note_failure(uid, now)
    logger.exception(
        "Could not note the change of %s for harvesters (attempt %d, the next in %d s)",
        uid,
        failure.attempts,
        failure.again - now,
    )


def public_item(uid: str) -> Any | None:
    """Find an item if others may have it now."""
    obj = uuidToObject(uid, unrestricted=True)
    return obj if obj is not None and is_exportable(obj) else None


def reconcile(ledger: Ledger, uid: str, obj: Any | None, now: int) -> bool:
    """Write of one item what changed; None is one that is not public. Tell whether.

    Of one that is held now but was offered before, nothing is told until it is held no more.
    """
    if obj is not None and is_version_held(obj):
        ledger.expect_version(uid)
        return False
    record = None if obj is None else usable_record(obj)
    if record is None:
        changed = ledger.note_deleted(uid, now)
    else:
        portable = without_address(record, public_root())
        digest, path = content_hash(portable), path_in_portal(obj)
        kind = type_of(obj)
        in_feeds = kind is not None and kind.in_feeds
        changed = ledger.note_live(uid, record.type, digest, path, now, in_feeds)
    if changed:
        notify(RecordChanged(uid, ledger.entry(uid).type))
    return changed


def usable_record(obj: Any) -> Record | None:
    """Make the record of an item; None if it can't be one, which is logged."""
    try:
        return record_of(obj)
    except InvalidRecord as error:
        logger.warning("%s is not offered to others: %s", path_of(obj), error)
        return None


def without_address(record: Record, portal_url: str) -> Record:
    """Take the portal's address out of what a record says.

    The clock may know the portal by another one than its editors do.
    """

    def moved(file: FileReference) -> FileReference:
        """Return a file with its address relative to the portal."""
        return replace(file, url=file.url.removeprefix(portal_url))

    changed: dict[str, Any] = {"url": None}
    if body := record.get("body"):
        changed["body"] = body.replace(portal_url, "")
    if files := record.get("attachments"):
        changed["attachments"] = tuple(map(moved, files))
    for name in ("media", "image", "captions"):
        if file := record.get(name):
            changed[name] = moved(file)
    return record.changed(**changed)


def is_sweep_due(portal: Any) -> bool:
    """Return whether reconciling would find anything.

    Writes nothing and asks no catalog: each visitor of a feed has this asked.
    """
    ledger = ledger_of(portal)
    if ledger is None:
        return False
    now = now_in_seconds()
    return bool(ledger.pending) or ledger.is_scheduled(now) or ledger.is_piece_full(now)


def reconcile_due(portal: Any, most: int = MAX_AT_ONCE) -> bool:
    """Look at what is still to be looked at, and at what a date made public or ended.

    Nothing is written to a text when its effective or expiry date passes, so that
    nobody else notices. Called on the clock, and by harvesters. Tells whether there is
    more to do.
    """
    ledger = ledger_of(portal)
    if ledger is None:
        return False
    now = now_in_seconds()
    ledger.cut(now, most)
    ledger.mark_due_pending(now, most)
    reconcile_all(portal, list(islice(ledger.pending, most)), most)
    return is_sweep_due(portal)


def failing_records(portal: Any) -> int:
    """Count the records that could not be made and are tried again."""
    ledger = ledger_of(portal)
    return 0 if ledger is None else len(ledger.failing)


def is_live(ledger: Ledger, uid: str) -> bool:
    """Return whether a record is public for harvesters."""
    entry = ledger.get(uid)
    return entry is not None and not entry.deleted


def rebuild(portal: Any) -> int:
    """Look at every item that is or was public, as after an installation."""
    ledger = ledger_of(portal)
    if ledger is None:
        return 0
    uids = {*ledger.entries, *items_found()}
    return reconcile_all(portal, uids, len(uids))


def items_found(**query: Any) -> Iterator[str]:
    """Yield the UIDs of all items of exchanged types in sections that fit a query."""
    for brain in brains_found(**query):
        if type_of(brain) is not None:
            yield brain.UID


def brains_found(**query: Any) -> Iterable[Any]:
    """Ask the catalog for whatever stands in sections, without checking permissions."""
    paths = list(map(path_of, all_sections()))
    return (
        api.content.find(unrestricted=True, **{"path": paths, **query}) if paths else ()
    )
