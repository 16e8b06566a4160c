"""The public list of activities: by month, unit, form, audience; every state in the address."""

from collections.abc import Iterator
from collections.abc import Mapping
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.activities import ACTIVITY_TYPE
from sonla.pbgdpl.activities.access import entering_places
from sonla.pbgdpl.activities.labels import activity_words
from sonla.pbgdpl.activities.labels import ActivityWords
from sonla.pbgdpl.activities.labels import LIST_NAME
from sonla.pbgdpl.activities.labels import number
from sonla.pbgdpl.activities.pages.query import ActivityFilters
from sonla.pbgdpl.activities.pages.query import ActivityFinding
from sonla.pbgdpl.activities.pages.query import FORM
from sonla.pbgdpl.activities.pages.query import INDEXED
from sonla.pbgdpl.activities.pages.query import MONTH
from sonla.pbgdpl.activities.pages.query import TERRITORY
from sonla.pbgdpl.activities.pages.query import UNIT
from sonla.pbgdpl.core.dates import month_title
from sonla.pbgdpl.search.facets import Facet
from sonla.pbgdpl.search.facets import YEAR
from sonla.pbgdpl.search.pages.filtered_list import FilteredListPage
from sonla.pbgdpl.search.pages.filtered_list import option_tag
from sonla.pbgdpl.statistics.interfaces import IRecordsList
from sonla.pbgdpl.ui.admin_pages import admin_page
from sonla.pbgdpl.ui.admin_pages import DATA
from sonla.pbgdpl.ui.icons import drawn_bar
from sonla.pbgdpl.ui.summaries import EntryStyle
from sonla.pbgdpl.ui.summaries import joined
from sonla.pbgdpl.ui.summaries import Summary
from typing import Any
from zope.i18nmessageid import Message
from zope.interface import implementer

FIRST_BARS = 10


class ActivitiesView(FilteredListPage):
    """List published activities, the latest first, with bars by month and territory."""

    stylesheets = ("tables.css",)
    name = LIST_NAME
    page_title = _("heading_activities", default="Activities of legal education")
    nothing = _("msg_no_activities", default="No activity has been published here yet.")
    portal_type = ACTIVITY_TYPE
    order = _("label_order_held", default="held last first")
    counted = True
    """Whether the table shows how many came."""
    filters: ActivityFilters
    filter_class = ActivityFilters
    bars_template = ViewPageTemplateFile("templates/bars.pt")
    menu_facets = tuple(facet for facet in INDEXED if facet is not YEAR)

    def __call__(self) -> Any:
        """Show the page with room for the table."""
        self.hide_right_column()
        return self.index()

    @cached_property
    def finding(self) -> ActivityFinding:
        return ActivityFinding(self.context, self.portal_type, self.filters)

    def activities(self) -> Iterator[ActivityWords]:
        """Yield what the page shows of each activity."""
        return map(activity_words, self.finding.activities(self.start, self.size))

    # Filters

    def menus(self) -> Iterator[dict[str, Any]]:
        """Yield the unit besides what the catalog counts, where there are units."""
        yield from super().menus()
        options = self.unit_options()
        if options:
            yield {
                "name": UNIT.name,
                "title": UNIT.title,
                "options": "".join(map(option_tag, options)),
            }

    def unit_options(self) -> list[dict[str, Any]]:
        """List the units that have activities, and the one chosen."""
        chosen = self.filters.value(UNIT.name)
        counts = self.finding.by_unit()
        return [
            {
                "value": unit.uid,
                "title": unit.title,
                "count": counts.get(unit.uid, 0),
                "chosen": unit.uid == chosen,
            }
            for unit in self.finding.units
            if unit.uid in counts or unit.uid == chosen
        ]

    def years(self) -> list[dict[str, Any]]:
        """List the years in which something was held, the latest first."""
        chosen = self.filters.value(YEAR.name)
        counts = self.finding.faceted.counts(YEAR)
        return [
            {
                "year": year,
                "chosen": year == chosen,
                "url": self.url_of(
                    self.filters.choosing(MONTH.name, "").choosing(
                        YEAR.name, "" if year == chosen else year
                    )
                ),
            }
            for year in sorted({*counts, *filter(None, [chosen])}, reverse=True)
        ]

    # Bars

    @property
    def bars_macros(self) -> Any:
        """The macro of a list of bars."""
        return self.bars_template.macros

    def months(self) -> list[dict[str, Any]]:
        """Count by month of the year chosen, each month with its address."""
        if not self.filters.year:
            return []
        counts = self.finding.months()
        if not any(counts.values()):
            return []
        return [
            self.bar(MONTH, str(month), month_title(month), count, max(counts.values()))
            for month, count in counts.items()
        ]

    def territories(self) -> list[dict[str, Any]]:
        """Count by territory, most first, each territory with its address."""
        counts = self.finding.faceted.counts(TERRITORY)
        titles = TERRITORY.titles()
        rows = sorted(counts.items(), key=lambda row: (-row[1], titles.get(row[0], "")))
        return [
            self.bar(TERRITORY, token, titles.get(token, token), count, rows[0][1])
            for token, count in rows
        ]

    def first_bars(self, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the bars that are seen at once: all on paper, where nothing unfolds."""
        return lines if self.filters.printed else lines[:FIRST_BARS]

    def other_bars(self, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return those that wait behind one press: a province has 75 communes."""
        return lines[len(self.first_bars(lines)) :]

    def bar(
        self, facet: Facet, value: str, title: str, count: int, most: int
    ) -> dict[str, Any]:
        """Return one of several bars, drawn beside the longest."""
        chosen = self.filters.value(facet.name) == value
        filters = self.filters.choosing(facet.name, "" if chosen else value)
        return {
            "title": title,
            "count": number(count),
            "svg": drawn_bar(count, most),
            "chosen": chosen,
            "url": self.url_of(filters) if count or chosen else "",
        }

    @property
    def share(self) -> Message | str:
        """A sentence on all that was found, below its number; empty for none."""
        return ""

    # Those who enter them

    def entering(self) -> list[dict[str, str]]:
        """List where this person may enter activities."""
        return list(entering_places(self.context))


@implementer(IRecordsList)
class ActivityRecords:
    """Lead from the numbers of statistics to a list of activities; the base of other such lists."""

    facet: Facet = FORM
    """By whose values shares are drawn."""
    list_name = LIST_NAME

    @property
    def fact(self) -> str:
        return self.facet.name

    @property
    def fact_title(self) -> Message:
        return self.facet.title

    def titles(self) -> Mapping[str, str]:
        """Return the titles of the values."""
        return self.facet.titles()

    def address(
        self,
        where: Mapping[str, tuple[str, ...]],
        year: int,
        month: int | None,
        unit: str,
    ) -> str:
        """Return the list under its filters, which take one value each."""
        return ActivityFilters.address(self.list_name, where, year, month, unit)


ActivitiesAdminPage = admin_page(
    "activities",
    title=_("heading_activities", default="Activities of legal education"),
    help=_(
        "help_tool_activities",
        default="What was held, by month and territory. Units enter activities by a short form on their page.",
    ),
    order=110,
    group=DATA,
)


class ActivityStyle(EntryStyle):
    """Show an activity with the day on which it begins, and where."""

    style = "activity"
    kind_vocabulary = "DisseminationForms"
    divided_by = "kind"

    def meta(self, entry: Summary) -> str:
        """Return day and place."""
        return joined(entry.event_date, entry.place)
