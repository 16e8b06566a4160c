"""The groups of the section: who contributes, edits, approves and synchronises.

They hold roles only locally, on sections and units; none gets a global role.
"""

from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.units.groups import PREFIX
from zope.i18n import translate

TITLES = {
    "pbgdpl-contributors": _(
        "group_contributors", default="Legal education: contributors"
    ),
    "pbgdpl-editors": _("group_editors", default="Legal education: editors"),
    "pbgdpl-approvers": _("group_approvers", default="Legal education: approvers"),
    "pbgdpl-sync": _("group_sync", default="Legal education: data exchange"),
}


def create_groups() -> None:
    """Create the groups that are missing; sections that are adopted give them roles.

    Titles are stored, so they are written in Vietnamese, the language of the portals
    this is made for. A group that exists keeps its title and members.
    """
    for name, title in TITLES.items():
        if api.group.get(groupname=name) is None:
            api.group.create(
                groupname=name,
                title=translate(title, target_language="vi"),
                roles=[],
                groups=[],
            )


def register_roles() -> None:
    """Register the portal's roles with the user folder, as there is a new one.

    It finds out by itself when *Users and Groups* is opened next, but then writes while
    somebody only looks, who would be asked to confirm that.
    """
    api.portal.get_tool("acl_users").portal_role_manager.updateRolesList()


def our_groups() -> list[str]:
    """List the ids of our groups and those of units, in alphabetical order.

    Others may have made groups whose names merely begin like ours.
    """
    names = (group.getId() for group in api.group.get_groups())
    return sorted(name for name in names if name in TITLES or name.startswith(PREFIX))


def group_members_report() -> dict[str, list[str]]:
    """Return which user ids are in which of our groups, before these are removed."""
    return {
        name: sorted(api.group.get(groupname=name).getGroupMemberIds())
        for name in our_groups()
    }


def remove_groups() -> None:
    """Remove our groups."""
    for name in our_groups():
        api.group.delete(groupname=name)
