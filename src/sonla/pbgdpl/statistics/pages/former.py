"""What the same place reported before, beside the cells that are filled in."""

from dataclasses import dataclass
from plone import api
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.statistics import REPORT_INDEX
from sonla.pbgdpl.statistics import REPORT_TYPE
from sonla.pbgdpl.statistics.added_rows import added_rows
from sonla.pbgdpl.statistics.added_rows import AddedRows
from sonla.pbgdpl.statistics.cells.formulas import Values
from sonla.pbgdpl.statistics.cells.reported import by_key
from sonla.pbgdpl.statistics.cells.reported import totals
from sonla.pbgdpl.statistics.forms.store import form_for
from sonla.pbgdpl.statistics.forms.store import period_kinds
from sonla.pbgdpl.statistics.periods import Period
from sonla.pbgdpl.statistics.places import place_of
from sonla.pbgdpl.statistics.query import by_place
from sonla.pbgdpl.statistics.query import is_in_force
from sonla.pbgdpl.statistics.query import report_key
from sonla.pbgdpl.statistics.row_trees import KEY_SIGN
from typing import Any


@dataclass(frozen=True)
class FormerReport:
    """A report of the same place and form for an earlier period."""

    title: str
    url: str
    values: Values
    """Actual and estimate together; nothing where it was made by another version."""
    is_other_version: bool
    added: AddedRows
    """The rows that it added itself, not those that units reported to it."""


def former_reports(report: Any) -> list[FormerReport]:
    """Return the report of the period before, and of the same kind a year before.

    Those that count; nothing is copied from them. Cells are compared within one version of a form
    alone: equal words in two versions may mean different things.
    """
    period = report.period()
    if period is None:
        return []
    found = reports_that_count(report, earlier_periods(report, period))
    year_before = (period.kind, period.year - 1)
    chosen = [one for one in found if (one[0].kind, one[0].year) == year_before]
    chosen.extend(one for one in found[:1] if one not in chosen)
    chosen.sort(key=lambda one: place_in_time(one[0]), reverse=True)
    return [described(report, *one) for one in chosen]


def earlier_periods(report: Any, period: Period) -> list[Period]:
    """List the periods of this year and the one before that come before, the last one first."""
    code = stored_value(report, "form_code") or ""
    known = (
        form_for(code, kind.kind, year)
        for year in (period.year, period.year - 1)
        for kind in period_kinds(code, year)
    )
    before = [
        one[1]
        for one in known
        if one is not None and place_in_time(one[1]) < place_in_time(period)
    ]
    return sorted(before, key=place_in_time, reverse=True)


def place_in_time(period: Period) -> Any:
    """Order periods by their last days; what is all actual comes after an estimate."""
    return (period.last, period.actual_until)


def reports_that_count(report: Any, periods: list[Period]) -> list[tuple[Period, Any]]:
    """Find the approved reports of the same place for some periods, in their order."""
    code = stored_value(report, "form_code") or ""
    keys = {report_key(code, period): period for period in periods}
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        {
            "portal_type": REPORT_TYPE,
            REPORT_INDEX: list(keys),
            "path": {"query": path_of(report.aq_parent), "depth": 1},
        }
    )
    by_period: dict[str, list[Any]] = {}
    for one in load_objects(brains) if keys else ():
        by_period.setdefault(one.period_key(), []).append(one)
    found = []
    for key, period in keys.items():
        versions = by_place(by_period.get(key, [])).get(place_of(report), [])
        counts = is_in_force(versions)
        if counts is not None:
            found.append((period, counts))
    return found


def described(report: Any, period: Period, former: Any) -> FormerReport:
    """Describe an earlier report for those who fill in a later one."""
    form, other = report.form(), former.form()
    same = form is not None and other is not None and form.key == other.key
    return FormerReport(
        period.title,
        former.absolute_url(),
        totals(other, former.rows) if same else {},
        not same,
        own_rows(former),
    )


def own_rows(report: Any) -> AddedRows:
    """Return the rows that a report added itself: nothing is counted in them."""
    theirs = {
        key[0]
        for key, cell in by_key(report.rows).items()
        if cell.get("counted") is not None
    }
    return {
        name: own
        for name, members in added_rows(report).items()
        if (
            own := tuple(x for x in members if f"{name}{KEY_SIGN}{x.key}" not in theirs)
        )
    }
