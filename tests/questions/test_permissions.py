"""Who may do what with questions in which state: the contract's table, for every role."""

from questions_content import answer
from questions_content import ask
from questions_content import put
from role_tables import ADMIN
from role_tables import allowed_to_user
from role_tables import expected_of
from role_tables import owned
from role_tables import ROLES
from sonla.pbgdpl.questions import QUESTION_WORKFLOW

import pytest

DESK = {"PBGDPL Editor", "PBGDPL Approver"} | ADMIN
WRITERS = {"PBGDPL Contributor"} | DESK
APPROVERS = {"PBGDPL Approver"} | ADMIN
TABLE = {
    "received": {
        "view": DESK | {"Owner"},
        "edit": DESK | {"Owner"},
        "delete": DESK,
        "personal": DESK | {"Owner"},
        "accept": DESK,
        "decline": DESK,
    },
    "accepted": {
        "view": DESK,
        "edit": DESK,
        "delete": ADMIN,
        "personal": DESK,
        "assign": DESK,
        "decline": DESK,
    },
    "assigned": {
        "view": WRITERS,
        "edit": WRITERS,
        "delete": ADMIN,
        "personal": DESK,
        "draft_answer": WRITERS,
        "reassign": DESK,
        "decline": DESK,
    },
    "answer_drafted": {
        "view": WRITERS,
        "edit": DESK,
        "delete": ADMIN,
        "personal": DESK,
        "approve_answer": APPROVERS,
        "return_answer": APPROVERS,
        "reassign": DESK,
    },
    "answered": {
        "view": WRITERS,
        "edit": ADMIN,
        "delete": ADMIN,
        "personal": DESK,
        "publish": APPROVERS,
        "reply_privately": APPROVERS,
        "return_answer": APPROVERS,
    },
    "published": {
        "view": set(ROLES),
        "edit": ADMIN,
        "delete": ADMIN,
        "personal": DESK,
        "return_answer": APPROVERS,
    },
    "replied_privately": {
        "view": DESK,
        "delete": ADMIN,
        "personal": DESK,
        "return_answer": APPROVERS,
    },
    "declined": {
        "view": DESK,
        "delete": ADMIN,
        "personal": DESK,
        "accept": DESK,
    },
}


@pytest.mark.sample(None)
@pytest.mark.parametrize("state", TABLE)
def test_table(section, acting, state):
    question = owned(answer(ask(section)))
    put(question, state)
    for role in ROLES:
        with acting(role):
            allowed = allowed_to_user(question, QUESTION_WORKFLOW)
        assert allowed == expected_of(TABLE, state, role), role


def test_names_are_the_contracts(portal):
    workflow = portal.portal_workflow[QUESTION_WORKFLOW]
    assert set(workflow.states.objectIds()) == set(TABLE)
    assert set(workflow.transitions.objectIds()) == {
        *("accept", "assign", "draft_answer", "approve_answer", "publish"),
        *("reply_privately", "decline", "reassign", "return_answer"),
    }
    assert workflow.initial_state == "received"
