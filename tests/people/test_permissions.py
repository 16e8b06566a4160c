"""Who may do what with people in which state: the contract's table, for every role."""

from datetime import date
from people import ended
from people import enter
from people import recognition
from plone import api
from role_tables import ADMIN
from role_tables import allowed_to_user
from role_tables import expected_of
from role_tables import INSIDE
from role_tables import owned
from role_tables import ROLES
from role_tables import WRITERS
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.people import REGISTRY_WORKFLOW
from sonla.pbgdpl.people.workflow import unconfirm_draft

import pytest

KEEPERS = {"PBGDPL Approver"} | ADMIN
TABLE = {
    "draft": {
        "view": INSIDE,
        "edit": {"Owner", "PBGDPL Editor"} | KEEPERS,
        "delete": {"Owner", "PBGDPL Editor"} | ADMIN,
        "personal": {"Owner"} | KEEPERS,
        "recognise": KEEPERS,
        "submit": WRITERS,
    },
    "submitted": {
        "view": INSIDE,
        "edit": {"PBGDPL Editor"} | KEEPERS,
        "delete": ADMIN,
        "personal": {"Owner"} | KEEPERS,
        "recognise": KEEPERS,
        "accept": KEEPERS,
        "return_to_author": {"PBGDPL Editor"} | KEEPERS,
        "retract": {"Owner"} | ADMIN,
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


@pytest.mark.parametrize("state", TABLE)
def test_table(section, acting, state):
    person = owned(
        enter(section, recognitions=[ended(recognition(), date(2025, 1, 1))])
    )
    unconfirm_draft(person)  # as an entry that no keeper has seen
    set_state(person, api.portal.get_tool("portal_workflow")[REGISTRY_WORKFLOW], state)
    for role in ROLES:
        with acting(role):
            allowed = allowed_to_user(person, REGISTRY_WORKFLOW)
        assert allowed == expected_of(TABLE, state, role), role
