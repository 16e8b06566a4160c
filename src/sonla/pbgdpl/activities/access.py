"""Where a person may enter activities, and the way there."""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl.activities import ACTIVITY_TYPE
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from typing import Any

QUICK_FORM = "quick-activity"
MAX_PLACES = 5


def may_enter(place: Any) -> bool:
    """Return whether the user may add activities to a place now."""
    return any(fti.getId() == ACTIVITY_TYPE for fti in place.allowedContentTypes())


def entering_places(context: Any) -> Iterator[dict[str, str]]:
    """Yield title and address of the quick form of each place, the nearest first.

    On a unit its own; on a section those of the units in which the person writes.
    """
    if api.user.is_anonymous() or section_of(context) is None:
        return
    for place in places(context):
        yield {
            "title": place.Title(),
            "url": f"{place.absolute_url()}/@@{QUICK_FORM}",
        }


def places(context: Any) -> list[Any]:
    """List the places: the context itself, or else units of it, or else none."""
    if may_enter(context):
        return [context]
    brains = api.content.find(path=path_of(context), portal_type=UNIT_TYPE)
    found: list[Any] = []
    for brain in brains:
        unit = brain.getObject()
        if may_enter(unit):
            found.append(unit)
        if len(found) == MAX_PLACES:
            break
    return found
