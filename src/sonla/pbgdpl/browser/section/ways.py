"""The way from a landing page to a page of ours: its address, title and description."""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl.browser.section.leads import PageLink
from sonla.pbgdpl.core.paths import path_of
from typing import Any
from zope.i18nmessageid import Message


def way_to(
    place: Any, name: str, title: Message, lead: Message, always: bool = False
) -> PageLink:
    """Return the way to a page of a section or unit."""
    return PageLink(
        url=f"{place.absolute_url()}/@@{name}",
        title=api.portal.translate(title),
        description=api.portal.translate(lead),
        always=always,
    )


def way_to_list(
    place: Any, name: str, title: Message, lead: Message, **wanted: Any
) -> Iterator[PageLink]:
    """Yield the way to a list, if the catalog has anything for it that the user may see.

    `wanted` says of what: `portal_type`, and the state if only one is shown.
    """
    catalog = api.portal.get_tool("portal_catalog")
    if catalog.searchResults(path=path_of(place), sort_limit=1, **wanted):
        yield way_to(place, name, title, lead)
