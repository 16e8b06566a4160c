"""What narrows a search, and where in its results one is: filters, order, pages."""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.editorial.pages.section_page import SectionPage
from sonla.pbgdpl.search.criteria import Criteria
from sonla.pbgdpl.search.criteria import DATE
from sonla.pbgdpl.search.criteria import PAGE_SIZE
from sonla.pbgdpl.search.criteria import RELEVANCE
from sonla.pbgdpl.search.facets import Facet
from sonla.pbgdpl.search.facets import FACETS
from sonla.pbgdpl.search.facets import TYPE
from sonla.pbgdpl.search.facets import vocabulary_titles
from sonla.pbgdpl.search.pages.filtered_list import NarrowingParts
from sonla.pbgdpl.search.pages.filtered_list import option_tag
from sonla.pbgdpl.search.query import SearchQuery
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.vocabularies import AGENCIES
from typing import Any

MAX_VALUES = 40
"""Values of a filter shown at all; the rarest are left out."""

PAGES_AROUND = 2
SORTS = (
    (RELEVANCE, _("label_sort_relevance", default="Relevance")),
    (DATE, _("label_sort_date", default="Newest first")),
)


class NarrowedView(NarrowingParts, SectionPage, BrowserView):
    """Show one state of a search, whose address has all of it."""

    @cached_property
    def criteria(self) -> Criteria:
        """What is asked for; a start beyond the end is the last page."""
        return Criteria.from_form(self.request.form)

    @cached_property
    def finding(self) -> SearchQuery:
        return SearchQuery(self.context, self.criteria)

    @cached_property
    def total(self) -> int:
        return len(self.finding.results)

    @cached_property
    def start(self) -> int:
        """The number of the first result shown, counted from 0."""
        last = max(0, (self.total - 1) // PAGE_SIZE * PAGE_SIZE)
        return min(self.criteria.start // PAGE_SIZE * PAGE_SIZE, last)

    @property
    def end(self) -> int:
        """The number of the last result shown, counted from 1."""
        return min(self.start + PAGE_SIZE, self.total)

    @cached_property
    def base_url(self) -> str:
        """The address of the page without any state."""
        return f"{self.context.absolute_url()}/@@pbgdpl-search"

    def state_url(self, criteria: Criteria) -> str:
        """Return the address of another state of this page."""
        query = criteria.query_string()
        return f"{self.base_url}?{query}" if query else self.base_url

    # Filters

    kinds_label = _("label_result_kinds", default="Kinds of results")

    def kinds(self) -> list[dict[str, Any]]:
        """List the kinds of results with their numbers, all of them first."""
        counts = self.finding.faceted.counts(TYPE)
        chosen = self.criteria.values(TYPE.name)
        if not (self.total or chosen):
            return []
        ordered = sorted(counts, key=lambda name: (-counts[name], name))
        everything = _("label_all_kinds", default="All")
        shown = [("", everything, sum(counts.values()))]
        shown += [(n, self.type_titles.get(n, n), counts[n]) for n in ordered]
        return [
            {
                "title": title,
                "count": count,
                "current": value in chosen if value else not chosen,
                "url": self.state_url(
                    self.criteria.choosing(TYPE.name, (value,) if value else ())
                ),
            }
            for value, title, count in shown
        ]

    def menus(self) -> Iterator[dict[str, Any]]:
        """Yield each filter that has something to choose, beside the kinds."""
        for facet in FACETS:
            if facet is TYPE:
                continue
            if values := self.facet_values(facet):
                yield {
                    "name": facet.name,
                    "title": facet.title,
                    "options": "".join(map(option_tag, values)),
                    "others": self.criteria.values(facet.name)[1:],
                }

    @property
    def chosen_names(self) -> Collection[str]:
        return self.criteria.chosen

    def kept(self, menus: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
        """List the parameters that a change of the filters leaves as they are."""
        filters = {facet.name for facet in FACETS if facet is not TYPE}
        unpaged = self.criteria.at(0)
        return [(n, value) for n, value in unpaged.parameters() if n not in filters]

    @property
    def unfiltered_url(self) -> str:
        """The address of the same words without a filter."""
        return self.state_url(self.criteria.unfiltered())

    def facet_values(self, facet: Facet) -> list[dict[str, Any]]:
        """List the values of a filter, the chosen ones first, with their counts."""
        counts = self.finding.faceted.counts(facet)
        chosen = self.criteria.values(facet.name)
        titles = self.titles(facet)
        values = [
            (value not in chosen, -count, titles.get(value, value), value)
            for value, count in {**dict.fromkeys(chosen, 0), **counts}.items()
        ]
        if facet.newest_first:
            values.sort(key=lambda entry: entry[3], reverse=True)
            values.sort(key=lambda entry: entry[0])
        else:
            values.sort()
        return [
            {
                "value": value,
                "title": title,
                "count": -number,
                "chosen": not other,
                "url": f"{self.base_url}?{self.criteria.toggled_query(facet.name, value)}",
            }
            for other, number, title, value in values[:MAX_VALUES]
        ]

    def chips(self) -> list[dict[str, str]]:
        """List the chosen filters, each with the address that removes it."""
        facets = {facet.name: facet for facet in FACETS}
        return [
            {
                "facet": facets[name].title,
                "title": self.titles(facets[name]).get(value, value),
                "url": self.state_url(self.criteria.toggled(name, value)),
            }
            for name, value in self.criteria.filters()
        ]

    def titles(self, facet: Facet) -> Mapping[str, str]:
        """Map the values of a facet to titles in the visitor's language."""
        return self.type_titles if facet.name == "type" else facet.titles()

    @cached_property
    def type_titles(self) -> dict[str, str]:
        """Mapping of each portal_type in use to its title in the visitor's language."""
        types = api.portal.get_tool("portal_types")
        used = get_index(self.finding.catalog, "portal_type").uniqueValues()
        return {
            name: self.translated(types[name].Title()) for name in used if name in types
        }

    @cached_property
    def agency_titles(self) -> Mapping[str, str]:
        """Mapping of each agency's token to its name."""
        return vocabulary_titles(AGENCIES)()

    # Order and pages

    def sorts(self) -> list[dict[str, Any]]:
        """List the orders to choose from; without words there is no relevance."""
        if not self.criteria.text:
            return []
        return [
            {
                "title": title,
                "chosen": sort == self.criteria.sort,
                "url": self.state_url(self.criteria.sorted_by(sort)),
            }
            for sort, title in SORTS
        ]

    def pages(self) -> list[dict[str, Any] | None]:
        """List the pages to link, None for those left out; empty when one is all."""
        last = (self.total - 1) // PAGE_SIZE
        if last < 1:
            return []
        here = self.start // PAGE_SIZE
        near = range(here - PAGES_AROUND, here + PAGES_AROUND + 1)
        numbers = sorted({0, last} | {n for n in near if 0 <= n <= last})
        pages: list[dict[str, Any] | None] = []
        for before, number in zip([-1, *numbers], numbers, strict=False):
            if number > before + 1:
                pages.append(None)
            pages.append(
                {"number": number + 1, "here": number == here, "url": self.page(number)}
            )
        return pages

    def page(self, number: int) -> str:
        """Return the address of a page, counted from 0."""
        return self.state_url(self.criteria.at(number * PAGE_SIZE))

    @property
    def previous_url(self) -> str:
        """The address of the page before; empty on the first."""
        here = self.start // PAGE_SIZE
        return self.page(here - 1) if here else ""

    @property
    def next_url(self) -> str:
        """The address of the page after; empty on the last."""
        here = self.start // PAGE_SIZE
        return self.page(here + 1) if self.end < self.total else ""
