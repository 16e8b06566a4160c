"""The cells of a form worked out of others: those that have a formula, and sums of several places.

All formulas are sums and differences, so each cell is one of cells that people type or that are counted.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from sonla.pbgdpl.statistics.forms.definition import CellKey
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.formulas import Amount
from sonla.pbgdpl.statistics.forms.formulas import Formula
from typing import TypeAlias

Values: TypeAlias = dict[CellKey, Amount | None]
"""Numbers of cells; None is one that nobody knows."""


def cell_formula(form: Form, key: CellKey) -> Formula[CellKey]:
    """Return of which cells without a formula a cell is the sum: of itself if it has none."""
    return Formula(tuple((times, cell) for cell, times in _parts(form, key).items()))


def _parts(form: Form, key: CellKey) -> dict[CellKey, int]:
    row, column = key
    if form.row_by_id[row].formula is None or column not in form.not_added:
        return {
            (one, other): times * more
            for one, times in form.row_parts[row].items()
            for other, more in form.column_parts[column].items()
        }
    # What can't be added up over rows is worked out in the sum itself, of what may be added up
    found: dict[CellKey, int] = {}
    for name, times in form.apart_parts[column].items():
        own = {(row, name): 1} if name in form.not_added else _parts(form, (row, name))
        for cell, more in own.items():
            found[cell] = found.get(cell, 0) + times * more
    return found


class CompleteCells(Mapping[CellKey, Amount | None]):
    """All cells of a form in one place, each worked out by itself when it is asked for.

    `formula_of` returns the formula of a cell (`cell_formula`); many places share it.
    """

    def __init__(
        self,
        form: Form,
        formula_of: Callable[[CellKey], Formula[CellKey]],
        values: Mapping[CellKey, Amount | None],
    ) -> None:
        self._form, self._formula_of, self._values = form, formula_of, values

    def __getitem__(self, key: CellKey) -> Amount | None:
        """Return the number of a cell; None where nobody knows it."""
        return self._formula_of(key).value(self._values.get)

    def __iter__(self) -> Iterator[CellKey]:
        """Iterate over all cells."""
        return self._form.cells()

    def __len__(self) -> int:
        return len(list(self))


def complete(form: Form, values: Mapping[CellKey, Amount | None]) -> Values:
    """Work out all cells of a form, each from those that its formula names."""
    done: Values = {key: values.get(key) for key in form.typed_cells}
    for row in form.ordered_rows:
        for column in form.ordered_columns:
            key = (row.id, column.id)
            if row.formula is not None and column.id not in form.not_added:
                cells = [(sign, (one, column.id)) for sign, one in row.formula.terms]
            elif column.formula is not None and not row.repeats:
                cells = [(sign, (row.id, one)) for sign, one in column.formula.terms]
            else:
                continue
            done[key] = Formula(tuple(cells)).value(done.get)
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
            cells = cell_formula(form, key).names
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
    return {
        (row, column): Formula(
            tuple((times, (one, column)) for one, times in form.row_parts[row].items())
        ).value(values.get)
        for row, column in form.upper_bounds
    }


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
