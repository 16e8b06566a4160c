"""Set validity, expiry or replacement of a legal document once, in every item.

The catalog names the items, drafts and private ones too; `items` changes them one by
one. That sends no event, so kept blocks of the homepage are told here, once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from datetime import UTC
from plone import api
from sonla.pbgdpl.core.catalog import get_object
from sonla.pbgdpl.core.names import DECIDING_ROLES
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.homepage.change_counter import bump
from sonla.pbgdpl.legal_documents import DOCUMENT_INDEX
from sonla.pbgdpl.legal_documents.changes import carry_out
from sonla.pbgdpl.legal_documents.changes import planned
from sonla.pbgdpl.legal_documents.changes import undo_item
from sonla.pbgdpl.legal_documents.journal import append_entry
from sonla.pbgdpl.legal_documents.journal import DecisionEntry
from sonla.pbgdpl.legal_documents.journal import ItemChange
from sonla.pbgdpl.legal_documents.journal import read_journal
from sonla.pbgdpl.legal_documents.journal import set_replacement
from sonla.pbgdpl.legal_documents.rows import row_of
from typing import Any


@dataclass(frozen=True)
class Decision:
    """The values to set; a name that is missing is left as it is.

    `changes` knows `validity` (a token), `expires_on` (a date or None) and
    `replaced_by` (a number as printed, or None to take it back).
    """

    identity: str
    label: str
    changes: dict[str, Any] = field(default_factory=dict)


def may_decide(section: Any) -> bool:
    """Return whether the current user may decide for all items of a section."""
    user = api.user.get_current()
    return not set(DECIDING_ROLES).isdisjoint(user.getRolesInContext(section))


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
        user=api.user.get_current().getId() or "",
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
