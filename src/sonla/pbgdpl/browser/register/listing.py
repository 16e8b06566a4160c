"""The public lists of legal reporters and propagandists; every state in the address."""

from collections.abc import Iterator
from functools import cached_property
from html import escape
from plone import api
from plone.batching import Batch
from Products.Five import BrowserView
from sonla.pbgdpl import _
from sonla.pbgdpl.browser.register.files import Files
from sonla.pbgdpl.browser.register.filters import Filters
from sonla.pbgdpl.browser.register.filters import LETTER
from sonla.pbgdpl.browser.register.filters import MENUS
from sonla.pbgdpl.browser.register.finding import PeopleFinding
from sonla.pbgdpl.browser.register.lines import person_words
from sonla.pbgdpl.browser.register.lines import PersonWords
from sonla.pbgdpl.browser.search.facets import Facet
from sonla.pbgdpl.browser.titles.page import TitledPage
from sonla.pbgdpl.clock import today
from sonla.pbgdpl.dates import format_day
from sonla.pbgdpl.register.names import letters_in_order
from sonla.pbgdpl.section import section_of
from sonla.pbgdpl.section import unit_of
from typing import Any

PAGE_SIZE = 20
MOST_PRINTED = 1000
"""People on one sheet of paper view; whoever needs more filters or pages."""


class PeopleView(TitledPage, Files, BrowserView):
    """List people whose recognition is in force, A to Z by given name."""

    name: str
    portal_type: str
    lead: Any
    nobody: Any

    @cached_property
    def filters(self) -> Filters:
        """Read what is asked for."""
        return Filters.from_form(self.request.form)

    @cached_property
    def finding(self) -> PeopleFinding:
        """Hold who is found."""
        return PeopleFinding(self.context, self.portal_type, self.filters)

    @cached_property
    def total(self) -> int:
        """Count the people found."""
        return len(self.finding.results)

    @cached_property
    def size(self) -> int:
        """Give the number of people on one page."""
        return MOST_PRINTED if self.filters.printed else PAGE_SIZE

    @cached_property
    def start(self) -> int:
        """Give the number of the first person shown; beyond the end is the last page."""
        last = max(0, (self.total - 1) // self.size * self.size)
        return min(self.filters.start // self.size * self.size, last)

    @cached_property
    def batch(self) -> Batch:
        """Cut the numbers of the people found into pages, for core's navigation."""
        return Batch(range(self.total), self.size, self.start)

    def people(self) -> Iterator[PersonWords]:
        """Yield what the page shows of each person.

        The template asks by `python:`: path expressions look for each step in many
        ways, which for the hundreds of a page is a tenth of its time.
        """
        return map(person_words, self.finding.people(self.start, self.size))

    @property
    def left_out(self) -> int:
        """Count the people whom the paper view has no room for."""
        return max(0, self.total - MOST_PRINTED) if self.filters.printed else 0

    # Filters

    def menus(self) -> Iterator[dict[str, Any]]:
        """Yield each filter that has something to choose."""
        for facet in MENUS:
            options = self.options(facet)
            if options:
                yield {
                    "name": facet.name,
                    "title": facet.title,
                    "options": "".join(map(option_tag, options)),
                }

    def options(self, facet: Facet) -> list[dict[str, Any]]:
        """List the values of a filter in the order of its list, with their counts."""
        chosen = self.filters.value(facet.name)
        counts = self.finding.faceted.counts(facet)
        titles = facet.titles()
        known = [value for value in titles if value in counts or value == chosen]
        unknown = sorted({*counts, *filter(None, [chosen])} - set(titles))
        return [
            {
                "value": value,
                "title": titles.get(value, value),
                "count": counts.get(value, 0),
                "chosen": value == chosen,
            }
            for value in (*known, *unknown)
        ]

    def letters(self) -> list[dict[str, Any]]:
        """List the letters under which people stand, each with its address."""
        chosen = self.filters.value(LETTER.name)
        counts = self.finding.faceted.counts(LETTER)
        return [
            {
                "letter": letter,
                "count": counts.get(letter, 0),
                "chosen": letter == chosen,
                "url": self.url_of(
                    self.filters.choosing(
                        LETTER.name, "" if letter == chosen else letter
                    )
                ),
            }
            for letter in letters_in_order({*counts, *filter(None, [chosen])})
        ]

    # Addresses

    @cached_property
    def url(self) -> str:
        """Give the address of the list without any state."""
        return f"{self.context.absolute_url()}/@@{self.name}"

    def url_of(self, filters: Filters) -> str:
        """Give the address of another state of the list."""
        query = filters.query_string()
        return f"{self.url}?{query}" if query else self.url

    @property
    def print_url(self) -> str:
        """Give the address of the same people on one page."""
        return self.url_of(self.filters.for_paper())

    @property
    def screen_url(self) -> str:
        """Give the address of the same people in pages."""
        return self.url_of(self.filters.for_screen())

    @property
    def place(self) -> str:
        """Name the unit or section whose people these are; empty for the whole portal."""
        place = unit_of(self.context) or section_of(self.context)
        return place.Title() if place is not None else ""

    @property
    def today(self) -> str:
        """Write the day for which the list holds."""
        return format_day(today())

    def lists(self) -> list[dict[str, Any]]:
        """List both lists, to go from one to the other."""
        base = self.context.absolute_url()
        return [
            {
                "title": kind.page_title,
                "url": f"{base}/@@{kind.name}",
                "here": kind.name == self.name,
            }
            for kind in (ReportersView, PropagandistsView)
        ]

    @property
    def portal_url(self) -> str:
        """Give the address of the portal, for the rules of the table."""
        return api.portal.get().absolute_url()


def option_tag(option: dict[str, Any]) -> str:
    """Write an option of a menu: there are hundreds, and templates take their time."""
    value, title = escape(option["value"]), escape(option["title"])
    chosen = ' selected="selected"' if option["chosen"] else ""
    return f'<option value="{value}"{chosen}>{title} ({option["count"]})</option>\n'


class ReportersView(PeopleView):
    """List the legal reporters."""

    name = "reporters"
    portal_type = "LegalReporter"
    page_title = _("heading_reporters", default="Legal reporters")
    lead = _(
        "help_reporters",
        default="People recognised by decision, whom agencies and communes can invite to speak on the law.",
    )
    nobody = _(
        "msg_no_reporters", default="No legal reporter has been entered here yet."
    )


class PropagandistsView(PeopleView):
    """List the legal propagandists."""

    name = "propagandists"
    portal_type = "LegalPropagandist"
    page_title = _("heading_propagandists", default="Legal propagandists")
    lead = _(
        "help_propagandists",
        default="People recognised by their commune or ward, who speak on the law where they live.",
    )
    nobody = _(
        "msg_no_propagandists",
        default="No legal propagandist has been entered here yet.",
    )
