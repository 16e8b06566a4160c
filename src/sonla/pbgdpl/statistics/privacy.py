"""Which figures are for the office alone: small numbers of sex and of ethnicity.

Ethnic origin is sensitive personal data (Law 91/2025/QH15, Decree 356/2025/NĐ-CP). Few
people are recognised in a commune, and their names are public: "one woman" or "two of
another ethnic group" would tell of somebody. So the public sees columns of a group

- never for one unit, nor for an area in which one unit alone has anybody;
- for the whole area only where each of its numbers is at least `SMALLEST`, or all are 0;
- and where a single row fails that, for the row of totals alone, which must pass itself:
  what is hidden can't be taken from a total and the rows that are left.
"""

from collections.abc import Mapping
from sonla.pbgdpl.statistics.forms.definition import CellKey
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.definition import FormColumn
from sonla.pbgdpl.statistics.forms.formulas import Amount

SMALLEST = 5
"""People among whom nobody can be told apart; the usual bound of official statistics."""


def hidden_cells(
    form: Form, values: Mapping[CellKey, Amount | None], whole: bool
) -> frozenset[CellKey]:
    """List the cells that the public doesn't see; `whole` is the area of all units."""
    hidden: set[CellKey] = set()
    for columns in groups(form).values():
        shown = open_rows(form, values, columns) if whole else set()
        hidden.update(
            (row.id, column.id)
            for row in form.rows
            if row.id not in shown
            for column in columns
        )
    return frozenset(hidden)


def groups(form: Form) -> dict[str, list[FormColumn]]:
    """Map the names of groups to their columns."""
    found: dict[str, list[FormColumn]] = {}
    for column in form.sensitive:
        found.setdefault(column.group, []).append(column)
    return found


def open_rows(
    form: Form, values: Mapping[CellKey, Amount | None], columns: list[FormColumn]
) -> set[str]:
    """Name the rows that show a group: all of them, else those that are sums of others."""
    passing = {row.id for row in form.rows if is_large(values, row.id, columns)}
    if len(passing) == len(form.rows):
        return passing
    sums = [row for row in form.rows if row.formula is not None]
    return {row.id for row in sums if row.id in passing} if len(sums) == 1 else set()


def is_large(
    values: Mapping[CellKey, Amount | None], row: str, columns: list[FormColumn]
) -> bool:
    """Return whether nobody can be told apart by a group's numbers in a row."""
    numbers = [values.get((row, column.id)) or 0 for column in columns]
    return not any(numbers) or min(numbers) >= SMALLEST
