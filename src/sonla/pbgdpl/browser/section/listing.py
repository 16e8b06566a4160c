"""The display of Collections in a section: each type shown as fits it."""

from collections.abc import Iterator
from functools import cached_property
from plone import api
from plone.app.contenttypes.behaviors.collection import ICollection
from sonla.pbgdpl.browser.section.display import portal_view
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.types import types_with
from sonla.pbgdpl.texts.pages.base import TextView
from sonla.pbgdpl.texts.pages.entries import EntriesMixin
from sonla.pbgdpl.ui.section_pages import lists_for
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.summaries import Entry
from typing import Any

MAX_PLACES = 5


class ListingView(EntriesMixin, TextView):
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
    def entries(self) -> list[Entry]:
        """The entries of this page of the results."""
        return [
            Entry(getattr(item, "_brain", item), self.titles) for item in self.batch
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
        catalog = api.portal.get_tool("portal_catalog")
        units = catalog.searchResults(path=path_of(section), portal_type=UNIT_TYPE)
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
