"""Cross-checks: which comparisons of a form fail, and at which cells."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from sonla.pbgdpl.statistics.definitions import CellKey
from sonla.pbgdpl.statistics.definitions import Form
from sonla.pbgdpl.statistics.definitions import FormCheck


@dataclass(frozen=True)
class FailedCheck:
    """A check that fails, and the cells that contradict each other."""

    check: FormCheck
    cells: tuple[CellKey, ...]


def failures(form: Form, values: Mapping[CellKey, int | None]) -> Iterator[FailedCheck]:
    """Yield each failed check of a complete form, row by row or column by column."""
    for check in form.checks:
        lines = form.rows if check.axis == "columns" else form.columns
        for line in lines:
            cells = tuple(
                (line.id, name) if check.axis == "columns" else (name, line.id)
                for name in check.rule.names
            )
            by_name = dict(
                zip(check.rule.names, map(values.get, cells), strict=True),
            )
            if not check.rule.holds(by_name.get):
                yield FailedCheck(check, cells)


def name_of(form: Form, key: CellKey) -> str:
    """Name a cell as people find it on the form."""
    column = form.column_by_id[key[1]].title
    return (
        column if len(form.rows) == 1 else f"{form.row_by_id[key[0]].title}: {column}"
    )
