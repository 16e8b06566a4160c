"""From profile version 1000: questions come to portals that have us."""

from earlier_profile import go_back
from earlier_profile import indexes_described
from earlier_profile import roles_described
from earlier_profile import take_permissions
from earlier_profile import take_types
from earlier_profile import types_described
from earlier_profile import upgrade
from earlier_profile import workflow_described
from plone import api
from questions_content import ask
from sonla.pbgdpl.core.names import SECTION_TYPE
from sonla.pbgdpl.questions import ANSWER_QUESTIONS
from sonla.pbgdpl.questions import DUE_INDEX
from sonla.pbgdpl.questions import QUESTION_INDEX
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.questions import QUESTION_WORKFLOW

import pytest

INDEXES = (QUESTION_INDEX, DUE_INDEX)


def described(portal):
    """Describe what the upgrade has to bring."""
    return {
        **types_described(portal, (QUESTION_TYPE,)),
        "workflow": workflow_described(portal, QUESTION_WORKFLOW),
        "answering": roles_described(portal, [ANSWER_QUESTIONS]),
        "indexes": indexes_described(portal, INDEXES),
    }


@pytest.fixture
def old(portal):
    """Take the portal back to what version 1000 installed; give what it had."""
    expected = described(portal)
    take_types(portal, (QUESTION_TYPE,))
    portal.portal_workflow.manage_delObjects([QUESTION_WORKFLOW])
    take_permissions(portal, [ANSWER_QUESTIONS])
    portal.portal_catalog.manage_delIndex(list(INDEXES))
    go_back(portal)
    return expected


def test_the_upgrade_brings_what_an_installation_has(portal, old):
    assert described(portal) != old
    for _time in range(2):
        go_back(portal)
        upgrade(portal)
        assert described(portal) == old
    with api.env.adopt_roles(["Manager"]):
        section = api.content.create(portal, SECTION_TYPE, "pl", "Pháp luật")
    made = ask(section)
    assert api.content.get_state(made) == "received"
    assert made.tracking_code
