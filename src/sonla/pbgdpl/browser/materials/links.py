"""The ways to the bookcase: from the landing page, and from the page of its component."""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.browser.materials.listing import LIST_NAME
from sonla.pbgdpl.browser.materials.listing import MaterialsView
from sonla.pbgdpl.browser.section.leads import IComponentLists
from sonla.pbgdpl.config import MATERIAL_TYPE
from sonla.pbgdpl.interfaces import ISectionRoot
from sonla.pbgdpl.paths import path_of
from typing import Any
from zope.component import adapter
from zope.interface import implementer


def material_pages(place: Any) -> Iterator[dict[str, str]]:
    """Give the bookcase, if anything stands in it, as landing pages show pages."""
    found = api.portal.get_tool("portal_catalog").searchResults(
        path=path_of(place),
        portal_type=MATERIAL_TYPE,
        review_state="published",
        sort_limit=1,
    )
    if found:
        yield {
            "url": f"{place.absolute_url()}/@@{LIST_NAME}",
            "title": api.portal.translate(MaterialsView.page_title),
            "description": api.portal.translate(
                _(
                    "help_materials",
                    default="Books, leaflets, films and sound, by kind, language, audience and year.",
                )
            ),
        }


@implementer(IComponentLists)
@adapter(ISectionRoot)
class MaterialLists:
    """Lead from the component of materials to the bookcase with its filters."""

    component = "tai-lieu"
    order = 10

    def __init__(self, section: Any) -> None:
        self.section = section

    def pages(self) -> Iterator[dict[str, str]]:
        """Give the bookcase."""
        return material_pages(self.section)
