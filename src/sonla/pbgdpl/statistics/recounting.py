"""What a report counted, beside what there is to count now: records change after a report was sent."""

from collections.abc import Iterable
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.statistics.cells.reported import by_key
from sonla.pbgdpl.statistics.content import DRAFT
from sonla.pbgdpl.statistics.content import state_in_history
from sonla.pbgdpl.statistics.counted_cells import count
from sonla.pbgdpl.statistics.counting import CountingScope
from sonla.pbgdpl.statistics.counting import PlaceTally
from sonla.pbgdpl.statistics.counting import resting_cells
from sonla.pbgdpl.statistics.counting import scope_of
from sonla.pbgdpl.statistics.counting import Tally
from sonla.pbgdpl.statistics.forms.definition import CellKey
from sonla.pbgdpl.statistics.forms.formulas import Amount
from sonla.pbgdpl.statistics.periods import Period
from sonla.pbgdpl.statistics.places import place_of
from typing import Any
from typing import TypeAlias

Changes: TypeAlias = dict[CellKey, tuple[Amount | None, Amount | None]]
"""Cell → what the report counted, what is counted now."""


def reported_scope(place: Any, period: Period) -> CountingScope:
    """Return what reports of a place count: the days of actual data that have been."""
    return scope_of(place, period.first, min(period.actual_until, today()))


def changes_since(report: Any, tally: Tally | None = None) -> Changes:
    """Return the cells of a unit's report whose records changed after it was counted.

    Counted anew, or taken from a `tally` of its place. What a person typed instead of a
    number that was counted is nobody's change; sums of the province are `closing.is_outdated`.
    """
    unit, form, period = unit_of(report), report.form(), report.period()
    if unit is None or form is None or period is None:
        return {}
    scope = tally.scope if tally is not None else reported_scope(unit, period)
    now = count(form, scope, tally)[place_of(unit)]
    unknown = resting_cells(form)
    return {
        key: (row.get("counted"), now[key])
        for key, row in by_key(report.rows).items()
        if key in now and key not in unknown and row.get("counted") != now[key]
    }


def changes_in_round(
    section: Any, period: Period, reports: Iterable[Any]
) -> dict[str, int]:
    """Map UIDs of reports of one period that were sent to how many of their cells changed.

    The records of all units are read once, whatever the number of reports.
    """
    sent = [one for one in reports if state_in_history(one) != DRAFT]
    if not sent:
        return {}
    tally = Tally(reported_scope(section, period))
    return {
        report.UID(): len(changes_since(report, PlaceTally(tally, place)))
        for report in sent
        if (place := place_of(report)) in tally.scope.places
        and has_days_of(report, period)
    }


def has_days_of(report: Any, period: Period) -> bool:
    """Return whether a report, maybe of another version of its form, counts the same days."""
    own = report.period()
    days = (period.first, period.actual_until)
    return own is not None and (own.first, own.actual_until) == days
