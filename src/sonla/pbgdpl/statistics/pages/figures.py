"""`@@pbgdpl-statistics`: the figures for everybody, every state of it in the address."""

from functools import cached_property
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.core.vietnamese.names import short_place
from sonla.pbgdpl.core.vietnamese.names import title_order
from sonla.pbgdpl.editorial.additions import is_closed
from sonla.pbgdpl.editorial.pages.section_page import SectionPage
from sonla.pbgdpl.statistics import REPORT_TYPE
from sonla.pbgdpl.statistics.access import is_staff
from sonla.pbgdpl.statistics.access import may_approve
from sonla.pbgdpl.statistics.cells import indicator
from sonla.pbgdpl.statistics.cells import name_of
from sonla.pbgdpl.statistics.definitions import CellKey
from sonla.pbgdpl.statistics.definitions import DRAFT
from sonla.pbgdpl.statistics.definitions import FormRow
from sonla.pbgdpl.statistics.overview import OverviewLine
from sonla.pbgdpl.statistics.pages.charts import Records
from sonla.pbgdpl.statistics.pages.charts import Share
from sonla.pbgdpl.statistics.pages.charts import shares_of
from sonla.pbgdpl.statistics.pages.charts import source_of
from sonla.pbgdpl.statistics.pages.charts import Tile
from sonla.pbgdpl.statistics.pages.charts import tiles_of
from sonla.pbgdpl.statistics.pages.charts import Trend
from sonla.pbgdpl.statistics.pages.charts import trend_of
from sonla.pbgdpl.statistics.pages.form_table import section_html
from sonla.pbgdpl.statistics.pages.form_table import table_html
from sonla.pbgdpl.statistics.pages.form_table import TableHeads
from sonla.pbgdpl.statistics.pages.labels import change
from sonla.pbgdpl.statistics.pages.labels import HIDDEN
from sonla.pbgdpl.statistics.pages.labels import number
from sonla.pbgdpl.statistics.pages.labels import SOURCE_TITLES
from sonla.pbgdpl.statistics.pages.labels import state_title
from sonla.pbgdpl.statistics.pages.menus import FilterMenus
from sonla.pbgdpl.statistics.pages.query import BY_NAME
from sonla.pbgdpl.statistics.pages.query import BY_NUMBER
from sonla.pbgdpl.statistics.pages.query import FiguresView
from sonla.pbgdpl.ui.admin_pages import AdminPage
from sonla.pbgdpl.ui.interfaces import CollectedPages
from sonla.pbgdpl.ui.paging import PageSlice
from typing import Any
from urllib.parse import urlencode

NAME = "pbgdpl-statistics"
COLLECTED = CollectedPages(f"@@{NAME}")
SHOWN_CELLS = 500
"""Numbers of a form on one page."""
KEY_FIGURES = 3
FIRST_UNITS = 3
"""Units that are named in a sentence."""
LABEL_INDICATOR = _("label_indicator", default="Indicator")
LABEL_CHANGE = _("label_change", default="Change")
ORDER_TITLES = {
    BY_NUMBER: _("label_order_by_number", default="Sort by number"),
    BY_NAME: _("label_order_by_name", default="Sort by name"),
}


class StatisticsPage(FilterMenus, SectionPage, FiguresView):
    """Show one cell by months, units and shares, and the table of the form."""

    stylesheets = ("tables.css", "statistics/statistics.css")
    page_title = _("heading_statistics", default="Statistics of legal education")
    index = ViewPageTemplateFile("templates/page.pt")
    monthly = True

    @property
    def drawn_cell(self) -> CellKey:
        """The cell that is drawn: the one asked for, else the first of a row."""
        assert self.form is not None
        return self.cell or (self.main_row, self.form.columns[0].id)

    @property
    def main_row(self) -> str:
        """The row that is shown alone, else the one that says most."""
        assert self.form is not None
        asked = self.asked.row
        return asked if asked in self.form.row_by_id else self.form.total_row.id

    chart_template = ViewPageTemplateFile("templates/charts.pt")

    @property
    def chart_macros(self) -> Any:
        """The macros of the menus, drawings and tables."""
        return self.chart_template.macros

    @property
    def source_words(self) -> str:
        """Where the figures come from."""
        return api.portal.translate(SOURCE_TITLES[self.asked.source])

    def __call__(self) -> str:
        """Show the page without the portlets beside it: tiles need the room."""
        self.hide_columns()
        return self.index()

    # What is drawn

    @cached_property
    def is_hidden(self) -> bool:
        """Whether the cell tells of people who could be told apart, or is the office's."""
        return self.form is not None and not self.may_draw(self.drawn_cell)

    @cached_property
    def records(self) -> Records | None:
        """The list of what the drawn cell counts; None for what no counter counts."""
        return self.records_of(self.drawn_cell) if self.now is not None else None

    def records_of(self, key: CellKey) -> Records | None:
        """Return the list of what a cell counts."""
        assert self.now is not None
        source = source_of(self.now, key)
        if source is None:
            return None
        return Records(self.place_url, source, self.now.period)

    @cached_property
    def place_url(self) -> str:
        """The address of the place whose figures these are."""
        return str(self.place.absolute_url())

    @cached_property
    def trend(self) -> Trend | None:
        """The months of the drawn cell; None where there is nothing to draw."""
        if self.now is None or self.records is None or self.is_hidden:
            return None
        return trend_of(self.now, self.before, self.drawn_cell, self.records, today())

    @cached_property
    def shares(self) -> list[Share]:
        """The forms in which the drawn cell came about, the largest share first."""
        if self.now is None or self.records is None or self.is_hidden:
            return []
        return shares_of(self.now, self.drawn_cell, self.records)

    @cached_property
    def tiles(self) -> list[Tile]:
        """The units by the drawn cell, in the order asked for; none on a unit's page."""
        if self.now is None or self.is_hidden or unit_of(self.place) is not None:
            return []
        lines = [line for line in self.unit_lines() if line["is_unit"]]
        if self.asked.order == BY_NAME:
            lines.sort(key=lambda line: title_order(short_place(line["title"])))
        urls = self.unit_urls()
        return tiles_of(
            (line["title"], line["value"], urls.get(line["uid"], "")) for line in lines
        )

    def unit_urls(self) -> dict[str, str]:
        """Map the units that the visitor may see to their pages."""
        path = "/".join(self.place.getPhysicalPath())
        brains = api.content.find(portal_type=UNIT_TYPE, path=path)
        return {brain.UID: brain.getURL() for brain in brains}

    @property
    def active(self) -> list[Tile]:
        """The units that have any, the largest number first."""
        return sorted(
            (tile for tile in self.tiles if tile.value), key=lambda tile: -tile.value
        )

    @property
    def first_units(self) -> str:
        """The units with the largest numbers, as text."""
        first = self.active[:FIRST_UNITS]
        return ", ".join(f"{tile.short} ({tile.text})" for tile in first)

    @property
    def empty_units(self) -> str:
        """The units that have nothing, as text; '' where they are not named."""
        return ", ".join(tile.short for tile in self.tiles if not tile.value)

    # The tables

    @property
    def by_unit(self) -> bool:
        """Whether one indicator is shown by units."""
        return self.cell is not None and self.now is not None

    @property
    def period(self) -> Any:
        return self.now.period.title if self.now is not None else ""

    def key_figures(self) -> list[dict[str, str]]:
        """List the first numbers of the last row that are more than zero."""
        if self.now is None or self.form is None:
            return []
        row = self.main_row
        keys = ((row, column.id) for column in self.form.columns)
        return [
            {
                "title": self.form.column_by_id[key[1]].title,
                "value": number(value),
                "url": self.records_url(self.now.total, key) or self.indicator_url(key),
            }
            for key in keys
            if (value := self.now.total.value(key))
        ][:KEY_FIGURES]

    def records_url(self, line: OverviewLine, key: CellKey) -> str:
        """Return the address of the records behind a number; '' for none, or no list."""
        records = self.records_of(key) if line.value(key) else None
        if records is None:
            return ""
        unit = line.place.uid if line.place else ""
        asked = (records.source.name, records.source.conditions, unit)
        if asked not in self.known_addresses:
            self.known_addresses[asked] = records.address(unit=unit)
        return self.known_addresses[asked]

    @cached_property
    def known_addresses(self) -> dict[Any, str]:
        """The addresses of lists that were asked for: hundreds of cells lead to few of them."""
        return {}

    def rows(self) -> list[dict[str, Any]]:
        """List the rows of the form on this page, each with a line for each indicator."""
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
                        "records": self.records_url(
                            self.now.total, (row.id, column.id)
                        ),
                        **self.numbers(self.now.total, before, (row.id, column.id)),
                    }
                    for column in self.form.columns
                ],
            }
            for row in self.part.of(self.asked_rows)
        ]

    @cached_property
    def asked_rows(self) -> list[FormRow]:
        """The rows of the form, or the one that is shown alone."""
        assert self.form is not None
        one = self.form.row_by_id.get(self.asked.row)
        return [one] if one is not None else list(self.form.rows)

    @cached_property
    def part(self) -> PageSlice:
        """Which of the rows are on this page: nobody reads thousands of numbers at once."""
        assert self.form is not None
        number = len(self.asked_rows)
        size = max(SHOWN_CELLS // len(self.form.columns), 1)
        return PageSlice.asked_for(
            "rows",
            self.request.form,
            number,
            f"{self.url}?{self.asked.query()}",
            number if self.shows_whole else size,
        )

    @property
    def shows_whole(self) -> bool:
        """Whether all rows are asked for, as for printing."""
        return "whole" in self.request.form

    @property
    def whole_url(self) -> str:
        """The address of all rows on one page; empty where this is it."""
        return f"{self.all_url}&whole=1" if self.part.several else ""

    def form_tables(self) -> str:
        """Write a table for each row of the form, with a line for each indicator."""
        if self.now is None:
            return ""
        form, before = self.now.form, self.before
        heads = TableHeads(
            api.portal.translate(LABEL_INDICATOR),
            str(self.now.period.year),
            str(before.period.year) if before is not None else "",
            api.portal.translate(LABEL_CHANGE),
        )
        return "".join(
            section_html(
                row["title"] or form.title,
                table_html(f"{form.title} {row['title']}", heads, row["lines"]),
            )
            for row in self.rows()
        )

    def unit_lines(self) -> list[dict[str, Any]]:
        """List the units with the drawn cell, the largest number first.

        Those that have nothing are left out where units without figures are not named.
        """
        if self.now is None:
            return []
        key, now = self.drawn_cell, self.now
        known = self.before.by_place if self.before is not None else {}
        lines = [
            {
                "title": place.title,
                "uid": place.uid,
                "is_unit": place.is_unit,
                "value": line.value(key) or 0,
                "records": self.records_url(line, key) if place.is_unit else "",
                **self.numbers(line, known.get(place.uid), key),
            }
            for line in now.lines
            if (place := line.place) is not None
            and (now.names_all or line.values.get(key))
        ]
        return sorted(lines, key=lambda line: -line["value"])

    def total_line(self) -> dict[str, str]:
        """Return the drawn cell of all units together."""
        before = self.before.total if self.before is not None else None
        assert self.now is not None
        key = self.drawn_cell
        return {
            "records": self.records_url(self.now.total, key),
            **self.numbers(self.now.total, before, key),
        }

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
        """The name of the drawn cell."""
        return name_of(self.form, self.drawn_cell) if self.form else ""

    @property
    def shows_draft_note(self) -> bool:
        """Whether nobody has compared the form yet and the user should know it."""
        unchecked = self.form is not None and self.form.status == DRAFT
        return unchecked and is_staff(self.context)

    # Addresses

    def indicator_url(self, key: CellKey) -> str:
        """Return the address of an indicator by units; '' for one that has no such page."""
        if not self.has_indicator_pages or not self.may_draw(key):
            return ""
        return f"{self.all_url}&{urlencode({'indicator': indicator(key)})}"

    @cached_property
    def has_indicator_pages(self) -> bool:
        """Whether indicators have a page by units: there is a form, and this is no single unit's."""
        return self.form is not None and unit_of(self.place) is None

    @cached_property
    def all_url(self) -> str:
        """The address of the whole form."""
        return f"{self.url}?{self.asked.query(indicator='', row='')}"

    @property
    def other_order(self) -> dict[str, Any]:
        """The title and address of the other order of units."""
        other = BY_NUMBER if self.asked.order == BY_NAME else BY_NAME
        query = self.asked.query(order=other)
        return {
            "title": ORDER_TITLES[other],
            "url": f"{self.url}?{query}#pbgdpl-by-unit",
        }

    @property
    def filled_year(self) -> int:
        """The year to which a page without figures leads; 0 for none."""
        if self.asked.year != today().year:
            return today().year
        if self.before is None or self.before.is_empty:
            return 0
        return self.asked.year - 1

    def files(self) -> list[dict[str, str]]:
        """List the files in which the same figures can be had."""
        query = self.asked.query(indicator="", row="")
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
