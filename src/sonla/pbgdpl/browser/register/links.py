"""The way to a section's lists of people: from its landing page and from a component's."""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl.browser.register.listing import PropagandistsView
from sonla.pbgdpl.browser.register.listing import ReportersView
from sonla.pbgdpl.browser.section.leads import IComponentLists
from sonla.pbgdpl.interfaces import ISectionRoot
from sonla.pbgdpl.paths import path_of
from sonla.pbgdpl.register.episodes import RECOGNISED
from typing import Any
from zope.component import adapter
from zope.interface import implementer


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


@implementer(IComponentLists)
@adapter(ISectionRoot)
class PeopleLists:
    """Lead from the component of the council and its people to the people."""

    component = "hoi-dong-phoi-hop"
    order = 20

    def __init__(self, section: Any) -> None:
        self.section = section

    def pages(self) -> Iterator[dict[str, str]]:
        """Give the lists in which somebody stands."""
        return people_pages(self.section)
