"""From profile version 1000: people, activities and courses come to portals that have us."""

from plone import api
from sonla.pbgdpl.config import EVENT_TYPES
from sonla.pbgdpl.config import MANAGE_REGISTRY
from sonla.pbgdpl.config import PERSON_TYPES
from sonla.pbgdpl.config import REGISTRY_WORKFLOW
from sonla.pbgdpl.config import SECTION_TYPE
from sonla.pbgdpl.config import UNIT_TYPE
from sonla.pbgdpl.config import VIEW_PERSONAL_DATA
from sonla.pbgdpl.config import WORKFLOW_POLICY
from sonla.pbgdpl.controlpanel.sync_settings import PREFIX

import pytest

PROFILE = "sonla.pbgdpl:default"
NEW_TYPES = (*PERSON_TYPES, *EVENT_TYPES)
INDEXES = (
    "pbgdpl_level",
    "pbgdpl_spoken",
    "pbgdpl_letter",
    "pbgdpl_name_order",
    "pbgdpl_person",
    "pbgdpl_next_turn",
    "pbgdpl_organiser",
)
EXPORTED = f"{PREFIX}.exported_types"
SETTINGS = tuple(
    f"sonla.pbgdpl.{name}"
    for name in ("mail_register", "recognition_warning_days", "audit_log_years")
)


def policy():
    tool = api.portal.get_tool("portal_placeful_workflow")
    return tool.getWorkflowPolicyById(WORKFLOW_POLICY)


def described(portal):
    """Describe what the upgrade has to bring."""
    types, workflows = portal.portal_types, portal.portal_workflow
    permissions = (
        MANAGE_REGISTRY,
        VIEW_PERSONAL_DATA,
        *(f"sonla.pbgdpl: Add {name}" for name in NEW_TYPES),
    )
    workflow = workflows.get(REGISTRY_WORKFLOW)
    return {
        "types": {
            name: sorted((k, str(v)) for k, v in types[name].propertyItems())
            for name in NEW_TYPES
            if name in types
        },
        "aliases": [
            types[name].getMethodAliases() for name in NEW_TYPES if name in types
        ],
        "allowed": [
            set(types[n].allowed_content_types) for n in (SECTION_TYPE, UNIT_TYPE)
        ],
        "states": {
            state.getId(): dict(state.permission_roles)
            for state in (workflow.states.objectValues() if workflow else ())
        },
        "chains": [workflows.getChainForPortalType(name) for name in NEW_TYPES],
        "policy": [policy().getChainFor(name) for name in NEW_TYPES],
        "permissions": {
            name: sorted(
                role["name"]
                for role in portal.rolesOfPermission(name)
                if role["selected"]
            )
            for name in permissions
        },
        "versions": {
            name: (
                name in portal.portal_repository.getVersionableContentTypes(),
                sorted(portal.portal_repository.getPolicyMap().get(name, ())),
                portal.portal_diff.getDiffForPortalType(name),
            )
            for name in NEW_TYPES
        },
        "indexes": [name in portal.portal_catalog.indexes() for name in INDEXES],
        "exported": set(api.portal.get_registry_record(EXPORTED)),
        "settings": [
            api.portal.get_registry_record(name, default=None) for name in SETTINGS
        ],
    }


@pytest.fixture
def old(portal):
    """Take the portal back to what version 1000 installed; give what it had."""
    expected = described(portal)
    workflows = portal.portal_workflow
    workflows.setChainForPortalTypes(NEW_TYPES, None, verify=False)
    workflows.manage_delObjects([REGISTRY_WORKFLOW])
    portal.portal_types.manage_delObjects(list(NEW_TYPES))
    for name in (SECTION_TYPE, UNIT_TYPE):
        fti = portal.portal_types[name]
        fti.allowed_content_types = tuple(
            one for one in fti.allowed_content_types if one not in NEW_TYPES
        )
    repository = portal.portal_repository
    repository.setVersionableContentTypes(
        [n for n in repository.getVersionableContentTypes() if n not in NEW_TYPES]
    )
    for name in EVENT_TYPES:
        for versioning in list(repository.getPolicyMap().get(name, ())):
            repository.removePolicyFromContentType(name, versioning)
        portal.portal_diff.setDiffForPortalType(name, {})
    for name in NEW_TYPES:
        policy()._chains_by_type.pop(name, None)
    for name in (MANAGE_REGISTRY, *(f"sonla.pbgdpl: Add {n}" for n in NEW_TYPES)):
        attribute = (
            "_" + "".join(c if c.isalnum() else "_" for c in name) + "_Permission"
        )
        delattr(portal, attribute)
    portal.manage_permission(
        VIEW_PERSONAL_DATA, ["Site Administrator", "Manager"], acquire=0
    )
    portal.portal_catalog.manage_delIndex(list(INDEXES))
    for name in SETTINGS:
        del portal.portal_registry.records[name]
    api.portal.set_registry_record(
        EXPORTED, ["news", "introduction", "guidance", "material"]
    )
    portal.portal_setup.setLastVersionForProfile(PROFILE, "1000")
    return expected


def upgrade(portal):
    portal.portal_setup.upgradeProfile(PROFILE)


def test_the_upgrade_brings_what_an_installation_has(portal, old):
    assert described(portal) != old
    upgrade(portal)
    assert described(portal) == old
    assert portal.portal_setup.listUpgrades(PROFILE) == []
    with api.env.adopt_roles(["Manager"]):
        section = api.content.create(portal, SECTION_TYPE, "pl", "Pháp luật")
        person = api.content.create(section, NEW_TYPES[0], title="Lò Văn A")
        activity = api.content.create(section, EVENT_TYPES[0], title="Hoạt động")
    assert api.content.get_state(person) == "draft"
    assert api.content.get_state(activity) == "draft"


def test_it_is_safe_to_repeat(portal, old):
    upgrade(portal)
    portal.portal_setup.setLastVersionForProfile(PROFILE, "1000")
    upgrade(portal)
    assert described(portal) == old


def test_what_administrators_changed_stays(portal, old):
    portal.manage_permission(VIEW_PERSONAL_DATA, ["Manager"], acquire=0)
    news = portal.portal_types["LegalNews"]
    news.behaviors = (*news.behaviors, "plone.eventbasic")
    api.portal.set_registry_record("sonla.pbgdpl.managing_agency", "Sở mẫu")
    draft = portal.portal_workflow["pbgdpl_editorial_workflow"].states["draft"]
    draft.title = "Nháp của tỉnh"
    upgrade(portal)
    seen = portal.rolesOfPermission(VIEW_PERSONAL_DATA)
    assert [role["name"] for role in seen if role["selected"]] == ["Manager"]
    assert "plone.eventbasic" in news.behaviors
    assert api.portal.get_registry_record("sonla.pbgdpl.managing_agency") == "Sở mẫu"
    assert draft.title == "Nháp của tỉnh"
