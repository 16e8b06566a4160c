"""From profile version 1000: councils come to portals that have us, with their terms."""

from plone import api
from sonla.pbgdpl.config import COUNCIL_TYPE
from sonla.pbgdpl.config import SECTION_TYPE
from sonla.pbgdpl.config import UNIT_TYPE
from sonla.pbgdpl.config import WORKFLOW_POLICY
from sonla.pbgdpl.controlpanel.sync_settings import PREFIX
from sonla.pbgdpl.upgrades.adding import permission_id
from sonla.pbgdpl.vocabularies.terms import record_name

import pytest

PROFILE = "sonla.pbgdpl:default"
EXPORTED = f"{PREFIX}.exported_types"
PERMISSION = f"sonla.pbgdpl: Add {COUNCIL_TYPE}"
TYPES = record_name("DocumentTypes")
DECISIONS = record_name("CouncilDecisionKinds")
NEW = {"bien-ban", "phan-cong"}


def policy():
    tool = api.portal.get_tool("portal_placeful_workflow")
    return tool.getWorkflowPolicyById(WORKFLOW_POLICY)


def described(portal):
    """Describe what the upgrade has to bring."""
    types = portal.portal_types
    repository = portal.portal_repository
    return {
        "type": sorted((k, str(v)) for k, v in types[COUNCIL_TYPE].propertyItems())
        if COUNCIL_TYPE in types
        else None,
        "allowed": [
            COUNCIL_TYPE in types[name].allowed_content_types
            for name in (SECTION_TYPE, UNIT_TYPE)
        ],
        "chain": portal.portal_workflow.getChainForPortalType(COUNCIL_TYPE),
        "policy": policy().getChainFor(COUNCIL_TYPE),
        "versions": (
            COUNCIL_TYPE in repository.getVersionableContentTypes(),
            sorted(repository.getPolicyMap().get(COUNCIL_TYPE, ())),
            bool(portal.portal_diff.getDiffForPortalType(COUNCIL_TYPE)),
        ),
        "permission": sorted(
            role["name"]
            for role in portal.rolesOfPermission(PERMISSION)
            if role["selected"]
        ),
        "exported": "council" in api.portal.get_registry_record(EXPORTED),
        "document types": {r["token"] for r in api.portal.get_registry_record(TYPES)},
        "decisions": api.portal.get_registry_record(DECISIONS, default=None),
    }


@pytest.fixture
def old(portal):
    """Take the portal back to what version 1000 installed; give what it had."""
    expected = described(portal)
    portal.portal_workflow.setChainForPortalTypes([COUNCIL_TYPE], None, verify=False)
    portal.portal_types.manage_delObjects([COUNCIL_TYPE])
    for name in (SECTION_TYPE, UNIT_TYPE):
        fti = portal.portal_types[name]
        fti.allowed_content_types = tuple(
            one for one in fti.allowed_content_types if one != COUNCIL_TYPE
        )
    policy()._chains_by_type.pop(COUNCIL_TYPE, None)
    repository = portal.portal_repository
    repository.setVersionableContentTypes(
        [n for n in repository.getVersionableContentTypes() if n != COUNCIL_TYPE]
    )
    repository._version_policy_mapping.pop(COUNCIL_TYPE, None)
    portal.portal_diff.setDiffForPortalType(COUNCIL_TYPE, {})
    delattr(portal, f"_{permission_id(PERMISSION)}_Permission")
    exported = api.portal.get_registry_record(EXPORTED)
    kept = [name for name in exported if name != "council"]
    api.portal.set_registry_record(EXPORTED, kept)
    rows = api.portal.get_registry_record(TYPES)
    api.portal.set_registry_record(TYPES, [r for r in rows if r["token"] not in NEW])
    del portal.portal_registry.records[DECISIONS]
    portal.portal_setup.setLastVersionForProfile(PROFILE, "1000")
    return expected


def upgrade(portal):
    portal.portal_setup.upgradeProfile(PROFILE)


def test_the_upgrade_brings_what_an_installation_has(portal, old):
    assert described(portal) != old
    upgrade(portal)
    assert described(portal) == old
    with api.env.adopt_roles(["Manager"]):
        section = api.content.create(portal, SECTION_TYPE, "pl", "Pháp luật")
        council = api.content.create(section, COUNCIL_TYPE, "hd", "HĐ", level="tinh")
    assert api.content.get_state(council) == "draft"


def test_it_is_safe_to_repeat(portal, old):
    upgrade(portal)
    portal.portal_setup.setLastVersionForProfile(PROFILE, "1000")
    upgrade(portal)
    assert described(portal) == old


def test_a_list_that_was_edited_keeps_its_rows(portal, old):
    rows = list(api.portal.get_registry_record(TYPES))
    rows[0] = {**rows[0], "title": "Hiến pháp của tỉnh"}
    api.portal.set_registry_record(TYPES, rows)
    upgrade(portal)
    stored = api.portal.get_registry_record(TYPES)
    assert stored[0]["title"] == "Hiến pháp của tỉnh"
    assert [row["token"] for row in stored[-2:]] == ["bien-ban", "phan-cong"]
