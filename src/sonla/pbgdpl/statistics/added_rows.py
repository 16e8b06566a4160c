"""Rows that a report adds to its form: each is known by its title, in every report by the same key.

So a commune's row and the province's row of the same title are added up, and this period's stands beside
the last one's.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from hashlib import sha256
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.typed_text import normalized
from sonla.pbgdpl.statistics.content import FORM_TEXT
from sonla.pbgdpl.statistics.content import ROW_SETS
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.definition import FREE
from sonla.pbgdpl.statistics.forms.files import read_form
from sonla.pbgdpl.statistics.row_trees import read_sets
from sonla.pbgdpl.statistics.row_trees import RowMember
from sonla.pbgdpl.statistics.row_trees import RowSets
from typing import Any
from typing import TypeAlias

AddedRows: TypeAlias = dict[str, tuple[RowMember, ...]]
"""Row in whose place a report adds its own → those that it added."""

MAX_ROWS = 300
"""Rows to which one report adds others; the largest sheets of the state have some 100."""
MAX_TITLE = 200
"""Letters; with the heads of a column it has room in the name of a figure, of which records take 500."""
_KEY_LENGTH = 12


def row_title(text: str) -> str:
    """Return a title as it is kept: composed letters, single spaces."""
    return " ".join(normalized(text).split())


def added_row(title: str) -> RowMember:
    """Return a row of a title; equal titles are one row, be they written in small letters or not."""
    title = row_title(title)
    key = sha256(title.casefold().encode()).hexdigest()[:_KEY_LENGTH]
    return RowMember(key, title)


def added_rows(report: Any) -> AddedRows:
    """Return the rows that a report added, by the row in whose place they stand."""
    text = stored_value(report, FORM_TEXT)
    if not text:
        return {}
    known = dict(read_sets(stored_value(report, ROW_SETS)))
    return {name: known.get(name, ()) for name in free_rows(read_form(text))}


def free_rows(form: Form) -> list[str]:
    """List the rows of a version in whose place reports add their own."""
    return [row.id for row in form.rows if row.kind == FREE]


def joined(many: Iterable[Mapping[str, tuple[RowMember, ...]]]) -> AddedRows:
    """Return the rows of several reports, each once, in the order in which they are met."""
    found: dict[str, dict[str, RowMember]] = {}
    for rows in many:
        for name, members in rows.items():
            known = found.setdefault(name, {})
            for one in members:
                known.setdefault(one.key, one)
    return {name: tuple(known.values()) for name, known in found.items()}


def with_added(sets: RowSets, added: Mapping[str, tuple[RowMember, ...]]) -> RowSets:
    """Return what rows repeat for, with these added rows in the place of others."""
    others = tuple(one for one in sets if one[0] not in added)
    return (*others, *added.items())
