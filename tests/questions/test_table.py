"""Who may do what with questions in which state: the contract's table, for every role."""

from plone import api
from questions_content import answer
from questions_content import ask
from questions_content import put
from sonla.pbgdpl.config import QUESTION_WORKFLOW

import pytest

ADMIN = {"Site Administrator", "Manager"}
INSIDE = {"Contributor", "Owner", "Editor", "Reader", "Reviewer"} | ADMIN
ROLES = ("Anonymous", "Member", *sorted(INSIDE), "PBGDPL Sync")
DESK = {"Editor", "Reviewer"} | ADMIN
WRITERS = {"Contributor"} | DESK
APPROVERS = {"Reviewer"} | ADMIN
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
PERMISSIONS = {
    "view": ("View", "Access contents information"),
    "edit": ("Modify portal content",),
    "delete": ("Delete objects",),
    "personal": ("sonla.pbgdpl: View personal data",),
}


@pytest.fixture
def question(section):
    """Make a question owned by somebody who has no other role."""
    question = answer(ask(section))
    api.user.create(email="owner@example.org", username="owner")
    question.changeOwnership(api.user.get("owner").getUser())
    question.manage_setLocalRoles("owner", ["Owner"])
    return question


def as_role(role, acting):
    if role == "Owner":
        return api.env.adopt_user(username="owner")
    if role == "Anonymous":
        return api.env.adopt_roles(["Anonymous"])
    return acting(role)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", TABLE)
def test_table(section, question, acting, state, role):
    workflow = api.portal.get_tool("portal_workflow")[QUESTION_WORKFLOW]
    put(question, state)
    expected = {name for name, roles in TABLE[state].items() if role in roles}
    with as_role(role, acting):
        allowed = {
            name
            for name, asked in PERMISSIONS.items()
            if all(api.user.has_permission(one, obj=question) for one in asked)
        }
        allowed |= {
            name
            for name in workflow.transitions
            if workflow.isActionSupported(question, name)
        }
    assert allowed == expected


def test_names_are_the_contracts(portal):
    workflow = portal.portal_workflow[QUESTION_WORKFLOW]
    assert set(workflow.states.objectIds()) == set(TABLE)
    assert set(workflow.transitions.objectIds()) == {
        *("accept", "assign", "draft_answer", "approve_answer", "publish"),
        *("reply_privately", "decline", "reassign", "return_answer"),
    }
    assert workflow.initial_state == "received"
