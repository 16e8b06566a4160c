"""Who may do what with requests in which state, for every role; nothing is ever public."""

from requests_content import ask_for
from requests_content import put_request
from role_tables import ADMIN
from role_tables import allowed_to_user
from role_tables import expected_of
from role_tables import owned
from role_tables import ROLES
from sonla.pbgdpl.options.requests import REQUEST_WORKFLOW
from sonla.pbgdpl.options.requests.rules import CLOSED
from sonla.pbgdpl.options.requests.rules import OPEN

import pytest

OFFICE = {"PBGDPL Editor", "PBGDPL Approver"} | ADMIN
SEEN = OFFICE | {"Owner"}


def row(edit, delete=ADMIN, **steps):
    return {"view": SEEN, "personal": SEEN, "edit": edit, "delete": delete, **steps}


TABLE = {
    "new": row(SEEN, OFFICE, receive=OFFICE, refuse=OFFICE, cancel=OFFICE),
    "received": row(OFFICE, refuse=OFFICE, cancel=OFFICE),
    "introduced": row(OFFICE, refuse=OFFICE, cancel=OFFICE),
    "accepted": row(OFFICE, carry_out=OFFICE, cancel=OFFICE),
    "carried_out": row(OFFICE, evaluate=OFFICE),
    "evaluated": row(ADMIN),
    "refused": row(ADMIN, reopen=OFFICE),
    "expired": row(ADMIN, reopen=OFFICE),
    "cancelled": row(ADMIN, reopen=OFFICE),
}
"""State → action → roles; steps that follow from answers and days are nobody's."""


@pytest.mark.sample(None)
@pytest.mark.parametrize("state", TABLE)
def test_table(section, acting, state):
    request, allowed = put_request(owned(ask_for(section)), state), {}
    for role in ROLES:
        with acting(role):
            allowed[role] = allowed_to_user(request, REQUEST_WORKFLOW)
    assert allowed == {role: expected_of(TABLE, state, role) for role in ROLES}


def test_the_table_has_each_state(portal):
    workflow = portal.portal_workflow[REQUEST_WORKFLOW]
    assert set(workflow.states.objectIds()) == set(TABLE) == {*OPEN, *CLOSED}
    assert workflow.initial_state == "new"
