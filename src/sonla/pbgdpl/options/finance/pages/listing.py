"""The expenditures of a place and year, with their sums by source; a file of them."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.names import FINANCE
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.jobs.items import readable
from sonla.pbgdpl.options.finance import IMPORT_NAME
from sonla.pbgdpl.options.finance import LIST_NAME
from sonla.pbgdpl.options.finance.access import check_reader
from sonla.pbgdpl.options.finance.access import may_enter
from sonla.pbgdpl.options.finance.access import may_see
from sonla.pbgdpl.options.finance.pages.item import add_url
from sonla.pbgdpl.options.finance.pages.labels import chosen
from sonla.pbgdpl.options.finance.pages.labels import expenditure_words
from sonla.pbgdpl.options.finance.pages.labels import ExpenditureWords
from sonla.pbgdpl.options.finance.pages.labels import money
from sonla.pbgdpl.options.finance.query import load_records
from sonla.pbgdpl.options.finance.query import records_by_place
from sonla.pbgdpl.options.finance.query import records_of
from sonla.pbgdpl.options.finance.query import Sums
from sonla.pbgdpl.options.finance.query import sums_by_place
from sonla.pbgdpl.options.finance.query import together
from sonla.pbgdpl.options.finance.tables import cells_of
from sonla.pbgdpl.options.finance.tables import COLUMNS
from sonla.pbgdpl.options.finance.vocabularies import FUNDS
from sonla.pbgdpl.options.finance.vocabularies import PLANNED
from sonla.pbgdpl.options.finance.vocabularies import SPENT
from sonla.pbgdpl.options.finance.vocabularies import STAGES
from sonla.pbgdpl.statistics.periods import FIRST_YEAR
from sonla.pbgdpl.statistics.periods import LAST_YEAR
from sonla.pbgdpl.statistics.places import ReportingPlace
from sonla.pbgdpl.ui.admin_pages import admin_page
from sonla.pbgdpl.ui.admin_pages import DATA
from sonla.pbgdpl.ui.downloads import offer_csv
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import FullWidth
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.paging import PageSlice
from sonla.pbgdpl.ui.paging import SHOWN
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import SectionPages
from typing import Any

TITLE = _("heading_expenditures", default="Expenditures")
LISTED_YEARS = 5
"""Years that the menu offers beside the one that is shown."""


class YearOfPlace(BrowserView):
    """The place and the year that are asked for."""

    @cached_property
    def place(self) -> Any:
        """The unit in which the page stands, else the section."""
        return unit_of(self.context) or section_of(self.context)

    @cached_property
    def year(self) -> int:
        """The year asked for; nonsense is the present one."""
        year = parse_int(self.request.form.get("year"), today().year)
        return year if FIRST_YEAR <= year <= LAST_YEAR else today().year

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of the year."""
        return date(self.year, 1, 1), date(self.year, 12, 31)

    @cached_property
    def records(self) -> list[int]:
        """The records of the place itself, the latest first."""
        return records_of(self.place, *self.days)


class ExpendituresPage(FullWidth, Page, YearOfPlace):
    """Show sums by source and place, and the records of the place itself."""

    stylesheets = ("tables.css",)
    page_title = TITLE

    def check_access(self) -> None:
        """Let those pass who may see the money of the place."""
        check_reader(self.place)

    @cached_property
    def by_place(self) -> list[tuple[ReportingPlace, Sums]]:
        """The sums of each place."""
        return sums_by_place(self.place, *self.days)

    @cached_property
    def all_sums(self) -> Sums:
        """The sums of all places together."""
        return together(self.by_place)

    @property
    def has_units(self) -> bool:
        """Whether the page is that of the whole section."""
        return unit_of(self.place) is None

    # What the template shows

    @property
    def stages(self) -> list[dict[str, Any]]:
        """Spent and planned, each with the sources and all of them together."""
        return [
            {
                "title": chosen(STAGES, stage),
                "funds": [
                    {
                        "title": chosen(FUNDS, fund),
                        "amount": money(self.all_sums.amount(stage, fund)),
                    }
                    for fund in FUNDS
                ],
                "total": money(self.all_sums.total(stage)),
            }
            for stage in (SPENT, PLANNED)
        ]

    @property
    def fund_titles(self) -> list[str]:
        return [chosen(FUNDS, fund) for fund in FUNDS]

    def place_lines(self) -> Iterator[dict[str, Any]]:
        """Yield a line a place: what it spent by source, or that nobody has said anything."""
        for place, sums in self.by_place:
            if not place.is_unit and not sums.records:
                continue
            yield {
                "title": place.title,
                "url": f"{self.request.physicalPathToURL(place.path)}/@@{LIST_NAME}?year={self.year}",
                "is_known": bool(sums.records),
                "funds": [money(sums.amount(SPENT, fund)) for fund in FUNDS],
                "total": money(sums.total(SPENT)),
                "planned": money(sums.total(PLANNED)),
            }

    @property
    def total_line(self) -> dict[str, Any]:
        """All places together."""
        sums = self.all_sums
        return {
            "funds": [money(sums.amount(SPENT, fund)) for fund in FUNDS],
            "total": money(sums.total(SPENT)),
            "planned": money(sums.total(PLANNED)),
        }

    @property
    def silent(self) -> int:
        """The number of units of which nothing was recorded."""
        return sum(place.is_unit and not sums.records for place, sums in self.by_place)

    @cached_property
    def part(self) -> PageSlice:
        """Which of the records are shown."""
        url = f"{self.url}?year={self.year}"
        return PageSlice.asked_for("records", self.request.form, len(self.records), url)

    def lines(self) -> list[ExpenditureWords]:
        """List the records of this part, in words."""
        shown = self.records[self.part.start : self.part.start + SHOWN]
        return list(map(expenditure_words, readable(load_records(shown))))

    def years(self) -> list[dict[str, Any]]:
        """List the years of the menu, the latest first."""
        now = max(today().year, self.year)
        years = {*range(now, max(now - LISTED_YEARS, FIRST_YEAR - 1), -1), self.year}
        return [
            {"value": year, "on": year == self.year}
            for year in sorted(years, reverse=True)
        ]

    @property
    def add_url(self) -> str:
        """The address of the form; empty for who may add nothing here."""
        return add_url(self.place) if may_enter(self.place) else ""

    @property
    def import_url(self) -> str:
        """The address of the page that takes files in; empty for who may add nothing here."""
        if not may_enter(self.place):
            return ""
        return f"{self.place.absolute_url()}/@@{IMPORT_NAME}"

    @property
    def file_url(self) -> str:
        """The address of the file of all records."""
        return f"{self.place.absolute_url()}/@@{LIST_NAME}.csv?year={self.year}"

    @property
    def place_title(self) -> str:
        return self.place.Title()


class ExpendituresCsv(YearOfPlace):
    """Provide the records of a place and year as CSV; on a section those of its units, too."""

    def __call__(self) -> bytes:
        """Write the file for those who may see the money of the place."""
        check_reader(self.place)
        return offer_csv(
            self.request,
            f"khoan-chi-{self.year}",
            list(COLUMNS.values()),
            self.rows(),
            office=self.context,
        )

    def rows(self) -> Iterator[list[Any]]:
        """Yield the cells of each record, place by place."""
        for rids in records_by_place(self.place, *self.days).values():
            yield from map(cells_of, readable(load_records(rids)))


class ExpenditurePages(SectionPages):
    """Lead those who may see it to the money of a section or unit."""

    belongs_to = FINANCE
    order = 95

    def actions(self) -> Iterator[PageLink]:
        """Yield the list."""
        if not api.user.is_anonymous() and may_see(self.place):
            url = f"{self.place.absolute_url()}/@@{LIST_NAME}"
            yield PageLink(url, api.portal.translate(TITLE))


ExpendituresAdminPage = admin_page(
    LIST_NAME,
    title=TITLE,
    help=_(
        "help_admin_expenditures",
        default="What units spent and plan, by source of funds; which of them have entered nothing.",
    ),
    order=46,
    group=DATA,
    belongs_to=FINANCE,
    __module__=__name__,
)
