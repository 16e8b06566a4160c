"""The agency of a unit, which is that of the texts in it that name none."""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.core.catalog import get_object
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.editorial.authorship import agency_of
from typing import Any
from zope.container.interfaces import IContainerModifiedEvent
from zope.lifecycleevent.interfaces import IObjectModifiedEvent

INDEX = "pbgdpl_agency"
NAMING_INDEXES = (INDEX, "pbgdpl_text", "SearchableText")
"""Indexes that the agency, or its title, is in."""


def follow_agency(unit: Any, event: IObjectModifiedEvent) -> None:
    """Bring search up to date with a unit's agency.

    Whatever enters or leaves the unit modifies it too, which changes no agency.
    """
    if not IContainerModifiedEvent.providedBy(event):
        for item in outdated(unit):
            item.reindexObject(idxs=list(NAMING_INDEXES))


def outdated(unit: Any) -> Iterator[Any]:
    """Yield what stands in a unit and is indexed by an agency that it no longer has.

    The index tells, not the event: not everybody who sends one says what changed. Only
    items that stand under another agency than the unit's are read.
    """
    catalog = api.portal.get_tool("portal_catalog")
    if INDEX not in catalog.indexes():
        return
    own = stored_value(unit, "agency") or None
    index = get_index(catalog, INDEX)
    for brain in catalog.unrestrictedSearchResults(path=path_of(unit)):
        known = index.getEntryForObject(brain.getRID()) or None
        if known != own:
            item = get_object(brain)
            if agency_of(item) != known:
                yield item
