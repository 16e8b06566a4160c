"""Rows made of lists: one for each organisation, or for each line that a report adds.

A form says for which organisations a row repeats. When a report is opened, they are looked up once
and stay with it (`RowSets`), so that what joins or leaves a list later changes nothing there.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from functools import lru_cache
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.definition import FormRow
from sonla.pbgdpl.statistics.forms.definition import FREE
from sonla.pbgdpl.statistics.forms.definition import ITEM
from sonla.pbgdpl.statistics.forms.definition import REPEAT
from sonla.pbgdpl.statistics.forms.files import read_form
from sonla.pbgdpl.statistics.forms.formulas import Formula
from typing import Any
from typing import TypeAlias

KEY_SIGN = ":"
"""Stands between a row that repeats and the organisation, in the id of a row made of it."""
NUMBER, TITLE, WORDS = "{n}", "{title}", "{text}"
"""What titles and codes of such a row are made of."""


@dataclass(frozen=True)
class RowMember:
    """One organisation, or one added line, for which a row stands."""

    key: str
    """The code with the day it began, `03646@2025-07-01`: codes are given anew."""
    title: str
    place: str = ""
    """UID of the unit whose records count in the row; empty: it has none here."""


RowSets: TypeAlias = tuple[tuple[str, tuple[RowMember, ...]], ...]
"""Ids of the rows that repeat, each with what it repeats for."""


def opened(form: Form, sets: Mapping[str, tuple[RowMember, ...]]) -> Form:
    """Return a form with a row for each organisation, in the place of the row that repeats."""
    return _with_rows(form, lambda row: _rows_of(row, sets.get(row.id, ())))


def collapsed(form: Form, sets: Mapping[str, tuple[RowMember, ...]]) -> Form:
    """Return a form with one row in the place of each that repeats, for all organisations together.

    Rows that reports added stay apart: each has a title of its own.
    """

    def make(row: FormRow) -> list[FormRow]:
        members = sets.get(row.id, ())
        return _rows_of(row, members) if row.kind == FREE else [_together(row, members)]

    return _with_rows(form, make)


@lru_cache(maxsize=256)
def report_form(text: str, sets: RowSets, is_own: bool) -> Form:
    """Return the form of a report: all of its rows, or those of one unit alone."""
    form = read_form(text)
    if is_own and any(row.kind == REPEAT for row in form.rows):
        return _own_rows(form, dict(sets))
    return opened(form, dict(sets))


def own_sets(sets: RowSets, place: str) -> RowSets:
    """Return what of the rows stands for one unit."""
    return tuple(
        (name, tuple(one for one in members if one.place == place))
        for name, members in sets
    )


def _own_rows(form: Form, sets: Mapping[str, tuple[RowMember, ...]]) -> Form:
    """Return the form as one unit fills it in: without the sums of others' rows."""
    found = opened(form, sets)
    sums = {row.id for row in form.rows if _sums_added_rows(form, row)}
    rows = [
        replace(row, parent=row.parent if row.parent in sums else "")
        for row in found.rows
        if row.base or row.id in sums
    ]
    checks = tuple(one for one in form.checks if one.axis == "columns")
    return replace(found, rows=tuple(rows), checks=checks)


def _sums_added_rows(form: Form, row: FormRow) -> bool:
    """Return whether a row is the sum of rows that a report adds, and of nothing else."""
    if row.formula is None:
        return False
    return all(form.row_by_id[one].kind == FREE for one in form.row_parts[row.id])


def _with_rows(form: Form, make: Callable[[FormRow], list[FormRow]]) -> Form:
    """Return a form with other rows for those that repeat, and sums that add these up."""
    if not form.has_row_tree:
        return form
    made = {row.id: make(row) for row in form.rows if row.repeats}
    rows: list[FormRow] = []
    for row in form.rows:
        if row.repeats:
            rows.extend(made[row.id])
        elif row.formula is not None:
            rows.append(replace(row, formula=_spread(row.formula, made)))
        else:
            rows.append(row)
    free = tuple(row for row in form.rows if row.kind == FREE)
    found = replace(form, rows=tuple(rows), free_rows=free)
    return replace(found, rows=tuple(_placed(found)))


def _rows_of(row: FormRow, members: Iterable[RowMember]) -> list[FormRow]:
    return [
        replace(
            row,
            id=f"{row.id}{KEY_SIGN}{one.key}",
            title=row.title.replace(TITLE, one.title).replace(WORDS, one.title),
            code=row.code.replace(NUMBER, str(number)),
            kind=ITEM,
            key=one.key,
            base=row.id,
            places=frozenset([one.place] if one.place else []),
            is_added=row.kind == FREE,
        )
        for number, one in enumerate(members, start=1)
    ]


def _together(row: FormRow, members: Iterable[RowMember]) -> FormRow:
    places = frozenset(one.place for one in members if one.place)
    return replace(row, kind=ITEM, base=row.id, places=places)


def _spread(formula: Formula[str], made: Mapping[str, list[FormRow]]) -> Formula[str]:
    """Write the rows that were made into a sum that names the row that repeats."""
    return Formula(
        tuple(
            (sign, one)
            for sign, name in formula.terms
            for one in ([row.id for row in made[name]] if name in made else [name])
        )
    )


def _placed(form: Form) -> Iterator[FormRow]:
    """Yield the rows, sums with the places of all that they are made of."""
    places: dict[str, frozenset[str] | None] = {}
    for row in form.ordered_rows:
        if row.formula is None:
            places[row.id] = row.places
            continue
        parts = [places[name] for name in row.formula.names]
        known = [one for one in parts if one is not None]
        whole = len(known) == len(parts)
        places[row.id] = frozenset().union(*known) if whole else None
    for row in form.rows:
        yield replace(row, places=places[row.id])


def collapsed_row(form: Form, row: str) -> str:
    """Return the row of a collapsed form in which a row of a report is counted."""
    return row if row in form.row_by_id else row.partition(KEY_SIGN)[0]


def stored_sets(sets: RowSets) -> list[dict[str, Any]]:
    """Return sets as a report keeps them: plain values, which outlive this code."""
    return [
        {"row": name, "members": [[one.key, one.title, one.place] for one in members]}
        for name, members in sets
    ]


def read_sets(stored: Iterable[Mapping[str, Any]] | None) -> RowSets:
    """Read what a report keeps."""
    return tuple(
        (one["row"], tuple(RowMember(*member) for member in one["members"]))
        for one in stored or ()
    )
