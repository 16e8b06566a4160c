"""Comments inside sections: who reads and decides on one that waits.

Plone's chain for comments names the portal's own reviewers; here our editors and
approvers have their part.
"""

from plone import api
from Products.DCWorkflow.interfaces import IAfterTransitionEvent
from Products.DCWorkflow.utils import modifyRolesForPermission
from sonla.pbgdpl.core.batching import with_savepoints
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.names import APPROVER_ROLE
from sonla.pbgdpl.core.names import EDITOR_ROLE
from sonla.pbgdpl.core.names import HOST_ROLES
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.permissions import set_roles
from typing import Any

OUR_MODERATORS = (APPROVER_ROLE, EDITOR_ROLE)


def comment_moved(comment: Any, event: IAfterTransitionEvent) -> None:
    """Set the permissions of a comment that was made or changed its state, if it stands in a section."""
    if section_of(comment) is not None:
        set_permissions(comment, event.workflow.permissions)


def set_comment_permissions(section: Any) -> None:
    """Set the permissions of comments that are in a section already; the catalog is the caller's."""
    tool = api.portal.get_tool("portal_workflow")
    found = api.content.find(
        unrestricted=True, path=path_of(section), portal_type="Discussion Item"
    )
    for comment in with_savepoints(load_objects(found)):
        for workflow in tool.getWorkflowsFor(comment):
            set_permissions(comment, workflow.permissions)


def set_permissions(comment: Any, permissions: tuple[str, ...]) -> None:
    """Set our moderators in place of the portal's roles.

    Once the chain has set them: the event comes after that.
    """
    for permission in permissions:
        roles = set_roles(comment, permission)
        if roles is not None and roles.intersection(HOST_ROLES):
            ours = roles.difference(HOST_ROLES).union(OUR_MODERATORS)
            modifyRolesForPermission(comment, permission, tuple(sorted(ours)))
