"""Organisations in the rows of a form that have no unit here: what the province says of them, or that it is missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from sonla.pbgdpl.statistics.cells.formulas import Values
from sonla.pbgdpl.statistics.cells.reported import by_key
from sonla.pbgdpl.statistics.cells.reported import total
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.periods import Period
from sonla.pbgdpl.statistics.places import place_of
from sonla.pbgdpl.statistics.query import by_place
from sonla.pbgdpl.statistics.query import is_in_force
from sonla.pbgdpl.statistics.query import report_key
from sonla.pbgdpl.statistics.query import reports_of
from sonla.pbgdpl.statistics.row_trees import collapsed_row
from sonla.pbgdpl.statistics.row_trees import KEY_SIGN
from sonla.pbgdpl.statistics.row_trees import RowSets
from typing import Any


@dataclass
class OutsideUnits:
    """What is known of these organisations."""

    values: Values = field(default_factory=dict)
    """Their numbers in the approved report of the province, by the rows that stand for all together."""
    stated: list[str] = field(default_factory=list)
    """Titles of those that have numbers there."""
    missing: list[str] = field(default_factory=list)
    """Titles of those that have none."""


def outside_units(
    found_sets: Iterable[tuple[Any, RowSets]],
    version: Form,
    period: Period,
    summed: Form,
    with_reports: bool,
) -> OutsideUnits:
    """Look for the numbers of organisations without a unit, in what rows repeat for in each section.

    `summed` has one row for all of a list. Without reports nothing is known of them: no record counts in their rows.
    """
    found = OutsideUnits()
    for section, sets in found_sets:
        outside = {
            f"{row}{KEY_SIGN}{one.key}": one.title
            for row, members in sets
            for one in members
            if not one.place
        }
        report = province_report(section, version, period) if with_reports else None
        stated: set[str] = set()
        for (row, column), cell in by_key(report.rows if report else ()).items():
            number = total(cell)
            if row not in outside or number is None:
                continue
            stated.add(row)
            if column not in version.not_added:
                key = (collapsed_row(summed, row), column)
                found.values[key] = (found.values.get(key) or 0) + number
        found.stated += [title for row, title in outside.items() if row in stated]
        found.missing += [title for row, title in outside.items() if row not in stated]
    return found


def province_report(section: Any, version: Form, period: Period) -> Any | None:
    """Find the approved report of the province by the same version; None if there is none."""
    known = by_place(reports_of(section, report_key(version.code, period)))
    report = is_in_force(known.get(place_of(section), []))
    form = report.form() if report is not None else None
    return report if form is not None and form.key == version.key else None
