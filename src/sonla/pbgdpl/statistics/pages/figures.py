"""`@@pbgdpl-statistics`: the figures for everybody, every state of it in the address."""

from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.editorial.additions import is_closed
from sonla.pbgdpl.editorial.pages.section_page import SectionPage
from sonla.pbgdpl.statistics import REPORT_TYPE
from sonla.pbgdpl.statistics.access import is_office
from sonla.pbgdpl.statistics.access import is_staff
from sonla.pbgdpl.statistics.access import may_approve
from sonla.pbgdpl.statistics.cells import indicator
from sonla.pbgdpl.statistics.cells import name_of
from sonla.pbgdpl.statistics.definitions import CellKey
from sonla.pbgdpl.statistics.definitions import DRAFT
from sonla.pbgdpl.statistics.definitions import Form
from sonla.pbgdpl.statistics.overview import Overview
from sonla.pbgdpl.statistics.overview import overview
from sonla.pbgdpl.statistics.overview import OverviewLine
from sonla.pbgdpl.statistics.overview import source_units
from sonla.pbgdpl.statistics.pages.charts import bar_chart
from sonla.pbgdpl.statistics.pages.labels import change
from sonla.pbgdpl.statistics.pages.labels import HIDDEN
from sonla.pbgdpl.statistics.pages.labels import number
from sonla.pbgdpl.statistics.pages.labels import period_words
from sonla.pbgdpl.statistics.pages.labels import SOURCE_TITLES
from sonla.pbgdpl.statistics.pages.labels import state_title
from sonla.pbgdpl.statistics.pages.query import FigureMenus
from sonla.pbgdpl.statistics.pages.query import FiguresFilter
from sonla.pbgdpl.statistics.pages.query import unit_named
from sonla.pbgdpl.statistics.periods import FIRST_YEAR
from sonla.pbgdpl.statistics.periods import LAST_YEAR
from sonla.pbgdpl.statistics.places import places_below
from sonla.pbgdpl.ui.admin_pages import AdminPage
from sonla.pbgdpl.ui.interfaces import CollectedPages
from sonla.pbgdpl.ui.page import BrowserView
from typing import Any

NAME = "pbgdpl-statistics"
COLLECTED = CollectedPages(f"@@{NAME}")


class FiguresView(BrowserView):
    """Find what is asked for; page and files share it."""

    @cached_property
    def asked(self) -> FiguresFilter:
        """What the address asks for."""
        return FiguresFilter.read(self.request.form, today())

    @cached_property
    def place(self) -> Any:
        """The unit asked for, else where the page stands."""
        if unit_of(self.context) is None:
            return unit_named(self.context, self.asked.unit) or self.context
        return self.context

    @cached_property
    def office(self) -> bool:
        """Whether the user sees small numbers of people."""
        return is_office(self.place)

    @cached_property
    def now(self) -> Overview | None:
        """The figures asked for; None where no form is in force."""
        return self.figures(self.asked.found())

    @cached_property
    def before(self) -> Overview | None:
        """Those of the same kind of period a year before, by the same columns."""
        return self.figures(self.asked.former())

    def figures(self, found: Any) -> Overview | None:
        """Make the figures of a form and period."""
        if found is None:
            return None
        form, period = found
        return overview(self.place, form, period, self.asked.source, self.office)

    @cached_property
    def form(self) -> Form | None:
        return self.now.form if self.now is not None else None

    @property
    def place_title(self) -> str:
        """The unit, section or portal that the figures are of."""
        place = unit_of(self.place) or section_of(self.place) or api.portal.get()
        return place.Title()


class StatisticsPage(FigureMenus, SectionPage, FiguresView):
    """Show the table of a form, or one indicator by units, beside the former period."""

    stylesheets = ("tables.css", "statistics/statistics.css")
    page_title = _("heading_statistics", default="Statistics of legal education")

    @cached_property
    def cell(self) -> CellKey | None:
        """The indicator asked for; None: all of them."""
        return self.asked.cell(self.form) if self.form is not None else None

    # The form's filters

    def sources(self) -> list[dict[str, Any]]:
        """List where the numbers may come from."""
        return [
            {"value": name, "title": title, "on": name == self.asked.source}
            for name, title in SOURCE_TITLES.items()
        ]

    def units(self) -> list[dict[str, Any]]:
        """List the units; none on the page of a unit."""
        if unit_of(self.context) is not None:
            return []
        sources = source_units() - {self.asked.unit}
        return [
            {"value": uid, "title": place.title, "on": uid == self.asked.unit}
            for uid, place in places_below(self.context).items()
            if place.is_unit and uid not in sources
        ]

    def indicators(self) -> list[dict[str, Any]]:
        """List the cells that can be looked at by units: none that the public may not."""
        if self.form is None or self.now is None:
            return []
        return [
            {
                "value": indicator(key),
                "title": name_of(self.form, key),
                "on": key == self.cell,
            }
            for key in self.form.cells()
            if self.office or not self.form.column_by_id[key[1]].group
        ]

    first_year, last_year = FIRST_YEAR, LAST_YEAR

    # The tables

    @property
    def by_unit(self) -> bool:
        """Whether one indicator is shown by units."""
        return self.cell is not None and self.now is not None

    @property
    def period(self) -> Any:
        return period_words(self.now.period) if self.now is not None else ""

    @property
    def former_period(self) -> Any:
        """The former period; '' where there is none to compare with."""
        return period_words(self.before.period) if self.before is not None else ""

    def rows(self) -> list[dict[str, Any]]:
        """List the rows of the form, each with a line for each indicator."""
        if self.now is None or self.form is None:
            return []
        before = self.before.total if self.before is not None else None
        return [
            {
                "title": row.title if len(self.form.rows) > 1 else "",
                "lines": [
                    {
                        "title": column.title,
                        "url": self.indicator_url((row.id, column.id)),
                        **self.numbers(self.now.total, before, (row.id, column.id)),
                    }
                    for column in self.form.columns
                ],
            }
            for row in self.form.rows
        ]

    def unit_lines(self) -> list[dict[str, Any]]:
        """List the units with the indicator asked for, the largest number first."""
        if self.now is None or self.cell is None:
            return []
        known = self.before.by_place if self.before is not None else {}
        lines = [
            {
                "title": line.place.title if line.place is not None else "",
                "is_unit": line.place is not None and line.place.is_unit,
                "value": line.value(self.cell) or 0,
                **self.numbers(
                    line, known.get(line.place.uid) if line.place else None, self.cell
                ),
            }
            for line in self.now.lines
        ]
        return sorted(lines, key=lambda line: -line["value"])

    def total_line(self) -> dict[str, str]:
        """Return the indicator asked for of all units together."""
        before = self.before.total if self.before is not None else None
        assert self.now is not None and self.cell is not None
        return self.numbers(self.now.total, before, self.cell)

    def numbers(
        self, now: OverviewLine, before: OverviewLine | None, key: CellKey
    ) -> dict[str, str]:
        """Write a cell of this period and of the former one, and by how much it changed."""
        if key in now.hidden:
            return {"now": HIDDEN, "before": HIDDEN, "change": HIDDEN}
        former = before.value(key) if before is not None else None
        hidden = before is not None and key in before.hidden
        return {
            "now": number(now.value(key)),
            "before": HIDDEN if hidden else number(former),
            "change": change(now.value(key), former),
        }

    @property
    def cell_name(self) -> str:
        """The indicator asked for."""
        return name_of(self.form, self.cell) if self.form and self.cell else ""

    def chart(self) -> str:
        """Draw the units by the indicator asked for, without those that have nothing."""
        bars = [
            (line["title"], line["value"])
            for line in self.unit_lines()
            if line["value"]
        ]
        return bar_chart(self.cell_name, bars)

    def comparison_charts(self) -> list[dict[str, str]]:
        """Draw this period beside the former one, indicator by indicator."""
        if self.now is None or self.before is None or self.form is None:
            return []
        names = [
            api.portal.translate(period_words(one.period))
            for one in (self.now, self.before)
        ]
        row = self.form.rows[-1]
        charts = []
        for column in self.form.columns:
            key = (row.id, column.id)
            values = (self.now.total.value(key), self.before.total.value(key))
            drawn = bar_chart(
                column.title, list(zip(names, (v or 0 for v in values), strict=True))
            )
            if drawn:
                charts.append({"title": column.title, "svg": drawn})
        return charts

    @property
    def shows_draft_note(self) -> bool:
        """Whether nobody has compared the form yet and the user should know it."""
        unchecked = self.form is not None and self.form.status == DRAFT
        return unchecked and is_staff(self.context)

    # Addresses

    def indicator_url(self, key: CellKey) -> str:
        """Return the address of an indicator by units; '' for one that has no such page."""
        if self.form is None or (
            self.form.column_by_id[key[1]].group and not self.office
        ):
            return ""
        if unit_of(self.place) is not None:
            return ""
        return f"{self.url}?{self.asked.about(key)}"

    @property
    def all_url(self) -> str:
        """The address of the whole form."""
        return f"{self.url}?{self.asked.query(indicator='')}"

    def files(self) -> list[dict[str, str]]:
        """List the files in which the same figures can be had."""
        query = self.asked.query(indicator="")
        return [
            {"title": title, "url": f"{self.url}.{end}?{query}"}
            for end, title in (("xlsx", "Excel"), ("csv", "CSV"), ("json", "JSON"))
        ]

    @property
    def reports_url(self) -> str:
        """The address of the overview of reports, for who oversees them."""
        section = section_of(self.context)
        if section is None or not may_approve(section):
            return ""
        return f"{section.absolute_url()}/@@pbgdpl-reports"

    # Reports of the unit

    @cached_property
    def unit(self) -> Any | None:
        """The unit on whose page this is."""
        return unit_of(self.context)

    def unit_reports(self) -> list[dict[str, Any]]:
        """List the reports of the unit that the user may see, the latest first."""
        if self.unit is None:
            return []
        brains = api.portal.get_tool("portal_catalog").searchResults(
            path="/".join(self.unit.getPhysicalPath()),
            portal_type=REPORT_TYPE,
            sort_on="created",
            sort_order="descending",
        )
        return [
            {
                "url": brain.getURL(),
                "title": brain.Title,
                "state": state_title(brain.review_state),
            }
            for brain in brains
        ]

    @property
    def add_url(self) -> str:
        """The address at which the user opens a report of the unit."""
        permission = f"sonla.pbgdpl: Add {REPORT_TYPE}"
        if self.unit is None or is_closed(self.unit):
            return ""
        if not api.user.has_permission(permission, obj=self.unit):
            return ""
        return f"{self.unit.absolute_url()}/++add++{REPORT_TYPE}"


class StatisticsAdminPage(AdminPage):
    """Lead here from the administration page."""

    view = "pbgdpl-statistics"
    order = 90
    title = _("heading_statistics", default="Statistics of legal education")
    help = _(
        "help_tool_statistics",
        default="Figures by year, unit and indicator, counted from approved records.",
    )
