"""The reports of the units that count for a period, and what they add up to."""

from collections.abc import Iterable
from dataclasses import dataclass
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.statistics.cells.formulas import add_up
from sonla.pbgdpl.statistics.cells.formulas import Values
from sonla.pbgdpl.statistics.cells.reported import absent_in
from sonla.pbgdpl.statistics.cells.reported import by_key
from sonla.pbgdpl.statistics.cells.reported import Cell
from sonla.pbgdpl.statistics.cells.reported import number_of
from sonla.pbgdpl.statistics.cells.reported import total
from sonla.pbgdpl.statistics.forms.definition import CellKey
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.periods import Period
from sonla.pbgdpl.statistics.query import by_place
from sonla.pbgdpl.statistics.query import is_in_force
from sonla.pbgdpl.statistics.query import report_key
from sonla.pbgdpl.statistics.query import reports_of
from typing import Any


@dataclass(frozen=True)
class UnitsSum:
    """What the approved reports of units add up to."""

    actual: Values
    estimate: Values
    adding: int
    """How many units report anything but zeros."""
    absent: set[CellKey]
    """Cells of which units say that they do not arise, and no unit that they do."""


def sum_of_units(section: Any, version: Form, period: Period, form: Form) -> UnitsSum:
    """Add the approved reports of the units of a section up.

    They are made by a `version` of a form; `form` is the same with the rows of the sum.
    """
    reports = approved_reports(section, version, period).values()
    many = [report.rows for report in reports]
    return UnitsSum(
        _sum(form, many, "actual"),
        _sum(form, many, "estimate"),
        sum(any(map(total, rows)) for rows in many),
        absent_in(many),
    )


def approved_reports(section: Any, form: Form, period: Period) -> dict[str, Any]:
    """Map places of units to the version that counts, by the same form."""
    found = by_place(reports_of(section, report_key(form.code, period)))
    chosen = {}
    for place, versions in found.items():
        report = is_in_force(versions)
        if report is not None and unit_of(report) is not None:
            if (made_by := report.form()) is not None and made_by.key == form.key:
                chosen[place] = report
    return chosen


def _sum(form: Form, many: Iterable[list[Cell]], name: str) -> Values:
    return add_up(
        form,
        (
            {key: number_of(row, name) for key, row in by_key(rows).items()}
            for rows in many
        ),
    )
