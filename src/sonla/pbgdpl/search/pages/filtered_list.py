"""What lists with filters share: every state in the address, pages, menus, paper view."""

from abc import ABC
from abc import abstractmethod
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from heapq import nsmallest
from html import escape
from plone.batching import Batch
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.mixins import Mixin
from sonla.pbgdpl.core.numbers import group_digits
from sonla.pbgdpl.core.section import place_title
from sonla.pbgdpl.editorial.pages.section_page import SectionPage
from sonla.pbgdpl.search.facets import Facet
from sonla.pbgdpl.search.pages.filters import Filters
from sonla.pbgdpl.search.topics import further_help
from sonla.pbgdpl.ui.interfaces import IDescribedPage
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.summaries import entries_of
from sonla.pbgdpl.ui.summaries import full_list
from typing import Any
from urllib.parse import urlencode
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import implementer

PAGE_SIZE = 20
MAX_CHIPS = 8
"""Values of the first filter that stand before the list; a menu has them all."""
MAX_PRINTED = 1000
"""Lines on one sheet of paper view; users who need more filter the list or turn pages."""
NEWEST_FIRST = _("label_list_newest", default="newest first")
ALL = _("label_all_kinds", default="All")


class NarrowingParts(ABC, Mixin):
    """What pages have in common whose filters `templates/filtered_list.pt` shows."""

    list_template = ViewPageTemplateFile("templates/filtered_list.pt")

    @property
    def filter_macros(self) -> Any:
        """The macros of the parts of such a page."""
        return self.list_template.macros

    @property
    @abstractmethod
    def chosen_names(self) -> Collection[str]:
        """The names of the filters that are in use."""

    def names_of(self, menus: Iterable[Mapping[str, Any]]) -> str:
        """Name the filters of menus in one line."""
        return ", ".join(translated(menu["title"]).lower() for menu in menus)

    def is_open(self, menus: Iterable[Mapping[str, Any]]) -> bool:
        """Return whether one of the menus is in use: then all stand open."""
        return any(menu["name"] in self.chosen_names for menu in menus)


class FilteredList(NarrowingParts):
    """Show one page of what filters find: a mixin of pages.

    `templates/filtered_list.pt` has the parts as macros, in this order: `words`, `narrowing`,
    `status`, after which the page shows its items, and `pages`. The search page, whose
    state is its own, takes `narrowing` from there, too.
    """

    finding: Any
    """Has `results`, a set of record ids, and `faceted`, which counts by facet."""
    filter_class: type[Filters]
    words_label: Message | str = _(
        "label_event_search", default="Words of title or text"
    )

    @property
    def chip_facet(self) -> Facet | None:
        """The filter whose commonest values stand before the list, each one tap away."""
        return None

    @property
    def menu_facets(self) -> Sequence[Facet]:
        """The filters that have a menu where the list has several values of them."""
        return ()

    @property
    def order(self) -> Message | str:
        """In which order the items stand, in words that follow their number."""
        return ""

    @property
    def page_size(self) -> int:
        """The number of lines on one page of the screen."""
        return PAGE_SIZE

    @cached_property
    def filters(self) -> Filters:
        """The filters asked for."""
        return self.filter_class.from_form(self.request.form)

    @cached_property
    def total(self) -> int:
        return len(self.finding.results)

    @property
    def total_text(self) -> str:
        """The number of results as text."""
        return group_digits(self.total)

    @cached_property
    def size(self) -> int:
        """The number of lines on one page."""
        return MAX_PRINTED if self.filters.printed else self.page_size

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

    @property
    def kinds_label(self) -> str:
        """What the values of the first filter are."""
        return translated(self.chip_facet.title) if self.chip_facet else ""

    @cached_property
    def kinds(self) -> list[dict[str, Any]]:
        """The commonest values of the first filter with their numbers, *all* before them.

        Which they are is decided by the whole list, so that they keep their places.
        """
        facet = self.chip_facet
        if facet is None or self.filters.printed:
            return []
        whole = self.finding.whole.counts(facet)
        if len(whole) < 2:
            return []
        chosen = self.filters.value(facet.name)
        titles = self.value_titles(facet)
        if facet.ordered:
            values = [value for value in titles if value in whole][:MAX_CHIPS]
        else:
            values = nsmallest(
                MAX_CHIPS, whole, lambda value: (-whole[value], titles.get(value, ""))
            )
        values += [
            value for value in (chosen,) if value in whole and value not in values
        ]
        counts = self.finding.faceted.counts(facet)
        everything = len(self.finding.faceted.results(facet.name))
        shown = [("", translated(ALL), everything)]
        shown += [(one, titles.get(one, one), counts.get(one, 0)) for one in values]
        return [
            {
                "title": title,
                "count": group_digits(count),
                "current": value == chosen,
                "url": self.url_of(self.filters.choosing(facet.name, value)),
            }
            for value, title, count in shown
        ]

    def menus(self) -> Iterator[dict[str, Any]]:
        """Yield each filter that has something to choose."""
        for facet in self.menu_facets:
            needless = MAX_CHIPS if facet is self.chip_facet else 1
            several = len(self.finding.whole.counts(facet)) > needless
            if several or (self.filters.value(facet.name) and not self.is_chip(facet)):
                yield {
                    "name": facet.name,
                    "title": facet.title,
                    "options": "".join(map(option_tag, self.options(facet))),
                }

    def is_chip(self, facet: Facet) -> bool:
        """Return whether the choice of a filter is seen before the list."""
        if facet is not self.chip_facet or not self.kinds:
            return False
        chosen = self.filters.value(facet.name)
        return not chosen or chosen in self.finding.whole.counts(facet)

    @property
    def chosen_names(self) -> Collection[str]:
        facets = (one for one in self.filters.facets if not self.is_chip(one))
        return {one.name for one in facets if self.filters.value(one.name)}

    def kept(self, menus: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
        """List the parameters that a change of the menus leaves as they are."""
        changed = {menu["name"] for menu in menus}
        return [pair for pair in self.unpaged() if pair[0] not in changed]

    def kept_by_words(self) -> list[tuple[str, str]]:
        """List the parameters that other words leave as they are."""
        return [pair for pair in self.unpaged() if pair[0] != "q"]

    def unpaged(self) -> Iterator[tuple[str, str]]:
        """Yield the parameters of the first page of this state."""
        return self.filters.at(0).parameters()

    def chips(self) -> list[dict[str, str]]:
        """List the chosen filters, each with the address that removes it."""
        facets = {facet.name: facet for facet in self.filters.facets}
        return [
            {
                "facet": facets[name].title,
                "title": self.value_titles(facets[name]).get(value, value),
                "url": self.url_of(self.filters.choosing(name, "")),
            }
            for name, value in self.filters.chosen.items()
            if not self.is_chip(facets[name])
        ]

    @property
    def unfiltered_url(self) -> str:
        """The address of the same words without a filter."""
        return self.url_of(self.filters.unfiltered())

    @property
    def unknown_values(self) -> list[str]:
        """The chosen values that nothing in the list could have."""
        return [
            value
            for facet in self.filters.facets
            if (value := self.filters.value(facet.name))
            and value not in self.value_titles(facet)
            and value not in self.finding.whole.counts(facet)
        ]

    def value_titles(self, facet: Facet) -> Mapping[str, str]:
        """Map the values of a facet to titles."""
        return facet.titles()

    def options(self, facet: Facet) -> list[dict[str, Any]]:
        """List the values of a filter in the order of its list, with their counts."""
        chosen = self.filters.value(facet.name)
        counts = self.finding.faceted.counts(facet)
        titles = self.value_titles(facet)
        known = [value for value in titles if value in counts or value == chosen]
        unknown = sorted(
            {*counts, *filter(None, [chosen])} - set(titles), reverse=facet.newest_first
        )
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

    @property
    @abstractmethod
    def base_url(self) -> str:
        """The address of the list without any state."""

    def url_of(self, filters: Filters) -> str:
        """Return the address of another state of the list."""
        query = filters.query_string()
        return f"{self.base_url}?{query}" if query else self.base_url

    @property
    def print_url(self) -> str:
        """The address of the same lines on one page."""
        return self.url_of(replace(self.filters, start=0, printed=True))

    # Ways on from nothing

    @property
    def list_place(self) -> Any:
        """The section, unit or portal in which people search and ask."""
        return self.context

    @property
    def search_url(self) -> str:
        """The address of the search for the same words in all texts."""
        words = urlencode({"q": self.filters.text})
        return f"{self.list_place.absolute_url()}/@@pbgdpl-search?{words}"

    def ways_to_ask(self) -> list[PageLink]:
        """Return the pages on which one can ask, the words filled in."""
        found = further_help(self.list_place, self.request, self.filters.text)
        return [link for link in found if link.primary]


@implementer(IDescribedPage)
class FilteredListPage(FilteredList, SectionPage, BrowserView):
    """Show a list of one kind, at an address of its own."""

    schema_type = "CollectionPage"
    name: str

    @cached_property
    def url(self) -> str:
        """The address of the list without any state."""
        return f"{self.context.absolute_url()}/@@{self.name}"

    @property
    def base_url(self) -> str:
        return self.url

    @property
    def place(self) -> str:
        """The unit or section whose list it is; empty for the whole portal."""
        return place_title(self.context)


class EntryListPage(FilteredListPage):
    """Show the published items of a type in their own style, those published last first."""

    lead: Message | str = ""
    nothing: Message | str
    """What to say where nothing was published yet."""
    order = NEWEST_FIRST
    index = ViewPageTemplateFile("templates/list_page.pt")

    def __call__(self) -> str:
        """Show the page."""
        return self.index()

    @property
    def entries_html(self) -> str:
        """The items of this page."""
        found = self.finding
        records = found.latest("effective", self.start, self.size)
        return full_list(list(entries_of(found.brains_of(records))))

    def actions(self) -> Iterator[PageLink]:
        """Yield what people may do here."""
        yield from ()


def translated(text: Message | str) -> str:
    """Put a text into the reader's language."""
    return translate(text, context=getRequest())


def option_tag(option: dict[str, Any]) -> str:
    """Write an option of a menu: there are hundreds, and templates take their time."""
    value, title = escape(option["value"]), escape(option["title"])
    chosen = ' selected="selected"' if option["chosen"] else ""
    return f'<option value="{value}"{chosen}>{title} ({option["count"]})</option>\n'
