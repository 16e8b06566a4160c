"""`@@pbgdpl-statistics`: the figures for everybody, every state of it in the address."""

from functools import cached_property
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
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
from sonla.pbgdpl.statistics.cells.reported import name_of
from sonla.pbgdpl.statistics.forms.definition import DRAFT
from sonla.pbgdpl.statistics.pages.charts import Records
from sonla.pbgdpl.statistics.pages.charts import Share
from sonla.pbgdpl.statistics.pages.charts import shares_of
from sonla.pbgdpl.statistics.pages.charts import Tile
from sonla.pbgdpl.statistics.pages.charts import tiles_of
from sonla.pbgdpl.statistics.pages.charts import Trend
from sonla.pbgdpl.statistics.pages.charts import trend_of
from sonla.pbgdpl.statistics.pages.figure_tables import FigureTables
from sonla.pbgdpl.statistics.pages.figures_filter import BY_NAME
from sonla.pbgdpl.statistics.pages.figures_filter import BY_NUMBER
from sonla.pbgdpl.statistics.pages.labels import option_notes
from sonla.pbgdpl.statistics.pages.labels import SOURCE_TITLES
from sonla.pbgdpl.statistics.pages.labels import state_title
from sonla.pbgdpl.statistics.pages.menus import FilterMenus
from sonla.pbgdpl.ui.admin_pages import admin_page
from sonla.pbgdpl.ui.admin_pages import DATA
from sonla.pbgdpl.ui.interfaces import CollectedPages
from sonla.pbgdpl.ui.page import FullWidth
from typing import Any
from zope.i18nmessageid import Message

NAME = "pbgdpl-statistics"
COLLECTED = CollectedPages(f"@@{NAME}")
FIRST_UNITS = 3
"""Units that are named in a sentence."""
ORDER_TITLES = {
    BY_NUMBER: _("label_order_by_number", default="Sort by number"),
    BY_NAME: _("label_order_by_name", default="Sort by name"),
}


class StatisticsPage(FullWidth, FilterMenus, SectionPage, FigureTables):
    """Show one cell by months, units and shares, and the table of the form."""

    stylesheets = ("tables.css", "statistics/statistics.css")
    page_title = _("heading_statistics", default="Statistics of legal education")
    index = ViewPageTemplateFile("templates/page.pt")
    monthly = True

    chart_template = ViewPageTemplateFile("templates/charts.pt")

    @property
    def source_words(self) -> str:
        """Where the figures come from."""
        return api.portal.translate(SOURCE_TITLES[self.asked.source])

    @property
    def option_notes(self) -> list[Message]:
        """Which options the form needs and are off, for the office."""
        return list(option_notes(self.form)) if self.office else []

    # What is drawn

    @cached_property
    def is_hidden(self) -> bool:
        """Whether the cell tells of people who could be told apart, or is the office's."""
        return self.form is not None and not self.may_draw(self.drawn_cell)

    @cached_property
    def records(self) -> Records | None:
        """The list of what the drawn cell counts; None for what no counter counts."""
        return self.records_of(self.drawn_cell) if self.now is not None else None

    @cached_property
    def trend(self) -> Trend | None:
        """The months of the drawn cell; None where there is nothing to draw."""
        if self.now is None or self.records is None or self.is_hidden:
            return None
        before = self.before if self.compares(self.drawn_cell) else None
        return trend_of(self.now, before, self.drawn_cell, self.records)

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
    def cell_name(self) -> str:
        """The name of the drawn cell."""
        return name_of(self.form, self.drawn_cell) if self.form else ""

    @property
    def shows_draft_note(self) -> bool:
        """Whether nobody has compared the form yet and the user should know it."""
        unchecked = self.form is not None and self.form.status == DRAFT
        return unchecked and is_staff(self.context)

    # Addresses

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
        if self.asked.year != self.day.year:
            return self.day.year
        former = self.asked.former()
        if former is None or self.figures(former, None).is_empty:
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


StatisticsAdminPage = admin_page(
    "pbgdpl-statistics",
    title=_("heading_statistics", default="Statistics of legal education"),
    help=_(
        "help_tool_statistics",
        default="Figures by year, unit and indicator, counted from approved records.",
    ),
    order=90,
    group=DATA,
)
