"""What makes a section a section: policy, border for local roles, groups, permissions."""

from Acquisition import aq_base
from plone import api
from Products.CMFPlacefulWorkflow.PlacefulWorkflowTool import WorkflowPolicyConfig_id
from Products.CMFPlacefulWorkflow.WorkflowPolicyConfig import WorkflowPolicyConfig
from sonla.pbgdpl.core.names import GROUP_ROLES
from sonla.pbgdpl.editorial import WORKFLOW_POLICY
from sonla.pbgdpl.editorial.permissions import forget_permissions
from sonla.pbgdpl.editorial.permissions import set_permissions
from typing import Any

BLOCK = "__ac_local_roles_block__"
"""What the box *Inherit permissions* of the Sharing page sets when it is unticked."""


def apply_policy(section: Any) -> bool:
    """Set up in a section all that makes it one; return whether its readers may have changed.

    The policy is an attribute, not an object in the folder: it must not show up among
    the section's items. Safe to repeat. The catalog is the caller's business, here
    and in `remove_policy`: what stands in a section may be much.
    """
    if not hasattr(aq_base(section), WorkflowPolicyConfig_id):
        policy = WorkflowPolicyConfig(WORKFLOW_POLICY, WORKFLOW_POLICY)
        setattr(section, WorkflowPolicyConfig_id, policy)
    set_permissions(section)
    changed = not blocks_inheritance(section)
    if changed:
        setattr(section, BLOCK, True)
    for group, role in lacking_groups(section):
        grant(section, group, role)
        changed = True
    return changed


def blocks_inheritance(section: Any) -> bool:
    """Return whether local roles given above a section stop at it."""
    return bool(getattr(aq_base(section), BLOCK, None))


def lacking_groups(section: Any) -> list[tuple[str, str]]:
    """List our groups, with their roles, that don't have them on a section."""
    held = dict(section.get_local_roles())
    return [
        (group, role)
        for group, role in GROUP_ROLES.items()
        if role not in held.get(group, ()) and api.group.get(groupname=group)
    ]


def remove_policy(section: Any) -> None:
    """Take from a section what `apply_policy` gave it, but for the border.

    The border stays: without it those with local roles above would read what they
    could not before.
    """
    if hasattr(aq_base(section), WorkflowPolicyConfig_id):
        delattr(section, WorkflowPolicyConfig_id)
    holders = {holder for holder, _roles in section.get_local_roles()}
    section.manage_delLocalRoles(sorted(holders.intersection(GROUP_ROLES)))
    forget_permissions(section)


def grant(place: Any, principal: str, role: str) -> None:
    """Add a local role to those that a principal already has on a section or unit."""
    roles = dict(place.get_local_roles()).get(principal, ())
    if role not in roles:
        place.manage_setLocalRoles(principal, [*roles, role])


def revoke(place: Any, principal: str, roles: frozenset[str]) -> None:
    """Take local roles from a principal, who keeps whatever others they have."""
    held = dict(place.get_local_roles()).get(principal, ())
    rest = [role for role in held if role not in roles]
    place.manage_delLocalRoles([principal])
    if rest:
        place.manage_setLocalRoles(principal, rest)
