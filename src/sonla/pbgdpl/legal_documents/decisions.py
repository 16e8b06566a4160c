"""Set validity, expiry or replacement of a legal document once, in every item.

The catalog names the items, drafts and private ones too; `items` changes them one by
one. That sends no event, so kept blocks of the homepage are notified here, once.

Only the named values change: no workflow, no modification date, no mail. Each item succeeds
or fails for itself and has a line in the journal; a version with a note is kept where the
type keeps versions.
"""

from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import datetime
from datetime import UTC
from plone import api
from plone.app.uuid.utils import uuidToObject
from plone.locking.interfaces import ILockable
from Products.CMFCore.utils import getToolByName
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import get_object
from sonla.pbgdpl.core.errors import reason_of
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import current_user_id
from sonla.pbgdpl.editorial.authorship import full_name
from sonla.pbgdpl.homepage.change_counter import bump
from sonla.pbgdpl.legal_documents import DOCUMENT_INDEX
from sonla.pbgdpl.legal_documents.interfaces import ILegalDocumentSource
from sonla.pbgdpl.legal_documents.journal import append_entry
from sonla.pbgdpl.legal_documents.journal import DecisionEntry
from sonla.pbgdpl.legal_documents.journal import ItemChange
from sonla.pbgdpl.legal_documents.journal import read_journal
from sonla.pbgdpl.legal_documents.journal import set_replacement
from sonla.pbgdpl.legal_documents.journal import Status
from sonla.pbgdpl.legal_documents.query import row_of
from typing import Any
from ZODB.POSException import ConflictError

import transaction

MSG_NOT_CHANGED = _(
    "msg_item_not_changed",
    default="An error occurred, and this text stays as it was. Do the same once more, or ask the administrator: the error is recorded in the log.",
)


def planned(item: Any, identity: str, changes: dict[str, Any]) -> ItemChange:
    """Compare an item with the changes decided: what it has, what it would get."""
    row = row_of(item, identity) or {}
    wanted = values_for(item, row, changes)
    old = {name: row.get(name) for name in wanted}
    status: Status = "unchanged" if old == wanted else "changed"
    if status == "changed" and locked_by_other(item):
        status = "locked"
    return describe(item, status, old, wanted, locked_by_other(item))


def values_for(
    item: Any, row: dict[str, Any], changes: dict[str, Any]
) -> dict[str, Any]:
    """Translate a decision into values of one item.

    Rows have no cell for the replacing document, the journal holds it for them;
    a document itself has a field, in which other numbers may stand as well.
    """
    wanted = {name: value for name, value in changes.items() if name != "replaced_by"}
    if changes.get("replaced_by") and ILegalDocumentSource(item).states_itself:
        known = row.get("replaced_by") or ()
        number = changes["replaced_by"]
        wanted["replaced_by"] = known if number in known else (*known, number)
    return wanted


def carry_out(item: Any, identity: str, line: ItemChange) -> ItemChange:
    """Write the planned values into one item; a failure is that item's alone."""
    if line.status != "changed":
        return line
    return attempt(line, lambda: store(item, identity, line.new))


def undo_item(line: ItemChange, undone: DecisionEntry) -> ItemChange:
    """Restore the former values of one item, unless it was changed since."""
    item = uuidToObject(line.uid, unrestricted=True)
    if item is None:
        return _swapped(line, "failed", _("msg_item_gone", default="No longer there."))
    row = row_of(item, undone.identity)
    if row is None or any(row.get(name) != line.new[name] for name in line.new):
        return _swapped(line, "differs", "")
    if owner := locked_by_other(item):
        return _swapped(line, "locked", owner)
    back = _swapped(line, "changed", "")
    return attempt(back, lambda: store(item, undone.identity, back.new))


def attempt(line: ItemChange, action: Callable[[], None]) -> ItemChange:
    """Run an action in a savepoint; return the line with its outcome."""
    savepoint = transaction.savepoint(optimistic=True)
    try:
        action()
    except ConflictError:
        raise
    except Exception as error:
        savepoint.rollback()
        note = reason_of(
            error, f"The register's change of {line.path}", MSG_NOT_CHANGED
        )
        return replace(line, status="failed", note=note)
    return line


def store(item: Any, identity: str, values: dict[str, Any]) -> None:
    """Write values, keep a version with a note, and bring the catalog up to date.

    Named indexes only: a full reindex would set the date of modification.
    """
    ILegalDocumentSource(item).write(identity, values)
    keep_version(item)
    catalog = api.portal.get_tool("portal_catalog")
    own = [name for name in catalog.indexes() if name.startswith("pbgdpl_")]
    item.reindexObject(idxs=[*own, "SearchableText"])


def keep_version(item: Any) -> None:
    """Keep a version, so that the item's history shows the change; where versions are kept."""
    repository = getToolByName(item, "portal_repository", None)
    if repository is None or not repository.isVersionable(item):
        return
    note = _(
        "msg_version_by_register",
        default="Changed in the register of legal documents",
    )
    with api.env.adopt_roles(["Manager"]):
        repository.save(item, comment=api.portal.translate(note))


def locked_by_other(item: Any) -> str:
    """Return the name of somebody else who is editing the item; empty if nobody is.

    The lock of a working copy on its public text is no hindrance: nobody types
    there, and the law's validity must not wait for a revision.
    """
    lockable = ILockable(item, None)
    current = api.user.get_current().getId()
    for lock in lockable.lock_info() if lockable is not None else ():
        if getattr(lock["type"], "stealable", True) and lock["creator"] != current:
            return full_name(lock["creator"])
    return ""


def describe(
    item: Any, status: Status, old: dict[str, Any], new: dict[str, Any], note: str = ""
) -> ItemChange:
    """Make the journal's line for an item."""
    return ItemChange(
        uid=api.content.get_uuid(item),
        path=path_of(item),
        title=item.Title(),
        status=status,
        old=old,
        new=new,
        note=note,
    )


def _swapped(line: ItemChange, status: Status, note: Any) -> ItemChange:
    return replace(line, status=status, old=line.new, new=line.old, note=note)


@dataclass(frozen=True)
class Decision:
    """The values to set; a name that is missing is left as it is.

    `changes` knows `validity` (a token), `expires_on` (a date or None) and
    `replaced_by` (a number as printed, or None to take it back).
    """

    identity: str
    label: str
    changes: dict[str, Any] = field(default_factory=dict)


def citing_items(section: Any, identity: str) -> list[Any]:
    """List every item of the section that cites a document, without checking permissions."""
    path = path_of(section)
    brains = api.content.find(
        unrestricted=True, **{DOCUMENT_INDEX: identity, "path": path, "sort_on": "path"}
    )
    items = (get_object(brain) for brain in brains)
    return [item for item in items if row_of(item, identity) is not None]


def preview(section: Any, decision: Decision) -> tuple[ItemChange, ...]:
    """Return what the decision would do to each item, without doing it."""
    identity = decision.identity
    return tuple(
        planned(item, identity, decision.changes)
        for item in citing_items(section, identity)
    )


def decide(section: Any, decision: Decision) -> DecisionEntry:
    """Apply a decision to every item and write it into the journal."""
    identity = decision.identity
    lines = tuple(
        carry_out(item, identity, planned(item, identity, decision.changes))
        for item in citing_items(section, identity)
    )
    before = read_journal(section).replacement(identity)
    entry = append_entry(section, new_entry(decision, lines, before))
    if "replaced_by" in decision.changes:
        set_replacement(section, identity, decision.changes["replaced_by"])
    bump()
    return entry


def undo(section: Any, number: int) -> DecisionEntry:
    """Take an entry back: each item gets the values that it had before.

    An item whose values were changed again since keeps them, with a line that
    says so. Raises ValueError if the entry is taken back already.
    """
    journal = read_journal(section)
    if number in journal.undone():
        raise ValueError(number)
    undone = journal.entry(number)
    lines = tuple(undo_item(line, undone) for line in undone.changed_items)
    back = Decision(undone.identity, undone.label, _values_before(undone))
    before = journal.replacement(undone.identity)
    entry = append_entry(section, new_entry(back, lines, before, undoes=number))
    if before == undone.changes.get("replaced_by", before):
        set_replacement(section, undone.identity, undone.replacement_before)
    bump()
    return entry


def new_entry(
    decision: Decision,
    lines: Iterable[ItemChange],
    replacement: str | None,
    undoes: int | None = None,
) -> DecisionEntry:
    """Make the journal's entry for a decision of the current user, now."""
    return DecisionEntry(
        number=0,
        at=datetime.now(UTC),
        user=current_user_id(),
        identity=decision.identity,
        label=decision.label,
        changes=dict(decision.changes),
        replacement_before=replacement,
        undoes=undoes,
        items=tuple(lines),
    )


def _values_before(entry: DecisionEntry) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for line in entry.changed_items:
        values.update(
            {name: old for name, old in line.old.items() if name != "replaced_by"}
        )
    if "replaced_by" in entry.changes:
        values["replaced_by"] = entry.replacement_before
    return values
