"""Who sees, changes and moves on banks and their questions: nothing is ever public."""

from bank_content import add_question
from bank_content import make_bank
from bank_content import put
from itertools import product
from new_items import create
from plone import api
from role_tables import ADMIN
from role_tables import expected_of
from role_tables import OWNER
from role_tables import PERMISSIONS
from role_tables import ROLES
from sonla.pbgdpl.editorial.guards import is_possible

import pytest

OFFICE = {"PBGDPL Editor", "PBGDPL Approver"} | ADMIN
ALL = OFFICE | {"Owner"}
TABLE = {
    "draft": {
        "view": ALL,
        "edit": ALL,
        "delete": {"Owner", "PBGDPL Editor"} | ADMIN,
        "submit": {"Owner", "PBGDPL Editor"} | ADMIN,
    },
    "submitted": {
        "view": ALL,
        "edit": OFFICE,
        "delete": {"PBGDPL Editor"} | ADMIN,
        "approve": {"PBGDPL Approver"} | ADMIN,
        "return_to_author": OFFICE,
        "retract": {"Owner"} | ADMIN,
    },
    "approved": {
        "view": ALL,
        "edit": set(),
        "delete": ADMIN,
        "retire": OFFICE,
        "reopen": OFFICE,
    },
    "retired": {"view": ALL, "edit": set(), "delete": ADMIN, "reopen": OFFICE},
}
STEPS = {"submit", "approve", "return_to_author", "retract", "retire", "reopen"}


@pytest.fixture
def items(section):
    """A bank and a question in it, both of the same owner."""
    api.user.create(email="owner@example.org", username=OWNER)
    bank = make_bank(section)
    question = add_question(bank)
    for item in (bank, question):
        item.changeOwnership(api.user.get(OWNER))
        item.manage_setLocalRoles(OWNER, ["Owner"])
        item.manage_delLocalRoles([api.user.get_current().getId()])
        item.reindexObjectSecurity()
    return bank, question


@pytest.mark.sample(None)
@pytest.mark.parametrize("state", TABLE)
def test_a_role_does_what_it_may(section, items, acting, state):
    for item in items:
        if state != "draft":
            put(item, state)
    for role, item in product(ROLES, items):
        case = (role, item.portal_type)
        with acting(role):
            for action in TABLE[state].keys() & PERMISSIONS.keys():
                allowed = {
                    api.user.has_permission(name, obj=item)
                    for name in PERMISSIONS[action]
                }
                assert allowed == {role in TABLE[state][action]}, (action, *case)
            possible = {step for step in STEPS if is_possible(item, step)}
        assert possible == STEPS & expected_of(TABLE, state, role), case


def test_nobody_approves_their_own_question(section, bank):
    api.portal.set_registry_record("sonla.pbgdpl.four_eyes", True)
    api.user.create(email="both@example.org", username="both")
    section.manage_setLocalRoles("both", ["PBGDPL Editor", "PBGDPL Approver"])
    other = add_question(bank, "submitted")
    with api.env.adopt_user(username="both"):
        fields = {"question": "Hỏi?", "kind": "number", "number": "3"}
        own = create(bank, "BankQuestion", title="–", **fields)
        api.content.transition(own, "submit")
        assert not is_possible(own, "approve")
        assert is_possible(other, "approve")
