"""The search page of the section: words, numbers, filters, all in the address."""

from collections.abc import Iterator
from collections.abc import Mapping
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.core.section import place_title
from sonla.pbgdpl.core.vietnamese.words import fold_word
from sonla.pbgdpl.core.vietnamese.words import words
from sonla.pbgdpl.editorial.pages.section_page import SectionPage
from sonla.pbgdpl.search.criteria import Criteria
from sonla.pbgdpl.search.criteria import DATE
from sonla.pbgdpl.search.criteria import PAGE_SIZE
from sonla.pbgdpl.search.criteria import RELEVANCE
from sonla.pbgdpl.search.facets import Facet
from sonla.pbgdpl.search.facets import FACETS
from sonla.pbgdpl.search.facets import vocabulary_titles
from sonla.pbgdpl.search.pages.hits import Hit
from sonla.pbgdpl.search.pages.hits import hit_of
from sonla.pbgdpl.search.query import SearchQuery
from sonla.pbgdpl.ui.interfaces import CollectedPages
from sonla.pbgdpl.ui.interfaces import IDescribedPage
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.vocabularies import AGENCIES
from typing import Any
from urllib.parse import urlencode
from zope.i18n import translate
from zope.interface import implementer

FIRST_VALUES = 7
"""Values of a filter shown before `more`."""

MAX_VALUES = 40
"""Values of a filter shown at all; the rarest are left out."""

COLLECTED = CollectedPages("@@pbgdpl-search")
PAGES_AROUND = 2
SORTS = (
    (RELEVANCE, _("label_sort_relevance", default="Relevance")),
    (DATE, _("label_sort_date", default="Newest first")),
)


@implementer(IDescribedPage)
class SearchView(SectionPage, BrowserView):
    """Search the texts of the portal's sections, of one section or of one unit."""

    schema_type = "SearchResultsPage"
    page_title = _("heading_search", default="Search legal education")

    @cached_property
    def criteria(self) -> Criteria:
        """Read what is asked for; a start beyond the end is the last page."""
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

    @property
    def place(self) -> str:
        """The unit or section that is searched; empty for the whole portal."""
        return place_title(self.context)

    @cached_property
    def highlighted(self) -> frozenset[str]:
        """The folded words to highlight."""
        return frozenset(map(fold_word, words(self.criteria.text)))

    def hits(self) -> Iterator[Hit]:
        """Yield what the page shows of each result."""
        for brain in self.finding.brains(self.start, PAGE_SIZE):
            yield hit_of(brain, self.highlighted, self.type_titles, self.agency_titles)

    # Filters

    def facets(self) -> Iterator[dict[str, Any]]:
        """Yield each filter that has something to choose."""
        for facet in FACETS:
            values = self.facet_values(facet)
            if values:
                yield {
                    "name": facet.name,
                    "title": facet.title,
                    "first": values[:FIRST_VALUES],
                    "more": values[FIRST_VALUES:],
                }

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
            name: translate(types[name].Title(), context=self.request)
            for name in used
            if name in types
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

    # When nothing is found

    def suggestions(self) -> list[dict[str, Any]]:
        """List what else could be asked; only what finds something."""
        asked = []
        if self.criteria.chosen:
            asked.append(
                (
                    _(
                        "label_suggest_no_filters",
                        default="The same words without filters",
                    ),
                    self.criteria.unfiltered(),
                )
            )
        for text in self._fewer_words():
            message = _(
                "label_suggest_words",
                default="Search for “${words}”",
                mapping={"words": text},
            )
            asked.append((message, self.criteria.unfiltered().reworded(text)))
        counted = ((m, c, len(SearchQuery(self.context, c).results)) for m, c in asked)
        return [
            {"title": message, "url": self.state_url(criteria), "count": count}
            for message, criteria, count in counted
            if count
        ]

    def _fewer_words(self) -> list[str]:
        """List shorter wordings: without the words that no text holds."""
        query = self.finding.words
        if query is None:
            return []
        typed = self.criteria.text.split()
        missing = set(query.missing_words())
        kept = [
            word for word in typed if not missing & set(map(fold_word, words(word)))
        ]
        if kept and len(kept) < len(typed):
            return [" ".join(kept)]
        return typed if 1 < len(typed) <= 5 else []

    @property
    def portal_search_url(self) -> str:
        """The address of the portal's own search for the same words."""
        query = urlencode({"SearchableText": self.criteria.text})
        return f"{api.portal.get().absolute_url()}/@@search?{query}"
