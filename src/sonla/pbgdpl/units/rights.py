"""Group and role of a unit, on whatever road the unit is made or changed."""

from plone import api
from sonla.pbgdpl.config import UNIT_TYPE
from sonla.pbgdpl.units.closing import end_role
from sonla.pbgdpl.units.codes import holder
from sonla.pbgdpl.units.groups import group_name
from sonla.pbgdpl.units.making import complete
from typing import Any


def settle_rights(unit: Any, event: Any) -> None:
    """Give a unit its group and role, or end the role of a closed one.

    A unit with the code of another, as copies and translations are, gets no share in
    the other's group of itself: its people would write where nobody let them. On the
    page of the units an administrator can decide so.
    """
    types = api.portal.get_tool("portal_types")
    if not unit.code or types.getTypeInfo(UNIT_TYPE) is None:
        return
    if end_role(unit) or shares_code(unit):
        return
    complete(unit)


def shares_code(unit: Any) -> bool:
    """Tell whether the group of a unit is that of another unit too."""
    if api.group.get(groupname=group_name(unit.code)) is None:
        return False
    return holder(unit.code, unit) is not None
