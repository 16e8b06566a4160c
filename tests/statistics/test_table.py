"""Who may do what with a report in which state: the contract's table, for every role."""

from contextlib import nullcontext
from plone import api
from plone.app.testing import logout
from sonla.pbgdpl.config import STATISTICS_WORKFLOW
from statistics_content import put_report
from statistics_content import report

import pytest

ADMIN = {"Site Administrator", "Manager"}
INSIDE = {"Contributor", "Owner", "Editor", "Reader", "Reviewer"} | ADMIN
ROLES = ("Anonymous", "Member", *sorted(INSIDE), "PBGDPL Sync")
APPROVERS = {"Reviewer"} | ADMIN
TABLE = {
    "draft": {
        "view": INSIDE,
        "edit": INSIDE - {"Reader"},
        "delete": {"Owner", "Editor"} | ADMIN,
        "cells": INSIDE,
        "submit": {"Contributor", "Owner", "Editor"} | ADMIN,
    },
    "submitted": {
        "view": INSIDE,
        "delete": ADMIN,
        "cells": INSIDE,
        "approve": APPROVERS,
        "return": APPROVERS,
    },
    "approved": {
        "view": set(ROLES),
        "delete": ADMIN,
        "cells": INSIDE,
        "lock": APPROVERS,
        "return": APPROVERS,
    },
    "locked": {"view": set(ROLES), "cells": INSIDE},
}
PERMISSIONS = {
    "view": ("View", "Access contents information"),
    "edit": ("Modify portal content",),
    "delete": ("Delete objects",),
    "cells": ("sonla.pbgdpl: View personal data",),
}
STEPS = ("submit", "return", "approve", "lock")


@pytest.fixture
def owned(section):
    """Make a report owned by somebody who has no other role."""
    item = report(section)
    api.user.create(email="owner@example.org", username="owner")
    item.changeOwnership(api.user.get("owner").getUser())
    item.manage_delLocalRoles([h for h, _r in item.get_local_roles()])
    item.manage_setLocalRoles("owner", ["Owner"])
    return item


def as_role(role, section):
    if role == "Owner":
        return api.env.adopt_user(username="owner")
    if role == "Anonymous":
        logout()  # guards ask the user, whom `adopt_roles` leaves as they are
        return nullcontext()
    name = "has-" + role.lower().replace(" ", "-")
    api.user.create(email=f"{name}@example.org", username=name)
    if role != "Member":
        section.manage_addLocalRoles(name, [role])
    return api.env.adopt_user(username=name)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", TABLE)
def test_table(section, owned, state, role):
    workflow = api.portal.get_tool("portal_workflow")[STATISTICS_WORKFLOW]
    put_report(owned, state)
    expected = {name for name, roles in TABLE[state].items() if role in roles}
    with as_role(role, section):
        allowed = {
            name
            for name, asked in PERMISSIONS.items()
            if all(api.user.has_permission(one, obj=owned) for one in asked)
        }
        allowed |= {n for n in STEPS if workflow.isActionSupported(owned, n)}
    assert allowed == expected
