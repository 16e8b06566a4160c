"""The cells of a form worked out of others: those that have a formula, and sums of several places."""

from collections.abc import Iterable
from collections.abc import Mapping
from functools import partial
from sonla.pbgdpl.statistics.definitions import CellKey
from sonla.pbgdpl.statistics.definitions import Form
from sonla.pbgdpl.statistics.definitions import typed_lines
from sonla.pbgdpl.statistics.formulas import Amount
from typing import TypeAlias

Values: TypeAlias = dict[CellKey, Amount | None]
"""Numbers of cells; None is one that nobody knows."""


def typed_cells_of(form: Form, key: CellKey) -> list[CellKey]:
    """List the cells without a formula that a cell is made of, itself if it has none."""
    rows = [key[0]]
    if key[1] not in form.not_added:
        rows = typed_lines(form.row_by_id, key[0])
    columns = typed_lines(form.column_by_id, key[1])
    return [(one, other) for one in rows for other in columns]


def complete(form: Form, values: Mapping[CellKey, Amount | None]) -> Values:
    """Work out the cells that have a formula: columns over each row, then rows.

    Columns whose rows can't be added up are worked out in sums of rows, too.
    """
    done: Values = {key: values.get(key) for key in form.typed_cells}
    # What is known so far: typed cells, then those already worked out
    by_row: dict[str, dict[str, Amount | None]] = {row.id: {} for row in form.rows}
    by_column: dict[str, dict[str, Amount | None]]
    by_column = {column.id: {} for column in form.columns}
    for (row_id, column_id), known in done.items():
        by_row[row_id][column_id] = by_column[column_id][row_id] = known

    def put(row: str, column: str, number: Amount | None) -> None:
        """Keep what a cell was worked out to."""
        done[row, column] = by_row[row][column] = by_column[column][row] = number

    summed = [one for one in form.ordered_columns if one.formula is not None]
    for row in form.rows:
        if not row.repeats and row.formula is None:
            for column in summed:
                if column.formula is not None:
                    put(row.id, column.id, column.formula.value(by_row[row.id].get))
    for row in form.ordered_rows:
        if row.formula is None:
            continue
        for column in form.ordered_columns:
            if column.id not in form.not_added:
                number = row.formula.value(by_column[column.id].get)
                put(row.id, column.id, number)
            elif column.formula is not None:
                put(row.id, column.id, column.formula.value(by_row[row.id].get))
    return done


def lacking(
    form: Form, values: Mapping[CellKey, Amount | None]
) -> dict[CellKey, list[CellKey]]:
    """Map each sum that looks whole and isn't to the cells that nobody knows.

    `values` are complete. A sum of which nothing is known is empty, and misleads nobody.
    """
    found = {}
    for key in form.cells():
        if form.formula(key) and values.get(key) is not None:
            cells = typed_cells_of(form, key)
            if unknown := [one for one in cells if values.get(one) is None]:
                found[key] = unknown
    return found


def counted_apart(form: Form) -> list[CellKey]:
    """List the cells that are not the sum of those of several places."""
    return [
        key
        for key in form.typed_cells
        if key[1] in form.not_added and not form.row_by_id[key[0]].key
    ]


def upper_bounds(form: Form, values: Mapping[CellKey, Amount | None]) -> Values:
    """Return the sums of cells that may not be added up: what they can't exceed."""
    bounds: Values = {}

    def number(row: str, column: str) -> Amount | None:
        return bounds.get((row, column), values.get((row, column)))

    summed = [row for row in form.ordered_rows if row.formula is not None]
    for row in summed:
        for column in form.columns:
            if row.formula and (row.id, column.id) in form.upper_bounds:
                bounds[row.id, column.id] = row.formula.value(
                    partial(number, column=column.id)
                )
    return bounds


def add_up(form: Form, many: Iterable[Mapping[CellKey, Amount | None]]) -> Values:
    """Add the cells of several places up; what none of them knows stays unknown.

    What may not be added up is left out (`count_distinct`).
    """
    apart = frozenset(counted_apart(form))
    total: Values = dict.fromkeys(key for key in form.typed_cells if key not in apart)
    for values in many:
        for key in total:
            number = values.get(key)
            if number is not None:
                total[key] = (total[key] or 0) + number
    return total
