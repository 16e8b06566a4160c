"""Where items stand, as the catalog and the settings write it."""

from collections.abc import Iterator
from plone import api
from typing import Any


def path_of(item: Any) -> str:
    """Return the physical path of an item, as the catalog has it."""
    return "/".join(item.getPhysicalPath())


def paths_above(path: str) -> Iterator[str]:
    """Yield the paths above one, the nearest first, down to the empty one of the root."""
    while path:
        path = path.rpartition("/")[0]
        yield path


def path_in_portal(item: Any) -> str:
    """Return the path of an item from the portal, without slashes at its ends."""
    start = len(api.portal.get().getPhysicalPath())
    return "/".join(item.getPhysicalPath()[start:])


def is_inside(item: Any, place: Any) -> bool:
    """Return whether an item is a place or stands below it."""
    path = place.getPhysicalPath()
    return item.getPhysicalPath()[: len(path)] == path
