"""Who may do what with people in which state: the contract's table, for every role."""

from datetime import date
from people import ended
from people import enter
from people import episode
from plone import api
from sonla.pbgdpl.config import REGISTRY_WORKFLOW
from sonla.pbgdpl.workflow.states import set_state

import pytest

ADMIN = {"Site Administrator", "Manager"}
INSIDE = {"Contributor", "Owner", "Editor", "Reader", "Reviewer"} | ADMIN
ROLES = ("Anonymous", "Member", *sorted(INSIDE), "PBGDPL Sync")
KEEPERS = {"Reviewer"} | ADMIN
TABLE = {
    "draft": {
        "view": INSIDE,
        "edit": {"Owner", "Editor"} | KEEPERS,
        "delete": {"Owner", "Editor"} | ADMIN,
        "personal": {"Owner"} | KEEPERS,
        "recognise": KEEPERS,
    },
    "recognised": {
        "view": set(ROLES),
        "edit": KEEPERS,
        "delete": ADMIN,
        "personal": KEEPERS,
        "end": KEEPERS,
    },
    "ended": {
        "view": INSIDE,
        "edit": KEEPERS,
        "delete": ADMIN,
        "personal": KEEPERS,
        "recognise": KEEPERS,
    },
}
PERMISSIONS = {
    "view": ("View", "Access contents information"),
    "edit": ("Modify portal content",),
    "delete": ("Delete objects",),
    "personal": ("sonla.pbgdpl: View personal data",),
}


@pytest.fixture
def person(section):
    """Make a person owned by somebody who has no other role."""
    person = enter(section, episodes=[ended(episode(), date(2025, 1, 1))])
    api.user.create(email="owner@example.org", username="owner")
    person.changeOwnership(api.user.get("owner").getUser())
    person.manage_delLocalRoles([h for h, _r in person.get_local_roles()])
    person.manage_setLocalRoles("owner", ["Owner"])
    return person


def as_role(role, acting):
    if role == "Owner":
        return api.env.adopt_user(username="owner")
    if role == "Anonymous":
        return api.env.adopt_roles(["Anonymous"])
    return acting(role)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", TABLE)
def test_table(section, person, acting, state, role):
    workflow = api.portal.get_tool("portal_workflow")[REGISTRY_WORKFLOW]
    set_state(person, workflow, state)
    expected = {name for name, roles in TABLE[state].items() if role in roles}
    with as_role(role, acting):
        allowed = {
            name
            for name, asked in PERMISSIONS.items()
            if all(api.user.has_permission(one, obj=person) for one in asked)
        }
        allowed |= {
            name
            for name in ("recognise", "end")
            if workflow.isActionSupported(person, name)
        }
    assert allowed == expected
