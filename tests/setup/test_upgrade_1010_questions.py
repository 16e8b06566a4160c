"""From profile version 1000: questions come to portals that have us."""

from plone import api
from questions_content import ask
from sonla.pbgdpl.config import ANSWER_QUESTIONS
from sonla.pbgdpl.config import DUE_INDEX
from sonla.pbgdpl.config import QUESTION_INDEX
from sonla.pbgdpl.config import QUESTION_TYPE
from sonla.pbgdpl.config import QUESTION_WORKFLOW
from sonla.pbgdpl.config import SECTION_TYPE
from sonla.pbgdpl.config import UNIT_TYPE
from sonla.pbgdpl.config import WORKFLOW_POLICY
from sonla.pbgdpl.upgrades.adding import permission_id

import pytest

PROFILE = "sonla.pbgdpl:default"
PERMISSIONS = (ANSWER_QUESTIONS, f"sonla.pbgdpl: Add {QUESTION_TYPE}")
INDEXES = (QUESTION_INDEX, DUE_INDEX)


def policy():
    tool = api.portal.get_tool("portal_placeful_workflow")
    return tool.getWorkflowPolicyById(WORKFLOW_POLICY)


def described(portal):
    """Describe what the upgrade has to bring."""
    types, workflows = portal.portal_types, portal.portal_workflow
    return {
        "type": QUESTION_TYPE in types,
        "allowed": [
            QUESTION_TYPE in types[n].allowed_content_types
            for n in (SECTION_TYPE, UNIT_TYPE)
        ],
        "workflow": QUESTION_WORKFLOW in workflows,
        "chain": workflows.getChainForPortalType(QUESTION_TYPE),
        "policy": policy().getChainFor(QUESTION_TYPE),
        "permissions": {
            name: sorted(
                role["name"]
                for role in portal.rolesOfPermission(name)
                if role["selected"]
            )
            for name in PERMISSIONS
        },
        "indexes": [name in portal.portal_catalog.indexes() for name in INDEXES],
    }


@pytest.fixture
def old(portal):
    """Take the portal back to what version 1000 installed; give what it had."""
    expected = described(portal)
    types, workflows = portal.portal_types, portal.portal_workflow
    workflows.setChainForPortalTypes((QUESTION_TYPE,), None, verify=False)
    workflows.manage_delObjects([QUESTION_WORKFLOW])
    types.manage_delObjects([QUESTION_TYPE])
    for name in (SECTION_TYPE, UNIT_TYPE):
        fti = types[name]
        fti.allowed_content_types = tuple(
            one for one in fti.allowed_content_types if one != QUESTION_TYPE
        )
    policy()._chains_by_type.pop(QUESTION_TYPE, None)
    for name in PERMISSIONS:
        delattr(portal, f"_{permission_id(name)}_Permission")
    portal.portal_catalog.manage_delIndex(list(INDEXES))
    portal.portal_setup.setLastVersionForProfile(PROFILE, "1000")
    return expected


def test_the_upgrade_brings_what_an_installation_has(portal, old):
    assert described(portal) != old
    for _time in range(2):
        portal.portal_setup.setLastVersionForProfile(PROFILE, "1000")
        portal.portal_setup.upgradeProfile(PROFILE)
        assert described(portal) == old
    with api.env.adopt_roles(["Manager"]):
        section = api.content.create(portal, SECTION_TYPE, "pl", "Pháp luật")
    made = ask(section)
    assert api.content.get_state(made) == "received"
    assert made.tracking_code
