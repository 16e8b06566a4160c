"""Work through a batch, entry by entry: read what can become of it, bring it in, take it back.

Nothing here commits. A caller works for some seconds, commits, and goes on; what was killed
meanwhile begins with the first entry that it had not committed.
"""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Callable
from datetime import datetime
from datetime import UTC
from itertools import chain
from itertools import count
from plone import api
from plone.app.uuid.utils import uuidToObject
from plone.uuid.interfaces import IUUID
from Products.CMFCore.indexing import processQueue
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import DATA
from sonla.pbgdpl.editorial.additions import is_taken
from sonla.pbgdpl.editorial.states import histories_of
from sonla.pbgdpl.options.moving import batches
from sonla.pbgdpl.options.moving.batches import Batch
from sonla.pbgdpl.options.moving.batches import Entry
from sonla.pbgdpl.options.moving.conversion import best_type
from sonla.pbgdpl.options.moving.conversion import conversions
from sonla.pbgdpl.options.moving.conversion import Source
from sonla.pbgdpl.options.moving.obstacles import MSG_GONE
from sonla.pbgdpl.options.moving.obstacles import MSG_NO_TYPE
from sonla.pbgdpl.options.moving.obstacles import obstacle
from sonla.pbgdpl.options.moving.obstacles import refusal
from sonla.pbgdpl.options.moving.obstacles import why_not_back
from sonla.pbgdpl.options.moving.replacing import convert
from sonla.pbgdpl.options.moving.replacing import fields_without_place
from sonla.pbgdpl.options.moving.replacing import put_back
from time import monotonic
from transaction.interfaces import TransientError
from typing import Any
from zope.container.contained import notifyContainerModified
from zope.i18n import translate
from zope.i18nmessageid import Message

import logging
import transaction

logger = logging.getLogger(__name__)

MSG_CHANGED = _(
    "msg_bring_in_changed",
    default="It stays: somebody has changed it, moved it or changed its state since.",
)
MSG_BROKEN = _(
    "msg_bring_in_broken",
    default="It could not be converted and stays as it is: ${error}",
)
NOTE_KEPT = _(
    "msg_bring_in_kept",
    default="No place in the new type, kept in case it is taken back: ${fields}",
)
BROUGHT_IN = AuditAction(
    "content_import",
    _("log_content_import", default="Brought existing content into the section"),
    DATA,
    {"refused": _("log_fact_not_brought_in", default="Could not be brought in")},
)
TAKEN_BACK = AuditAction(
    "content_import_undone",
    _(
        "log_content_import_undone",
        default="Took existing content back out of the section",
    ),
    DATA,
    {"left": _("log_fact_stays_in_section", default="Stay in the section")},
)
TOGETHER = 10
"""Entries between two savepoints."""
NEXT = {
    batches.READING: batches.PREVIEW,
    batches.RUNNING: batches.DONE,
    batches.UNDOING: batches.UNDONE,
}


def work(section: Any, batch: Batch, seconds: float) -> None:
    """Go on with a batch for some seconds, at least by one entry."""
    end = monotonic() + seconds
    touched: dict[int, Any] = {}
    while batch.phase in NEXT:
        if batch.position >= batch.total:
            batch.phase = NEXT[batch.phase]
            note_end(section, batch)
            break
        work_on_some(section, batch, end, touched)
        if monotonic() > end:
            break
    batch.touched = datetime.now(UTC)
    for container in touched.values():
        notifyContainerModified(container)


def work_on_some(
    section: Any, batch: Batch, end: float, touched: dict[int, Any]
) -> None:
    """Work on the next entries together, or where one of them fails on each by itself.

    A savepoint writes aside hundreds of records of the catalog; one for each item took a
    quarter of the time.
    """
    last = min(batch.position + TOGETHER, batch.total)
    savepoint = transaction.savepoint(optimistic=True)
    try:
        while batch.position < last:
            STEPS[batch.phase](section, batch, batch.next_entry, touched)
            batch.position += 1
            if monotonic() > end:
                break
        # What can't be indexed fails here, and not with others at the end.
        processQueue()
    except TransientError:
        raise
    except Exception:
        savepoint.rollback()
        while batch.position < last:
            work_on_one(section, batch, batch.next_entry, touched)
            batch.position += 1


def note_end(section: Any, batch: Batch) -> None:
    """Note in the log of operations that a batch was brought in or taken back."""
    counts = batch.counts()
    batch.brought = counts[batches.BROUGHT] + counts[batches.STAYED]
    if batch.phase == batches.DONE:
        refused = counts[batches.REFUSED] + counts[batches.FAILED]
        number = counts[batches.BROUGHT]
        log.note(BROUGHT_IN.name, "", section, number, refused=refused)
    elif batch.phase == batches.UNDONE:
        number = counts[batches.TAKEN_BACK]
        log.note(TAKEN_BACK.name, "", section, number, left=counts[batches.STAYED])


def work_on_one(
    section: Any, batch: Batch, entry: Entry, touched: dict[int, Any]
) -> None:
    """Work on an entry; a failure is undone and noted in the entry."""
    savepoint = transaction.savepoint(optimistic=True)
    try:
        STEPS[batch.phase](section, batch, entry, touched)
        processQueue()
    except TransientError:
        raise
    except Exception as error:
        savepoint.rollback()
        logger.exception("Can't bring in %s", entry.path)
        entry.state = (
            batches.STAYED if batch.phase == batches.UNDOING else batches.FAILED
        )
        said = getattr(error, "message", None) or error
        text = translate(said) if isinstance(said, Message) else str(said)
        entry.reason = Message(
            MSG_BROKEN, mapping={"error": text or type(error).__name__}
        )


def read(section: Any, batch: Batch, entry: Entry, touched: dict[int, Any]) -> None:
    """Find out what becomes of an entry's item."""
    item = uuidToObject(entry.uid, unrestricted=True)
    if item is None:
        entry.state, entry.reason = batches.REFUSED, MSG_GONE
        return
    source = Source(item, section)
    propose(section, batch, entry, item, entry.becomes or best_type(source))


def propose(section: Any, batch: Batch, entry: Entry, item: Any, becomes: str) -> None:
    """Fill an entry with what its item becomes as some type."""
    conversion = conversions().get(becomes)
    entry.becomes = becomes
    if conversion is None:
        entry.state, entry.reason = batches.REFUSED, MSG_NO_TYPE
        return
    proposal = conversion.propose(Source(item, section))
    entry.values = proposal.values
    entry.unrecognised = tuple(proposal.unrecognised)
    kept = ", ".join(
        translate(field.title, context=section.REQUEST)
        for name, field in fields_without_place(item, becomes).items()
        if name not in proposal.used
    )
    notes = [Message(NOTE_KEPT, mapping={"fields": kept})] if kept else []
    entry.notes = (*proposal.notes, *notes)
    judge(batch, entry, item)


def judge(batch: Batch, entry: Entry, item: Any) -> None:
    """Note of an entry whether its item can be brought in as it stands now."""
    target = uuidToObject(entry.target or batch.target, unrestricted=True)
    reason = obstacle(item) or refusal(item, entry.becomes, entry.values, target)
    entry.state = batches.READY if reason is None else batches.REFUSED
    entry.reason = reason or ""


def bring_in(section: Any, batch: Batch, entry: Entry, touched: dict[int, Any]) -> None:
    """Convert an entry's item, unless something stands in its way by now."""
    if entry.state != batches.READY:
        return
    item = uuidToObject(entry.uid, unrestricted=True)
    if item is None:
        entry.state, entry.reason = batches.REFUSED, MSG_GONE
        return
    judge(batch, entry, item)
    if entry.state != batches.READY:
        return
    target = uuidToObject(entry.target or batch.target, unrestricted=True)
    container = aq_parent(aq_inner(item))
    entry.path = "/".join(item.getPhysicalPath())
    entry.container = IUUID(container, "")
    entry.position = position_of(container, item.getId())
    entry.history = {name: tuple(lines) for name, lines in histories_of(item).items()}
    entry.old = aq_base(item)
    placed = convert(
        item, entry.becomes, entry.values, target, free_name(target, item.getId())
    )
    entry.mark = mark_of(placed)
    entry.state = batches.BROUGHT
    for one in (container, target):
        touched[id(aq_base(one))] = one


def take_back(
    section: Any, batch: Batch, entry: Entry, touched: dict[int, Any]
) -> None:
    """Put an entry's item back as it was, unless it was changed since."""
    if entry.state != batches.BROUGHT:
        return
    placed = uuidToObject(entry.uid, unrestricted=True)
    if placed is None:
        entry.state, entry.reason = batches.STAYED, MSG_GONE
        return
    container = container_of(entry)
    name = entry.path.rpartition("/")[2]
    reason = why_not_back(placed, container, name)
    if reason is None and mark_of(placed) != entry.mark:
        reason = MSG_CHANGED
    if reason is not None:
        entry.state, entry.reason = batches.STAYED, reason
        return
    left = aq_parent(aq_inner(placed))
    entry.old.id = name
    put_back(placed, entry.old, container, entry.history)
    restore_position(container, name, entry.position)
    entry.old, entry.state = None, batches.TAKEN_BACK
    for one in (container, left):
        touched[id(aq_base(one))] = one


STEPS: dict[str, Callable[..., None]] = {
    batches.READING: read,
    batches.RUNNING: bring_in,
    batches.UNDOING: take_back,
}
"""What each phase does for an entry."""


def mark_of(item: Any) -> tuple[float, int]:
    """Return what changes when somebody edits an item or takes a step."""
    lines = sum(len(lines) for lines in histories_of(item).values())
    return item.modified().timeTime(), lines


def container_of(entry: Entry) -> Any | None:
    """Find the folder in which an item stood; None if it is gone."""
    if not entry.container:
        return api.portal.get()
    return uuidToObject(entry.container, unrestricted=True)


def free_name(target: Any, wanted: str) -> str:
    """Return the name that an item gets in a place: its own, numbered if it is taken there."""
    names = chain([wanted], (f"{wanted}-{number}" for number in count(1)))
    here = aq_base(target)
    return next(one for one in names if one not in here and not is_taken(target, one))


def position_of(container: Any, name: str) -> int | None:
    """Return the place of an item in the order of its folder, if that has one."""
    ordering = container.getOrdering() if hasattr(container, "getOrdering") else None
    try:
        return None if ordering is None else ordering.getObjectPosition(name)
    except ValueError:
        return None


def restore_position(container: Any, name: str, position: int | None) -> None:
    """Put an item to its place in the order of its folder."""
    if position is not None:
        container.moveObjectToPosition(name, position, suppress_events=True)
