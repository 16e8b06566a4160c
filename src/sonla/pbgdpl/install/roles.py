"""Roles and what they may: what this version expects and a portal lacks, and its repair.

What an administrator has settled stays: roles that they gave a permission besides ours or
took from it, and local roles that are not of our groups.
"""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.batching import with_savepoints
from sonla.pbgdpl.core.health import say
from sonla.pbgdpl.core.names import APPROVER_ROLE
from sonla.pbgdpl.core.names import CONTRIBUTOR_ROLE
from sonla.pbgdpl.core.names import EDITOR_ROLE
from sonla.pbgdpl.core.names import GROUP_ROLES
from sonla.pbgdpl.core.names import HOST_ROLES
from sonla.pbgdpl.core.names import OWN_ROLES
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.core.selfcheck import ISelfCheck
from sonla.pbgdpl.editorial.closed_units import is_closed
from sonla.pbgdpl.editorial.facts import is_own_workflow
from sonla.pbgdpl.editorial.facts import own_workflows
from sonla.pbgdpl.editorial.permissions import set_roles
from sonla.pbgdpl.editorial.permissions import wrong_permissions
from sonla.pbgdpl.editorial.section_policy import apply_policy
from sonla.pbgdpl.editorial.section_policy import blocks_inheritance
from sonla.pbgdpl.editorial.section_policy import grant
from sonla.pbgdpl.editorial.section_policy import lacking_groups
from sonla.pbgdpl.editorial.section_policy import revoke
from sonla.pbgdpl.editorial.setup import register_roles
from sonla.pbgdpl.editorial.states import chain_of
from sonla.pbgdpl.editorial.states import reindex_state
from sonla.pbgdpl.editorial.states import walk
from sonla.pbgdpl.install.rolemap import missing_permissions
from sonla.pbgdpl.units.creation import complete
from sonla.pbgdpl.units.creation import units_by_code
from sonla.pbgdpl.units.groups import has_role
from sonla.pbgdpl.units.setup import create_groups
from sonla.pbgdpl.units.setup import our_groups
from sonla.pbgdpl.units.workflow import shares_code
from typing import Any
from zope.i18nmessageid import Message
from zope.interface import implementer

OURS = "sonla.pbgdpl: "
"""How the names of our permissions begin."""

SUCCESSORS = {
    "Contributor": CONTRIBUTOR_ROLE,
    "Editor": EDITOR_ROLE,
    "Reviewer": APPROVER_ROLE,
}
"""Role of the portal → the role of ours which has its part inside sections."""


def repair_roles(site: Any) -> None:
    """Bring what the roles need: themselves, permissions, workflows, groups, sections.

    Safe to repeat: where nothing is lacking nothing is written. Never commits.
    """
    wrong = permissions_to_set(site)
    add_roles(site)
    for permission, roles in wrong.items():
        site.manage_permission(permission, sorted(roles), acquire=0)
    workflows = [workflow for workflow in definitions() if names_host_roles(workflow)]
    for workflow in workflows:
        rename_in_workflow(workflow)
    create_groups()
    for section in all_sections():
        repair_section(section, bool(workflows))


@implementer(ISelfCheck)
class RolesCheck:
    """Compare roles, workflows, groups and sections with what an installation sets up."""

    def __init__(self, site: Any) -> None:
        self.site = site

    def missing(self) -> list[str]:
        """Return names of roles and permissions; else words, as an open border has no name."""
        roles = missing_roles(self.site)
        names = [*roles, *missing_permissions(self.site, roles)]
        return [*names, *map(say, lacking_roles(self.site))]

    def repair(self) -> None:
        """Set up what is missing, as the installation does."""
        repair_roles(self.site)


def lacking_roles(site: Any) -> Iterator[Message]:
    """Yield what `repair_roles` would bring, but for roles and permissions that are missing."""
    names = [permission for permission, _roles in wrong_in_portal(site)]
    names += [one.title for one in definitions() if names_host_roles(one)]
    if names:
        yield _(
            "health_roles_foreign",
            default="roles of the portal where those of the add-on belong (${names})",
            mapping={"names": ", ".join(names)},
        )
    groups = [name for name in GROUP_ROLES if api.group.get(groupname=name) is None]
    if groups:
        yield _(
            "health_groups_missing",
            default="groups (${groups})",
            mapping={"groups": ", ".join(groups)},
        )
    for section in all_sections():
        yield from lacking_in_section(section)


def lacking_in_section(section: Any) -> Iterator[Message]:
    """Yield what a section lacks of what `apply_policy` sets up."""
    if not blocks_inheritance(section):
        yield _(
            "health_section_inherits",
            default="the border of “${section}”, which inherits permissions from the folders above: on its page Sharing the box for that is ticked",
            mapping={"section": section.title},
        )
    groups = [group for group, _role in lacking_groups(section)]
    if groups:
        yield _(
            "health_section_groups",
            default="roles of groups in “${section}” (${groups})",
            mapping={"section": section.title, "groups": ", ".join(groups)},
        )
    permissions = wrong_permissions(section)
    if permissions:
        yield _(
            "health_section_permissions",
            default="permissions of “${section}” (${permissions})",
            mapping={
                "section": section.title,
                "permissions": ", ".join(permissions),
            },
        )


def add_roles(site: Any) -> None:
    """Add the roles that the portal lacks, and tell the user folder."""
    if missing := missing_roles(site):
        site.__ac_roles__ = (*site.__ac_roles__, *missing)
        register_roles()


def missing_roles(site: Any) -> list[str]:
    """List the roles of ours that the portal lacks."""
    return [role for role in OWN_ROLES if role not in site.__ac_roles__]


def permissions_to_set(site: Any) -> dict[str, frozenset[str]]:
    """Return the permissions that are missing or go to roles of the portal, as they should be."""
    missing = missing_permissions(site, missing_roles(site))
    return {
        **dict(wrong_in_portal(site)),
        **{name: successors(roles) for name, roles in missing.items()},
    }


def wrong_in_portal(site: Any) -> list[tuple[str, frozenset[str]]]:
    """List the permissions of ours that go to roles of the portal, with what they should be."""
    names = (one[0] for one in site.ac_inherited_permissions(1))
    given = ((name, set_roles(site, name)) for name in names if name.startswith(OURS))
    return [
        (name, successors(roles))
        for name, roles in given
        if roles is not None and roles.intersection(HOST_ROLES)
    ]


def successors(roles: Any) -> frozenset[str]:
    """Put our roles in the place of the host's; a reader has none."""
    kept = frozenset(roles).difference(HOST_ROLES)
    return kept | {SUCCESSORS[role] for role in SUCCESSORS if role in roles}


def definitions() -> list[Any]:
    """List the definitions of our workflows that the portal has."""
    tool = api.portal.get_tool("portal_workflow")
    return [tool[name] for name in own_workflows() if name in tool]


def role_lists(workflow: Any) -> Iterator[tuple[str, ...] | list[str]]:
    """Yield every list of roles in a definition: of permissions in states, of guards."""
    for state in workflow.states.objectValues():
        yield from (state.permission_roles or {}).values()
    for transition in workflow.transitions.objectValues():
        yield transition.getGuard().roles


def names_host_roles(workflow: Any) -> bool:
    """Return whether a definition gives anything to roles of the portal."""
    return any(set(HOST_ROLES).intersection(roles) for roles in role_lists(workflow))


def rename_in_workflow(workflow: Any) -> None:
    """Put our roles in the place of the host's in a definition."""
    for state in workflow.states.objectValues():
        for permission, roles in list((state.permission_roles or {}).items()):
            acquired = isinstance(roles, list)
            state.setPermission(permission, acquired, sorted(successors(roles)))
    for transition in workflow.transitions.objectValues():
        guard = transition.getGuard()
        if set(HOST_ROLES).intersection(guard.roles):
            guard.roles = tuple(sorted(successors(guard.roles)))


def repair_section(section: Any, renamed: bool) -> None:
    """Bring a section its border, permissions and groups, and its units their groups.

    `renamed`: workflows named other roles until now, so every item has to follow.
    """
    changed = apply_policy(section)
    if renamed:
        for item in with_savepoints(walk(section)):
            follow_definition(item)
            changed |= rename_local_roles(item)
            reindex_state(item)
    for unit in units_by_code(section).values():
        if not (is_closed(unit) or has_role(unit) or shares_code(unit)):
            complete(unit)
    if changed:
        section.reindexObjectSecurity()


def follow_definition(item: Any) -> None:
    """Set the permissions of an item that its state says now."""
    tool = api.portal.get_tool("portal_workflow")
    for name in filter(is_own_workflow, chain_of(item)):
        tool[name].updateRoleMappingsFor(item)


def rename_local_roles(item: Any) -> bool:
    """Put our roles in the place of the portal's that our groups had in a section."""
    changed = False
    for group in our_groups():
        held = dict(item.get_local_roles()).get(group, ())
        if set(HOST_ROLES).intersection(held):
            revoke(item, group, frozenset(HOST_ROLES))
            for role in successors(held):
                grant(item, group, role)
            changed = True
    return changed
