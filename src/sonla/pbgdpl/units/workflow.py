"""Group and role of a unit, however the unit is made or changed."""

from plone import api
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.units.closing import end_role
from sonla.pbgdpl.units.codes import holder
from sonla.pbgdpl.units.creation import complete
from sonla.pbgdpl.units.groups import close_to_former_groups
from sonla.pbgdpl.units.groups import code_of
from sonla.pbgdpl.units.groups import group_name
from sonla.pbgdpl.units.groups import move_members
from typing import Any
from zope.container.interfaces import IContainerModifiedEvent


def update_rights(unit: Any, event: Any) -> None:
    """Make a unit's group and role, or end the role of a closed one.

    A unit with the code of another, as copies and translations are, gets no share in
    the other's group of itself: its people would write where nobody let them. On the
    page of the units an administrator can decide so. Under a new code it gets a new
    group: the people of the old one go there, unless they are another unit's as well.
    What comes into a unit or leaves it changes nothing of this.
    """
    if IContainerModifiedEvent.providedBy(event):
        return
    types = api.portal.get_tool("portal_types")
    if not unit.code or types.getTypeInfo(UNIT_TYPE) is None:
        return
    former = close_to_former_groups(unit)
    if end_role(unit) or has_shared_code(unit):
        return
    complete(unit)
    for name in former:
        if holder(code_of(name), unit) is None:
            move_members(name, group_name(unit.code))


def has_shared_code(unit: Any) -> bool:
    """Return whether the group of a unit is that of another unit too."""
    if api.group.get(groupname=group_name(unit.code)) is None:
        return False
    return holder(unit.code, unit) is not None
