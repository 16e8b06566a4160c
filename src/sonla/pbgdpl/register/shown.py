"""Whether somebody may learn of a person by way of what refers to them.

Activities name who spoke. A relation is followed without traversing to its target, so
whoever follows one asks this: somebody dismissed yesterday, or not taken in yet, must
not be named by an activity that is public.
"""

from plone import api
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored
from sonla.pbgdpl.core.interfaces import IRegisteredPerson
from sonla.pbgdpl.core.names import MANAGE_REGISTRY
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.register.episodes import RECOGNISED
from sonla.pbgdpl.register.episodes import state_on
from typing import Any


def may_be_seen(person: Any) -> bool:
    """Return whether the user may see a person, as the person's page decides it."""
    if not api.user.has_permission("View", obj=person):
        return False
    if state_of(person) != RECOGNISED:
        return True
    rows = stored(person, "recognitions") or []
    return state_on(rows, today()) == RECOGNISED or api.user.has_permission(
        MANAGE_REGISTRY, obj=person
    )


def hidden_person(item: Any) -> bool:
    """Return whether an item is a person of whom the user may not learn."""
    return IRegisteredPerson.providedBy(item) and not may_be_seen(item)
