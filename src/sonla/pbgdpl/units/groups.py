"""The group of a unit, and the one role it has: contributor, on the unit alone."""

from plone import api
from sonla.pbgdpl.core.names import CONTRIBUTOR_ROLE
from sonla.pbgdpl.editorial.section_policy import grant
from sonla.pbgdpl.editorial.section_policy import revoke
from typing import Any

ROLE = CONTRIBUTOR_ROLE
PREFIX = "pbgdpl-unit-"


def group_name(code: str) -> str:
    """Name the group of a unit by its code."""
    return f"{PREFIX}{code}"


def code_of(name: str) -> str:
    """Return the code by which a unit's group is named."""
    return name.removeprefix(PREFIX)


def ensure_group(unit: Any) -> bool:
    """Create the unit's group if it is missing; return whether it was made now.

    It gets no role of its own: what it may do is said on the unit.
    """
    name = group_name(unit.code)
    if api.group.get(groupname=name) is not None:
        return False
    api.group.create(groupname=name, title=unit.title, roles=[], groups=[])
    return True


def remove_group(name: str) -> None:
    """Remove a group, and the row that Plone keeps of it: it has no method for that."""
    api.group.delete(groupname=name)
    api.portal.get_tool("portal_groupdata")._members.pop(name, None)  # noqa: SLF001


def open_to_group(unit: Any) -> bool:
    """Let the group contribute in the unit; return whether anything was changed."""
    if has_role(unit):
        return False
    grant(unit, group_name(unit.code), ROLE)
    unit.reindexObjectSecurity()
    return True


def close_to_group(unit: Any) -> bool:
    """End the group's role in the unit; other roles that it was given stay."""
    if not has_role(unit):
        return False
    end_role_of(unit, group_name(unit.code))
    unit.reindexObjectSecurity()
    return True


def close_to_former_groups(unit: Any) -> list[str]:
    """End the role of the groups that a unit had under other codes, and name them.

    Only a unit whose own group has no role yet may just have got another code; in any
    other, somebody has let the group of another unit contribute on purpose.
    """
    if has_role(unit):
        return []
    own = group_name(unit.code)
    former = [
        name
        for name, roles in unit.get_local_roles()
        if name.startswith(PREFIX) and name != own and ROLE in roles
    ]
    for name in former:
        end_role_of(unit, name)
    if former:
        unit.reindexObjectSecurity()
    return former


def end_role_of(unit: Any, name: str) -> None:
    """Take the role from one group, and leave it whatever else it has in the unit."""
    revoke(unit, name, frozenset({ROLE}))


def move_members(former: str, name: str) -> None:
    """Move the people of a group into another one; one that is gone has none."""
    group = api.group.get(groupname=former)
    for user_id in group.getGroupMemberIds() if group is not None else ():
        api.group.add_user(groupname=name, username=user_id)
        api.group.remove_user(groupname=former, username=user_id)


def has_role(unit: Any) -> bool:
    """Return whether the group may contribute in the unit."""
    roles = dict(unit.get_local_roles())
    return ROLE in roles.get(group_name(unit.code), ())


def member_count(unit: Any) -> int:
    """Count the people of a unit."""
    group = api.group.get(groupname=group_name(unit.code))
    return len(group.getGroupMemberIds()) if group is not None else 0
