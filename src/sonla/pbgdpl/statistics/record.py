"""The record type of statistics: approved reports, with what is public of them.

What pages hide from the public for the sake of single people is in no record either
(`statistics.privacy`). Nobody is fetched: what this province reports is decided here.
"""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.exchange.accessors import AttributeAccessor
from sonla.pbgdpl.exchange.accessors import Computed
from sonla.pbgdpl.exchange.accessors import Title
from sonla.pbgdpl.exchange.record import Figure
from sonla.pbgdpl.exchange.record import Term
from sonla.pbgdpl.exchange.record_types import BASIC
from sonla.pbgdpl.exchange.record_types import RecordType
from sonla.pbgdpl.statistics.cells.formulas import Values
from sonla.pbgdpl.statistics.cells.reported import indicator
from sonla.pbgdpl.statistics.cells.reported import name_of
from sonla.pbgdpl.statistics.cells.reported import totals
from sonla.pbgdpl.statistics.cells.reported import values
from sonla.pbgdpl.statistics.forms.definition import CellKey
from sonla.pbgdpl.statistics.privacy import hidden_cells
from sonla.pbgdpl.statistics.query import is_area_report
from typing import Any


def unit_title(report: Any) -> str | None:
    """Name the unit that reports, or the section for the province."""
    place = unit_of(report) or section_of(report)
    return place.Title() if place is not None else None


def form_term(report: Any) -> Term | None:
    """Return code and title of the form."""
    form = report.form()
    return Term(form.key, form.title) if form is not None else None


def period_term(report: Any) -> Term | None:
    """Return code and title of the kind of period."""
    form, kind = report.form(), stored_value(report, "period_kind")
    return Term(kind, form.periods[kind].title) if form is not None else None


def figures(report: Any) -> tuple[Figure, ...]:
    """Return the whole numbers that are public, formulas worked out."""
    form = report.form()
    if form is None:
        return ()
    rows = report.rows
    together, estimates = totals(form, rows), values(form, rows, "estimate")
    hidden = hidden_cells(form, together, is_area_report(report))
    return tuple(
        Figure(Term(indicator(key), name_of(form, key)), number, whole(estimates, key))
        for key in form.cells()
        if key not in hidden
        and isinstance(number := together.get(key), int)
        and number >= 0
    )


def whole(values: Values, key: CellKey) -> int:
    """Return a number without a fraction; records have no others."""
    return int(values.get(key) or 0)


STATISTICS = RecordType(
    name="statistics",
    title=_("record_type_statistics", default="Statistics reports"),
    portal_types=("StatisticsReport",),
    accessors={
        **BASIC,
        "title": Title("title", ""),
        "creator": Computed(unit_title),
        "kind": Computed(form_term),
        "period_kind": Computed(period_term),
        "year": AttributeAccessor("year"),
        "description": AttributeAccessor("reason"),
        "figures": Computed(figures),
    },
    schema_org=lambda record: "Dataset",
    dcmi_type=lambda record: "Dataset",
    in_feeds=False,
    fetched=False,
)
