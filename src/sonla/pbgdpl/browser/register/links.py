"""The way from a section's landing page to its lists of people."""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl.browser.register.listing import PropagandistsView
from sonla.pbgdpl.browser.register.listing import ReportersView
from sonla.pbgdpl.paths import path_of
from sonla.pbgdpl.register.episodes import RECOGNISED
from typing import Any


def people_pages(section: Any) -> Iterator[dict[str, str]]:
    """Give the lists in which somebody stands, as the landing page shows pages."""
    catalog = api.portal.get_tool("portal_catalog")
    for kind in (ReportersView, PropagandistsView):
        found = catalog.searchResults(
            path=path_of(section),
            portal_type=kind.portal_type,
            review_state=RECOGNISED,
        )
        if found:
            yield {
                "url": f"{section.absolute_url()}/@@{kind.name}",
                "title": api.portal.translate(kind.page_title),
                "description": api.portal.translate(kind.lead),
            }
