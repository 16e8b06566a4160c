"""From profile version 1000: dialogues come to portals that have us, and go out with courses."""

from plone import api
from sonla.pbgdpl.config import DIALOGUE_TYPE
from sonla.pbgdpl.config import SECTION_TYPE
from sonla.pbgdpl.config import UNIT_TYPE
from sonla.pbgdpl.config import WORKFLOW_POLICY
from sonla.pbgdpl.controlpanel.sync_settings import PREFIX
from sonla.pbgdpl.upgrades.adding import permission_id

import pytest

PROFILE = "sonla.pbgdpl:default"
EXPORTED = f"{PREFIX}.exported_types"
PERMISSION = f"sonla.pbgdpl: Add {DIALOGUE_TYPE}"
KINDS = {"course", "dialogue"}


def policy():
    tool = api.portal.get_tool("portal_placeful_workflow")
    return tool.getWorkflowPolicyById(WORKFLOW_POLICY)


def described(portal):
    """Describe what the upgrade has to bring."""
    types = portal.portal_types
    repository = portal.portal_repository
    return {
        "type": sorted((k, str(v)) for k, v in types[DIALOGUE_TYPE].propertyItems())
        if DIALOGUE_TYPE in types
        else None,
        "allowed": [
            DIALOGUE_TYPE in types[name].allowed_content_types
            for name in (SECTION_TYPE, UNIT_TYPE)
        ],
        "chain": portal.portal_workflow.getChainForPortalType(DIALOGUE_TYPE),
        "policy": policy().getChainFor(DIALOGUE_TYPE),
        "versions": (
            DIALOGUE_TYPE in repository.getVersionableContentTypes(),
            sorted(repository.getPolicyMap().get(DIALOGUE_TYPE, ())),
            bool(portal.portal_diff.getDiffForPortalType(DIALOGUE_TYPE)),
        ),
        "permission": sorted(
            role["name"]
            for role in portal.rolesOfPermission(PERMISSION)
            if role["selected"]
        ),
        "exported": KINDS & set(api.portal.get_registry_record(EXPORTED)),
        "icon": api.portal.get_registry_record(
            "plone.icon.contenttype/policydialogue", default=None
        ),
    }


@pytest.fixture
def old(portal):
    """Take the portal back to what version 1000 installed; give what it had."""
    expected = described(portal)
    portal.portal_workflow.setChainForPortalTypes([DIALOGUE_TYPE], None, verify=False)
    portal.portal_types.manage_delObjects([DIALOGUE_TYPE])
    for name in (SECTION_TYPE, UNIT_TYPE):
        fti = portal.portal_types[name]
        fti.allowed_content_types = tuple(
            one for one in fti.allowed_content_types if one != DIALOGUE_TYPE
        )
    policy()._chains_by_type.pop(DIALOGUE_TYPE, None)
    repository = portal.portal_repository
    repository.setVersionableContentTypes(
        [n for n in repository.getVersionableContentTypes() if n != DIALOGUE_TYPE]
    )
    repository._version_policy_mapping.pop(DIALOGUE_TYPE, None)
    portal.portal_diff.setDiffForPortalType(DIALOGUE_TYPE, {})
    delattr(portal, f"_{permission_id(PERMISSION)}_Permission")
    kept = [n for n in api.portal.get_registry_record(EXPORTED) if n not in KINDS]
    api.portal.set_registry_record(EXPORTED, kept)
    del portal.portal_registry.records["plone.icon.contenttype/policydialogue"]
    portal.portal_setup.setLastVersionForProfile(PROFILE, "1000")
    return expected


def upgrade(portal):
    portal.portal_setup.upgradeProfile(PROFILE)


def test_the_upgrade_brings_what_an_installation_has(portal, old):
    assert described(portal) != old
    upgrade(portal)
    assert described(portal) == old


def test_it_is_safe_to_repeat(portal, old):
    upgrade(portal)
    portal.portal_setup.setLastVersionForProfile(PROFILE, "1000")
    upgrade(portal)
    assert described(portal) == old


def test_dialogues_can_be_made_afterwards(portal, old):
    upgrade(portal)
    with api.env.adopt_roles(["Manager"]):
        section = api.content.create(portal, SECTION_TYPE, "pl", "Pháp luật")
        dialogue = api.content.create(section, DIALOGUE_TYPE, "dt", "Đối thoại")
        api.content.create(dialogue, "LegalQuestion", "q", "Hỏi", question="Khi nào?")
    assert api.content.get_state(dialogue) == "draft"
