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
from functools import cached_property
from functools import lru_cache
from plone import api
from plone.app.contenttypes.behaviors.collection import ICollection
from plone.app.contenttypes.interfaces import ICollection as ICollectionItem
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.types import types_with
from sonla.pbgdpl.sections.setup import component_of
from sonla.pbgdpl.texts.pages.item import EntriesMixin
from sonla.pbgdpl.texts.pages.item import TextPage
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import section_pages
from sonla.pbgdpl.ui.summaries import Summary
from typing import Any
from zope.component import getSiteManager
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


def lists_for(page: Any) -> Iterator[PageLink]:
    """Yield the pages that belong to the component of a page."""
    section = section_of(page)
    component = component_of(page) if section is not None else ""
    if not component:
        return
    for pages in section_pages(section):
        if pages.component == component:
            yield from pages.links()


MAX_PLACES = 5


class ListingView(EntriesMixin, TextPage):
    """Show the results of a Collection page by page."""

    @property
    def macros(self) -> Any:
        """Lend the macros of the portal's own view, which its other displays use."""
        return portal_view(self.context, self.request)["macros"]

    @cached_property
    def batch(self) -> Any:
        """The page asked for."""
        collection = ICollection(self.context)
        return collection.results(
            batch=True, b_start=self.batch_start, b_size=collection.item_count
        )

    @cached_property
    def entries(self) -> list[Summary]:
        """The entries of this page of the results."""
        return [
            Summary(getattr(item, "_brain", item), self.titles) for item in self.batch
        ]

    @cached_property
    def lists(self) -> list[PageLink]:
        """The pages of ours that belong to the same component."""
        return list(lists_for(self.context))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing here, nor a list that leads on."""
        return not self.entries and not self.lists

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
        for row in ICollection(self.context).query or ():
            if row.get("i") == "portal_type":
                value = row.get("v") or ()
                names = {value} if isinstance(value, str) else set(value)
                return names & set(types_with("is_text"))
        return set(types_with("is_text"))
