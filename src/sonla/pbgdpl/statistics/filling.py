"""Fill a report: a unit's from records, the province's from the reports approved."""

from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.statistics.cells import by_key
from sonla.pbgdpl.statistics.cells import Cell
from sonla.pbgdpl.statistics.cells import filled
from sonla.pbgdpl.statistics.cells import total
from sonla.pbgdpl.statistics.counting import add_up
from sonla.pbgdpl.statistics.counting import count
from sonla.pbgdpl.statistics.counting import scope_of
from sonla.pbgdpl.statistics.counting import Values
from sonla.pbgdpl.statistics.definitions import Form
from sonla.pbgdpl.statistics.forms import form_for
from sonla.pbgdpl.statistics.forms import text_of
from sonla.pbgdpl.statistics.item import FORM_TEXT
from sonla.pbgdpl.statistics.item import Report
from sonla.pbgdpl.statistics.item import SUMMED
from sonla.pbgdpl.statistics.periods import Period
from sonla.pbgdpl.statistics.places import place_of
from sonla.pbgdpl.statistics.queries import by_place
from sonla.pbgdpl.statistics.queries import in_force
from sonla.pbgdpl.statistics.queries import reports_of
from typing import Any

FILLED_FOR = "_pbgdpl_filled_for"
"""Attribute of a report: form and period that its cells belong to."""


def fill(report: Report) -> None:
    """Count anew, keeping what people changed; nothing happens without a form.

    Cells of another form or period are dropped: they said something else.
    """
    found = form_for(
        stored_value(report, "form_code") or "",
        stored_value(report, "period_kind") or "",
        stored_value(report, "year") or 0,
    )
    if found is None:
        return
    form, period = found
    key = f"{form.key}|{period.key}"
    before = report.rows if stored_value(report, FILLED_FOR) == key else []
    setattr(report, FORM_TEXT, text_of(form))
    setattr(report, FILLED_FOR, key)
    report.form_version = form.version
    unit = unit_of(report)
    if unit is not None:
        scope = scope_of(unit, period.first, period.actual_until)
        report.rows = filled(form, before, count(form, scope)[place_of(unit)])
        return
    many = rows_of_units(section_of(report), form, period)
    setattr(report, SUMMED, sum(any(map(total, rows)) for rows in many))
    actual, estimate = (_sum(form, many, name) for name in ("actual", "estimate"))
    report.rows = filled(form, before, actual, estimate)


def rows_of_units(section: Any, form: Form, period: Period) -> list[list[Cell]]:
    """Return the rows of the approved reports of all units."""
    return [report.rows for report in approved_reports(section, form, period).values()]


def approved_reports(section: Any, form: Form, period: Period) -> dict[str, Any]:
    """Map places of units to the version that counts, by the same form."""
    found = by_place(reports_of(section, f"{form.code}|{period.key}"))
    chosen = {}
    for place, versions in found.items():
        report = in_force(versions)
        if report is not None and unit_of(report) is not None:
            if (made_by := report.form()) is not None and made_by.key == form.key:
                chosen[place] = report
    return chosen


def _sum(form: Form, many: list[list[Cell]], name: str) -> Values:
    return add_up(
        form,
        ({key: row.get(name) for key, row in by_key(rows).items()} for rows in many),
    )


def is_current(report: Report) -> bool:
    """Return whether a draft's cells are of the form and period that it names now."""
    code, _at, rest = (stored_value(report, FILLED_FOR) or "").partition("@")
    _version, _bar, period = rest.partition("|")
    return bool(code) and f"{code}|{period}" == report.period_key()
