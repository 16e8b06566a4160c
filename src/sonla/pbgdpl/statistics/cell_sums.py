"""One cell of a form by itself: of which typed cells it is the sum.

All formulas are sums and differences, so each cell is one of cells that people type or that are
counted. Where many places show one cell, nothing else is worked out (`cell_formulas.complete`: all of them).
"""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from sonla.pbgdpl.statistics.cell_formulas import complete
from sonla.pbgdpl.statistics.cell_formulas import Values
from sonla.pbgdpl.statistics.definitions import CellKey
from sonla.pbgdpl.statistics.definitions import Form
from sonla.pbgdpl.statistics.definitions import FormLine
from sonla.pbgdpl.statistics.formulas import Amount


class CellSums:
    """What each cell of a form is made of, found once for all places."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._parts: dict[CellKey, dict[CellKey, int]] = {}

    def value(
        self, key: CellKey, values: Mapping[CellKey, Amount | None]
    ) -> Amount | None:
        """Return a cell, worked out of the cells without a formula; None where none is known."""
        found: Amount | None = None
        for part, times in self.parts(key).items():
            number = values.get(part)
            if number is not None:
                found = (found or 0) + times * number
        return found

    def parts(self, key: CellKey) -> dict[CellKey, int]:
        """Map the cells that a cell is made of to how many times each is added."""
        if key not in self._parts:
            parts = self._parts[key] = {}
            for part, times in self._found(key):
                parts[part] = parts.get(part, 0) + times
        return self._parts[key]

    def _found(self, key: CellKey) -> Iterator[tuple[CellKey, int]]:
        form, (row, column) = self.form, key
        if form.row_by_id[row].formula is None:
            for name, times in parts_of(form.ordered_columns, column).items():
                yield (row, name), times
            return
        # What can't be added up over rows is worked out in the sum itself, of what may be added up
        kept = parts_of(form.ordered_columns, column, form.not_added.__contains__)
        rows = parts_of(form.ordered_rows, row)
        for name, times in kept.items():
            if name in form.not_added:
                yield (row, name), times
                continue
            for part, more in parts_of(form.ordered_columns, name).items():
                for one, number in rows.items():
                    yield (one, part), times * more * number


def parts_of(
    ordered: Sequence[FormLine],
    name: str,
    is_opened: Callable[[str], bool] = lambda name: True,
) -> dict[str, int]:
    """Map the lines that a line is the sum of to how many times each is added.

    The lines are in the order in which they are worked out. Those that are not opened stay.
    """
    found = {name: 1}
    for line in reversed(ordered):
        if line.id in found and line.formula is not None and is_opened(line.id):
            times = found.pop(line.id)
            for sign, part in line.formula.terms:
                found[part] = found.get(part, 0) + sign * times
    return found


class CompleteCells(Mapping[CellKey, Amount | None]):
    """The cells of a form in one place, worked out when they are asked for.

    One cell is worked out by itself; whoever asks for another one gets all of them.
    """

    def __init__(self, sums: CellSums, values: Mapping[CellKey, Amount | None]) -> None:
        self._sums = sums
        self._values = values
        self._one: tuple[CellKey, Amount | None] | None = None
        self._all: Values | None = None

    def __getitem__(self, key: CellKey) -> Amount | None:
        """Return the number of a cell; None where nobody knows it."""
        if self._all is None and self._one is None:
            self._one = (key, self._sums.value(key, self._values))
        if self._all is None and self._one is not None and self._one[0] == key:
            return self._one[1]
        return self._complete()[key]

    def _complete(self) -> Values:
        if self._all is None:
            self._all = complete(self._sums.form, self._values)
        return self._all

    def __iter__(self) -> Iterator[CellKey]:
        """Iterate over all cells."""
        return iter(self._complete())

    def __len__(self) -> int:
        return len(self._complete())
