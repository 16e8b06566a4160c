"""Whether the user holds a role somewhere, however they got it: local, by group, or by account."""

from AccessControl import getSecurityManager
from collections.abc import Iterable
from sonla.pbgdpl.core.names import DECIDING_ROLES
from typing import Any


def has_role(place: Any, roles: Iterable[str]) -> bool:
    """Return whether the user has one of the roles at a place."""
    held = getSecurityManager().getUser().getRolesInContext(place)
    return not set(roles).isdisjoint(held)


def may_decide(place: Any) -> bool:
    """Return whether the user edits or approves there, or administers."""
    return has_role(place, DECIDING_ROLES)
