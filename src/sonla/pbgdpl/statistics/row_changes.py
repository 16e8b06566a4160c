"""What joined or left the lists of a report's rows since it was opened.

Nothing of it changes a report by itself: its page offers it, and whoever fills it in decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.statistics.added_rows import added_rows
from sonla.pbgdpl.statistics.added_rows import with_added
from sonla.pbgdpl.statistics.cells.reported import by_key
from sonla.pbgdpl.statistics.cells.reported import Cell
from sonla.pbgdpl.statistics.cells.reported import is_changed
from sonla.pbgdpl.statistics.cells.reported import total
from sonla.pbgdpl.statistics.content import FORM_TEXT
from sonla.pbgdpl.statistics.content import Report
from sonla.pbgdpl.statistics.content import ROW_SETS
from sonla.pbgdpl.statistics.forms.files import read_form
from sonla.pbgdpl.statistics.organisations import row_sets
from sonla.pbgdpl.statistics.row_trees import KEY_SIGN
from sonla.pbgdpl.statistics.row_trees import read_sets
from sonla.pbgdpl.statistics.row_trees import RowMember
from sonla.pbgdpl.statistics.row_trees import RowSets
from sonla.pbgdpl.statistics.row_trees import stored_sets
from sonla.pbgdpl.statistics.workflow import fill


@dataclass(frozen=True)
class RowChanges:
    """The titles of rows that would be added, and of those that would go."""

    added: tuple[str, ...]
    removed: tuple[str, ...]


def row_changes(report: Report) -> RowChanges | None:
    """Return what changed since a report was opened; None for nothing, and for the report of a unit."""
    now = sets_now(report)
    if now is None:
        return None
    repeated = [row for row, _members in now]
    stored = read_sets(stored_value(report, ROW_SETS))
    before = tuple(one for one in stored if one[0] in repeated)
    known = {(row, one.key) for row, members in before for one in members}
    there = {(row, one.key) for row, members in now for one in members}
    kept = kept_rows(report)
    changes = RowChanges(
        tuple(one.title for row, one in flat(now) if (row, one.key) not in known),
        tuple(
            one.title
            for row, one in flat(before)
            if (row, one.key) not in there and (row, one.key) not in kept
        ),
    )
    return changes if changes.added or changes.removed else None


def update_rows(report: Report) -> None:
    """Store the rows of today in a report; those that would go and hold something stay."""
    now = sets_now(report)
    if now is None:
        return
    kept = kept_rows(report)
    before = dict(read_sets(stored_value(report, ROW_SETS)))
    sets = tuple(
        (row, (*members, *left(row, before.get(row, ()), members, kept)))
        for row, members in now
    )
    setattr(report, ROW_SETS, stored_sets(with_added(sets, added_rows(report))))
    fill(report)


def left(
    row: str,
    before: tuple[RowMember, ...],
    now: tuple[RowMember, ...],
    kept: set[tuple[str, str]],
) -> list[RowMember]:
    """List the members that are gone, and whose rows hold something."""
    there = {one.key for one in now}
    return [one for one in before if one.key not in there and (row, one.key) in kept]


def sets_now(report: Report) -> RowSets | None:
    """Look up what the rows would repeat for if the report were opened now."""
    period, text = report.period(), stored_value(report, FORM_TEXT)
    if period is None or unit_of(report) is not None:
        return None
    form = read_form(text)
    return row_sets(section_of(report), form, period) if form.has_row_tree else None


def kept_rows(report: Report) -> set[tuple[str, str]]:
    """Name the rows in which anything was entered or reported."""
    return {
        (row, member)
        for key, cell in by_key(report.rows).items()
        if holds_something(cell)
        for row, sign, member in [key[0].partition(KEY_SIGN)]
        if sign
    }


def holds_something(cell: Cell) -> bool:
    """Return whether a cell has a number above zero, words, or what a person typed."""
    words = cell.get("note") or cell.get("text") or cell.get("not_arising")
    return bool(total(cell) or words or (is_changed(cell) and total(cell) is not None))


def flat(sets: RowSets) -> Iterator[tuple[str, RowMember]]:
    """Yield each row that repeats with each of its members."""
    return ((row, one) for row, members in sets for one in members)
