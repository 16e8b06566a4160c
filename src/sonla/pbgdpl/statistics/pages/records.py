"""The records behind a number of a report."""

from AccessControl import Unauthorized
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import brains_by_record
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import real_date
from sonla.pbgdpl.core.section import place_title
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.statistics.access import is_office
from sonla.pbgdpl.statistics.cells.reported import by_key
from sonla.pbgdpl.statistics.cells.reported import key_of
from sonla.pbgdpl.statistics.cells.reported import name_of
from sonla.pbgdpl.statistics.counting import entries_behind
from sonla.pbgdpl.statistics.forms.definition import CellKey
from sonla.pbgdpl.statistics.pages.item import ReportView
from sonla.pbgdpl.statistics.pages.labels import number
from sonla.pbgdpl.statistics.recounting import reported_scope
from sonla.pbgdpl.statistics.sums import approved_reports
from sonla.pbgdpl.ui.page import Page
from typing import Any
from zExceptions import NotFound

MAX_RECORDS = 500
"""Records on one page."""


class Records(Page, ReportView):
    """List what makes up a number now: records of a unit, reports of the province."""

    stylesheets = ("tables.css", "statistics/statistics.css")
    page_title = _("heading_records", default="Records behind the number")

    def __call__(self) -> str:
        """Refuse columns that would tell of single people to who may not see that."""
        if self.form is None or self.key not in self.form.typed_cells:
            raise NotFound(self.__name__)
        if not self.office:
            raise Unauthorized("Records are for the office")
        if self.form.column_by_id[self.key[1]].group and not is_office(
            self.context.aq_parent
        ):
            raise Unauthorized("Personal data")
        return self.index()

    @cached_property
    def key(self) -> CellKey:
        """The cell asked for."""
        return key_of(str(self.request.form.get("cell", "")))

    @property
    def cell_title(self) -> str:
        return name_of(self.form, self.key) if self.form is not None else ""

    @property
    def counted(self) -> int | None:
        """What the report has as counted."""
        return by_key(self.context.rows).get(self.key, {}).get("counted")

    @cached_property
    def found(self) -> list[dict[str, Any]]:
        """The records as they are now."""
        return self.reports() if self.is_province else self.entries()

    def entries(self) -> list[dict[str, Any]]:
        """List the records of a unit: what is approved, and people of its register."""
        assert self.form is not None and self.period is not None
        scope = reported_scope(unit_of(self.context), self.period)
        amounts = dict(entries_behind(self.form, scope, self.key))
        catalog = api.portal.get_tool("portal_catalog")
        known = brains_by_record(catalog)
        brains = {rid: known[rid] for rid in amounts}
        lines = [
            {
                "url": brain.getURL(),
                "title": brain.Title,
                "when": format_day(brain.start or real_date(brain.effective)),
                "amount": amounts[rid],
            }
            for rid, brain in brains.items()
        ]
        return sorted(lines, key=lambda line: line["title"])

    def reports(self) -> list[dict[str, Any]]:
        """List the approved reports of units that the province's number sums up."""
        assert self.form is not None and self.period is not None
        reports = approved_reports(
            section_of(self.context), self.form, self.period
        ).values()
        lines = [
            {
                "url": report.absolute_url(),
                "title": place_title(report),
                "when": format_day(report.effective_date),
                "amount": by_key(report.rows).get(self.key, {}).get("actual"),
            }
            for report in reports
        ]
        return sorted(lines, key=lambda line: line["title"])

    def lines(self) -> list[dict[str, Any]]:
        """List the first of them, in words."""
        return [
            {**line, "amount": number(line["amount"])}
            for line in self.found[:MAX_RECORDS]
        ]

    @property
    def left_out(self) -> int:
        """The number of those that have no room."""
        return max(0, len(self.found) - MAX_RECORDS)

    @cached_property
    def sum(self) -> int:
        """The sum of the records."""
        return sum(line["amount"] or 0 for line in self.found)

    @property
    def sum_words(self) -> str:
        return number(self.sum)

    @property
    def counted_words(self) -> str:
        """The number that the report has as counted, as text."""
        return number(self.counted)

    @property
    def differs(self) -> bool:
        """Whether records have changed since the report was filled."""
        return self.counted is not None and self.counted != self.sum
