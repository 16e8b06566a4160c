"""What lists with filters share: every state in the address, pages, menus, paper view."""

from collections.abc import Iterator
from collections.abc import Sequence
from functools import cached_property
from html import escape
from plone.batching import Batch
from sonla.pbgdpl.core.section import place_title
from sonla.pbgdpl.editorial.pages.section_page import SectionPage
from sonla.pbgdpl.search.facets import Facet
from sonla.pbgdpl.search.pages.filters import Filters
from sonla.pbgdpl.ui.interfaces import IDescribedPage
from sonla.pbgdpl.ui.page import BrowserView
from typing import Any
from zope.interface import implementer

PAGE_SIZE = 20
MAX_PRINTED = 1000
"""Lines on one sheet of paper view; users who need more filter the list or turn pages."""


@implementer(IDescribedPage)
class FilteredListPage(SectionPage, BrowserView):
    """Show one page of what filters find."""

    schema_type = "CollectionPage"
    name: str
    finding: Any
    """Has `results`, a set of record ids, and `faceted`, which counts by facet."""
    filter_class: type[Filters]
    menu_facets: Sequence[Facet] = ()

    @cached_property
    def filters(self) -> Filters:
        """The filters asked for."""
        return self.filter_class.from_form(self.request.form)

    @cached_property
    def total(self) -> int:
        return len(self.finding.results)

    @cached_property
    def size(self) -> int:
        """The number of lines on one page."""
        return MAX_PRINTED if self.filters.printed else PAGE_SIZE

    @cached_property
    def start(self) -> int:
        """The number of the first line shown; beyond the end is the last page."""
        last = max(0, (self.total - 1) // self.size * self.size)
        return min(self.filters.start // self.size * self.size, last)

    @cached_property
    def batch(self) -> Batch:
        """Cut the numbers of what is found into pages, for core's navigation."""
        return Batch(range(self.total), self.size, self.start)

    @property
    def left_out(self) -> int:
        """The number of what the paper view has no room for."""
        return max(0, self.total - MAX_PRINTED) if self.filters.printed else 0

    # Filters

    def menus(self) -> Iterator[dict[str, Any]]:
        """Yield each filter that has something to choose."""
        for facet in self.menu_facets:
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

    # Addresses

    @cached_property
    def url(self) -> str:
        """The address of the list without any state."""
        return f"{self.context.absolute_url()}/@@{self.name}"

    def url_of(self, filters: Filters) -> str:
        """Return the address of another state of the list."""
        query = filters.query_string()
        return f"{self.url}?{query}" if query else self.url

    @property
    def print_url(self) -> str:
        """The address of the same lines on one page."""
        return self.url_of(self.filters.for_paper())

    @property
    def screen_url(self) -> str:
        """The address of the same lines in pages."""
        return self.url_of(self.filters.for_screen())

    @property
    def place(self) -> str:
        """The unit or section whose list it is; empty for the whole portal."""
        return place_title(self.context)


def option_tag(option: dict[str, Any]) -> str:
    """Write an option of a menu: there are hundreds, and templates take their time."""
    value, title = escape(option["value"]), escape(option["title"])
    chosen = ' selected="selected"' if option["chosen"] else ""
    return f'<option value="{value}"{chosen}>{title} ({option["count"]})</option>\n'
