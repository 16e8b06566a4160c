"""What makes a section a section: policy, local roles of the groups, permissions."""

from Acquisition import aq_base
from plone import api
from Products.CMFPlacefulWorkflow.PlacefulWorkflowTool import WorkflowPolicyConfig_id
from Products.CMFPlacefulWorkflow.WorkflowPolicyConfig import WorkflowPolicyConfig
from sonla.pbgdpl.config import ADMINISTRATORS
from sonla.pbgdpl.config import GROUP_ROLES
from sonla.pbgdpl.config import WORKFLOW_POLICY
from typing import Any

EDITORS_MAY = (
    "Add portal content",
    "plone.app.contenttypes: Add Collection",
    "plone.app.contenttypes: Add Document",
    "plone.app.contenttypes: Add Event",
    "plone.app.contenttypes: Add File",
    "plone.app.contenttypes: Add Folder",
    "plone.app.contenttypes: Add Image",
    "plone.app.contenttypes: Add Link",
    "plone.app.contenttypes: Add News Item",
)
"""Core gives these to Contributor and Owner; a working copy is an addition too."""

NOBODY_MAY = ("sonla.pbgdpl: Add LegalEducationSection",)
"""A section takes no section; this keeps its folders from offering one."""

CHECKOUT = "iterate : Check out content"

ONLY_ADMINISTRATORS_MAY = (
    "Sharing page: Delegate Contributor role",
    "Sharing page: Delegate Editor role",
    "Sharing page: Delegate Reviewer role",
)
"""Else an author makes themselves the editor of their own text on its Sharing page."""


def equip(section: Any) -> None:
    """Give a section its policy, the groups' local roles and its permissions.

    The policy is an attribute, not an object in the folder: it must not show up among
    the section's items. Safe to repeat. The catalog is the caller's business, here
    and in `strip`: what stands in a section may be much.
    """
    if not hasattr(aq_base(section), WorkflowPolicyConfig_id):
        policy = WorkflowPolicyConfig(WORKFLOW_POLICY, WORKFLOW_POLICY)
        setattr(section, WorkflowPolicyConfig_id, policy)
    for group, role in GROUP_ROLES.items():
        if api.group.get(groupname=group) is not None:
            grant(section, group, role)
    for permission in EDITORS_MAY:
        section.manage_permission(permission, ["Editor"], acquire=1)
    section.manage_permission(CHECKOUT, ["Editor", "Owner", *ADMINISTRATORS], acquire=1)
    for permission in ONLY_ADMINISTRATORS_MAY:
        section.manage_permission(permission, list(ADMINISTRATORS), acquire=0)
    for permission in NOBODY_MAY:
        section.manage_permission(permission, [], acquire=0)


def strip(section: Any) -> None:
    """Take from a section all that `equip` gave it."""
    if hasattr(aq_base(section), WorkflowPolicyConfig_id):
        delattr(section, WorkflowPolicyConfig_id)
    holders = {holder for holder, _roles in section.get_local_roles()}
    section.manage_delLocalRoles(sorted(holders.intersection(GROUP_ROLES)))
    for permission in (
        *EDITORS_MAY,
        CHECKOUT,
        *ONLY_ADMINISTRATORS_MAY,
        *NOBODY_MAY,
    ):
        section.manage_permission(permission, [], acquire=1)


def grant(section: Any, principal: str, role: str) -> None:
    """Add a local role to those that a principal already has on a section."""
    roles = dict(section.get_local_roles()).get(principal, ())
    if role not in roles:
        section.manage_setLocalRoles(principal, [*roles, role])
