"""The display of Collections in a section: each type shown as fits it.

A display of our own would have to be listed in the type's `view_methods`, which
belong to the portal, or be stored with each Collection, where it would break the page
once the add-on is gone. So the standard view itself is looked up anew: nothing is
stored, editors keep every other display, and outside the answer is what it was.
"""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from functools import lru_cache
from itertools import groupby
from plone import api
from plone.app.contenttypes.behaviors.collection import ICollection
from plone.app.contenttypes.interfaces import ICollection as ICollectionItem
from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.types import types_with
from sonla.pbgdpl.search.facets import Facet
from sonla.pbgdpl.search.facets import FACETS
from sonla.pbgdpl.search.facets import KIND
from sonla.pbgdpl.search.facets import TYPE
from sonla.pbgdpl.search.facets import vocabulary_titles
from sonla.pbgdpl.search.facets import YEAR
from sonla.pbgdpl.search.list_query import CollectionQuery
from sonla.pbgdpl.search.pages.filtered_list import FilteredList
from sonla.pbgdpl.search.pages.filtered_list import NEWEST_FIRST
from sonla.pbgdpl.search.pages.filtered_list import PAGE_SIZE
from sonla.pbgdpl.search.pages.filters import Filters
from sonla.pbgdpl.sections.setup import component_of
from sonla.pbgdpl.texts.pages.item import TextPage
from sonla.pbgdpl.ui.interfaces import IEntryStyle
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import section_pages
from sonla.pbgdpl.ui.summaries import ANY_TYPE
from sonla.pbgdpl.ui.summaries import entries_of
from sonla.pbgdpl.ui.summaries import full_list
from typing import Any
from typing import ClassVar
from zope.component import getSiteManager
from zope.component import queryUtility
from zope.i18nmessageid import Message
from zope.interface import Interface
from zope.interface import providedBy

OWN_VIEW = "pbgdpl-listing"
STANDARD_VIEW = "listing_view"

FACTORIES = "_pbgdpl_standard_views"
"""Attribute of the request with the views that were found: an annotation takes longer.

By the identities of a Collection and its folder. Both are kept beside the factory, so
that nothing else gets their identities in the meantime."""


def standard_view(context: Any, request: Any) -> Any:
    """Make the standard view of a Collection; another type with its behavior keeps its own.

    Core's displays take their macros from it, once an entry: it is found once a request.
    """
    found = getattr(request, FACTORIES, None)
    if found is None:
        found = {}
        setattr(request, FACTORIES, found)
    item, folder = aq_base(context), aq_base(aq_parent(aq_inner(context)))
    key = id(item), id(folder)
    if key not in found:
        found[key] = (item, folder, factory_of(context, request))
    return found[key][-1](context, request)


def factory_of(context: Any, request: Any) -> Any:
    """Find the factory of the standard view."""
    if ICollectionItem.providedBy(context) and section_of(context) is not None:
        return lookup(context, providedBy(request), OWN_VIEW)
    return lookup(context, without_own_layer(providedBy(request)), STANDARD_VIEW)


def portal_view(context: Any, request: Any) -> Any:
    """Make the standard view as it would be without us."""
    layers = without_own_layer(providedBy(request))
    return lookup(context, layers, STANDARD_VIEW)(context, request)


def lookup(context: Any, layers: Any, name: str) -> Any:
    """Look the factory of a view up for some layers."""
    adapters = getSiteManager().adapters
    return adapters.lookup((providedBy(context), layers), Interface, name)


@lru_cache(maxsize=64)
def without_own_layer(layers: Any) -> Any:
    """Remove our layer from those of a request, which many requests share.

    Kept, since a new declaration is new to all caches of the component registry.
    """
    return layers - IBrowserLayer


def subjects_of(page: Any) -> Iterator[Any]:
    """Yield the pages of the subjects that belong to the component of a page."""
    section = section_of(page)
    component = component_of(page) if section is not None else ""
    for pages in section_pages(section) if component else ():
        if pages.component == component:
            yield pages


def actions_for(page: Any) -> list[PageLink]:
    """Return what this user may do on the page of a component, such as asking."""
    return [action for pages in subjects_of(page) for action in pages.actions()]


def lists_for(page: Any) -> Iterator[PageLink]:
    """Yield the other pages that belong to the component of a page."""
    led_to = {page.absolute_url(), *(action.url for action in actions_for(page))}
    for pages in subjects_of(page):
        yield from (link for link in pages.links() if link.url not in led_to)


MAX_PLACES = 5
DATED = ("pbgdpl_date", "pbgdpl_year", "start")
"""Orders in which the year of an item changes from one year to the next."""
NEWEST = {
    "effective": NEWEST_FIRST,
    "pbgdpl_date": _("label_order_issued", default="issued last first"),
    "pbgdpl_year": _("label_order_year", default="latest year first"),
    "start": _("label_order_held", default="held last first"),
    "created": NEWEST_FIRST,
    "modified": _("label_order_changed", default="changed last first"),
}
FROM_A = {"sortable_title": _("label_order_title", default="A to Z")}
"""Index → in which order a list stands that has the highest value first, or the lowest."""


@dataclass(frozen=True)
class CollectionFilters(Filters):
    """One state of the list of a Collection."""

    facets: ClassVar[tuple[Facet, ...]] = FACETS


class ListingView(FilteredList, TextPage):
    """Show the results of a Collection page by page, with the filters that divide them."""

    filter_class = CollectionFilters
    menu_facets = FACETS

    @property
    def macros(self) -> Any:
        """Lend the macros of the portal's own view, which its other displays use."""
        return portal_view(self.context, self.request)["macros"]

    @cached_property
    def collection(self) -> Any:
        """What the editor chose: criteria, order, number of items."""
        return ICollection(self.context)

    @cached_property
    def finding(self) -> CollectionQuery:
        return CollectionQuery(self.context, self.filters)

    @property
    def base_url(self) -> str:
        return self.context.absolute_url()

    @property
    def list_place(self) -> Any:
        """The section in which the page stands."""
        return section_of(self.context) or api.portal.get()

    @property
    def page_size(self) -> int:
        """The number of items that the editor wants on a page."""
        return self.collection.item_count or PAGE_SIZE

    @property
    def order(self) -> Message | str:
        """The editor's order in words; empty for one without."""
        words = NEWEST if self.collection.sort_reversed else FROM_A
        return words.get(self.collection.sort_on, "")

    # Filters

    @cached_property
    def type_name(self) -> str:
        """The only type of which the list has items; empty for several."""
        types = list(self.finding.whole.counts(TYPE))
        return types[0] if len(types) == 1 else ""

    @cached_property
    def style(self) -> Any:
        """How items of the only type are shown."""
        return queryUtility(IEntryStyle, self.type_name, ANY_TYPE)

    @cached_property
    def chip_facet(self) -> Facet:
        """The filter that divides a list best: by types, else as the type is divided."""
        wanted = self.style.divided_by if self.type_name else TYPE.name
        return next(facet for facet in FACETS if facet.name == wanted)

    def value_titles(self, facet: Facet) -> Mapping[str, str]:
        """Map the values of a facet to titles; kinds as those of the only type are called."""
        if facet is TYPE:
            return type_titles()
        if facet is KIND and self.style.kind_vocabulary:
            return vocabulary_titles(f"sonla.pbgdpl.{self.style.kind_vocabulary}")()
        return facet.titles()

    # Items

    def groups(self) -> Iterator[dict[str, Any]]:
        """Yield the items of this page as HTML: year by year where the order is by year."""
        records = self.finding.records(self.start, self.size)
        year_of = self.year_of if self.collection.sort_on in DATED else no_year
        for year, found in groupby(records, year_of):
            entries = entries_of(self.finding.brains_of(found), self.titles)
            yield {"year": year, "html": full_list(list(entries))}

    def year_of(self, record: int) -> int | None:
        """Return the year of an item, of issue where it was issued."""
        return self.finding.entry(YEAR, record)

    @cached_property
    def actions(self) -> list[PageLink]:
        """What people may do here."""
        return actions_for(self.context)

    @cached_property
    def lists(self) -> list[PageLink]:
        """The pages of ours that belong to the same component."""
        return list(lists_for(self.context))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing here, nor a list that leads on."""
        return not self.finding.visible and not self.lists

    @cached_property
    def next_steps(self) -> list[dict[str, Any]]:
        """Where this person may add what an empty list waits for."""
        if api.user.is_anonymous():
            return []
        return [step for place in self.places() for step in self.steps_in(place)]

    def places(self) -> Iterator[Any]:
        """Yield the places in which people write: units first, then the section."""
        section = section_of(self.context)
        if section is None:
            return
        units = api.content.find(path=path_of(section), portal_type=UNIT_TYPE)
        found = 0
        for brain in units:
            unit = brain.getObject()
            if found < MAX_PLACES and api.user.has_permission(
                "Add portal content", obj=unit
            ):
                found += 1
                yield unit
        if not found:
            yield section

    def steps_in(self, place: Any) -> Iterator[dict[str, Any]]:
        """Yield the add forms of a place for the types that this list shows."""
        wanted = self.wanted_types()
        for fti in place.allowedContentTypes():
            if fti.getId() in wanted:
                yield {
                    "url": f"{place.absolute_url()}/++add++{fti.getId()}",
                    "type": fti.Title(),
                    "place": place.title,
                }

    def wanted_types(self) -> set[str]:
        """Read from the criteria which of our types the Collection lists."""
        for row in self.collection.query or ():
            if row.get("i") == "portal_type":
                value = row.get("v") or ()
                names = {value} if isinstance(value, str) else set(value)
                return names & set(types_with("is_text"))
        return set(types_with("is_text"))


def no_year(_record: int) -> None:
    """Return no year: the list is not divided."""


def type_titles() -> dict[str, str]:
    """Map each type of the portal, itself apart, to its title in the visitor's language."""
    types = api.portal.get_tool("portal_types")
    names = (name for name in types if name != api.portal.get().portal_type)
    return {name: api.portal.translate(types[name].Title()) for name in names}
