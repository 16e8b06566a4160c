"""Which pages a proxy must forget when a text, a person or a figure is saved.

Plone itself names the item's own pages. Those that are collected from the whole section
show it, too: on the section, on its unit and on the root of the site.
"""

from collections.abc import Iterator
from plone import api
from plone.dexterity.interfaces import IDexterityContent
from sonla.pbgdpl.section import section_of
from sonla.pbgdpl.section import unit_of
from typing import Any
from z3c.caching.interfaces import IPurgePaths
from zope.component import adapter
from zope.interface import implementer

PAGES = (
    "@@pbgdpl-search",
    "@@reporters",
    "@@propagandists",
    "@@pbgdpl-documents",
    "@@pbgdpl-statistics",
)


@implementer(IPurgePaths)
@adapter(IDexterityContent)
class CollectedPages:
    """Name the pages that are collected from where an item stands."""

    def __init__(self, context: Any) -> None:
        self.context = context

    def getRelativePaths(self) -> list[str]:
        """Give their paths below the portal; none for what stands in no section."""
        if section_of(self.context) is None:
            return []
        return [
            f"{path_of_visitors(place)}/{page}"
            for place in self.places()
            for page in PAGES
        ]

    def getAbsolutePaths(self) -> list[str]:
        """Give no paths that are not to be rewritten."""
        return []

    def places(self) -> Iterator[Any]:
        """Give the places on which such pages answer, from the item's own upwards."""
        unit = unit_of(self.context)
        if unit is not None:
            yield unit
        yield section_of(self.context)
        yield api.portal.get()


def path_of_visitors(place: Any) -> str:
    """Give the path of a place as Plone names it to the proxy: `/` of the portal is empty."""
    path = place.virtual_url_path()
    return f"/{path}" if path else ""
