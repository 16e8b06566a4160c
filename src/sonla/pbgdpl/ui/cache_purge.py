"""Which pages a proxy must forget when a text, a person or a figure is saved.

Plone itself names the item's own pages, by the address of the user who saves: an administrator
who works by an inner address saves at another than readers ask for. So they are named once more
by the public address, and with them the pages that are collected from the whole section
(`ICollectedPages`): on the section, on its unit and on the root of the site.
"""

from collections.abc import Callable
from collections.abc import Iterator
from plone import api
from plone.dexterity.interfaces import IDexterityContent
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.settings.public_address import public_url
from sonla.pbgdpl.ui.interfaces import ICollectedPages
from sonla.pbgdpl.ui.sharing import OWN_PICTURE
from typing import Any
from urllib.parse import urlsplit
from z3c.caching.interfaces import IPurgePaths
from zope.component import adapter
from zope.component import getAllUtilitiesRegisteredFor
from zope.interface import implementer

OWN = ("", "/", "/view", "/@@view", f"/@@{OWN_PICTURE}")


@implementer(IPurgePaths)
@adapter(IDexterityContent)
class PathsToPurge:
    """Name an item's own pages and those that are collected from where it stands."""

    def __init__(self, context: Any) -> None:
        self.context = context

    def getRelativePaths(self) -> list[str]:
        """Return paths as the user who saves would ask for them."""
        return self.paths(path_of_request)

    def getAbsolutePaths(self) -> list[str]:
        """Return paths as readers ask for them."""
        return self.paths(path_of_readers)

    def paths(self, path_of: Callable[[Any], str]) -> list[str]:
        """Name the pages below one of the portal's roots; none for what is in no section."""
        if section_of(self.context) is None:
            return []
        return [
            *(f"{path_of(self.context)}{page}" for page in OWN),
            *(
                f"{path_of(place)}/{page}"
                for place in self.places()
                for page in self.collected()
            ),
        ]

    def collected(self) -> list[str]:
        """Return the names of the collected pages that may show something of the item."""
        return [
            view
            for pages in getAllUtilitiesRegisteredFor(ICollectedPages)
            if pages.concerns(self.context)
            for view in pages.views
        ]

    def places(self) -> Iterator[Any]:
        """Yield the places on which such pages answer, from the item's own upwards."""
        unit = unit_of(self.context)
        if unit is not None:
            yield unit
        yield section_of(self.context)
        yield api.portal.get()


def path_of_request(place: Any) -> str:
    """Return the path of a place as the request has it; that of the root is empty."""
    path = place.virtual_url_path()
    return f"/{path}" if path else ""


def path_of_readers(place: Any) -> str:
    """Return the path of a place in its public address; that of the root is empty."""
    return urlsplit(public_url(place)).path.rstrip("/")
