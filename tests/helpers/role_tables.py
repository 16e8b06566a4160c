"""Who may do what in which state: people of one role each, and what such a one may do.

The tables themselves stand in the tests of each package, written from the contract.
"""

from collections.abc import Callable
from collections.abc import Mapping
from contextlib import AbstractContextManager
from contextlib import nullcontext
from plone import api
from plone.app.testing import logout
from sonla.pbgdpl.core.names import HOST_ROLES
from typing import Any

import pytest

ADMIN = {"Site Administrator", "Manager"}
INSIDE = {"PBGDPL Contributor", "Owner", "PBGDPL Editor", "PBGDPL Approver"} | ADMIN
ROLES = ("Anonymous", "Member", *HOST_ROLES, *sorted(INSIDE), "PBGDPL Sync")
WRITERS = {"PBGDPL Contributor", "Owner", "PBGDPL Editor"} | ADMIN
TEXT_EDITORS = {
    "draft": {"Owner", "PBGDPL Editor"} | ADMIN,
    "pending_edit": {"PBGDPL Editor"} | ADMIN,
    "pending_approval": {"PBGDPL Editor", "PBGDPL Approver"} | ADMIN,
    "published": ADMIN,
    "withdrawn": ADMIN,
}
"""State of the editorial chain → who changes a text, or a container that is one."""

PERMISSIONS = {
    "view": ("View", "Access contents information"),
    "edit": ("Modify portal content",),
    "delete": ("Delete objects",),
    "personal": ("sonla.pbgdpl: View personal data",),
}
"""What a table calls an action → the permissions that it takes."""

OWNER = "owner"

Table = Mapping[str, Mapping[str, set[str]]]
"""State → action → roles."""


@pytest.fixture
def acting(section: Any) -> Callable[[str], AbstractContextManager[Any]]:
    """Make accounts, each with one role on the section, as they are asked for."""

    def act(role: str) -> AbstractContextManager[Any]:
        if role == "Anonymous":
            logout()  # guards ask the user, whom `adopt_roles` leaves as they are
            return nullcontext()
        if role == "Owner":
            return api.env.adopt_user(username=OWNER)
        name = "has-" + role.lower().replace(" ", "-")
        if api.user.get(userid=name) is None:
            api.user.create(email=f"{name}@example.org", username=name)
            if role != "Member":
                section.manage_addLocalRoles(name, [role])
                section.reindexObjectSecurity()
        return api.env.adopt_user(username=name)

    return act


def owned(item: Any) -> Any:
    """Return an item whose owner has no other role, and where nobody else has one."""
    api.user.create(email=f"{OWNER}@example.org", username=OWNER)
    item.changeOwnership(api.user.get(OWNER).getUser())
    item.manage_delLocalRoles([holder for holder, _roles in item.get_local_roles()])
    item.manage_setLocalRoles(OWNER, ["Owner"])
    return item


def expected_of(table: Table, state: str, role: str) -> set[str]:
    """Name what the table lets a role do in a state."""
    return {action for action, roles in table[state].items() if role in roles}


def allowed_to_user(item: Any, workflow_id: str) -> set[str]:
    """Name what the user may do with an item now: permissions, and steps of a workflow."""
    workflow = api.portal.get_tool("portal_workflow")[workflow_id]
    actions = {
        action
        for action, permissions in PERMISSIONS.items()
        if all(api.user.has_permission(one, obj=item) for one in permissions)
    }
    steps = workflow.transitions
    return actions | {one for one in steps if workflow.isActionSupported(item, one)}
