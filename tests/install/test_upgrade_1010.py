"""From profile version 1000: people, activities and courses come to portals that have us."""

from content_types import EVENT_TYPES
from earlier_profile import EXPORTED
from earlier_profile import go_back
from earlier_profile import indexes_described
from earlier_profile import PROFILE
from earlier_profile import roles_described
from earlier_profile import take_permissions
from earlier_profile import take_types
from earlier_profile import types_described
from earlier_profile import upgrade
from earlier_profile import workflow_described
from plone import api
from sonla.pbgdpl.core.names import SECTION_TYPE
from sonla.pbgdpl.core.names import VIEW_PERSONAL_DATA
from sonla.pbgdpl.people import MANAGE_REGISTRY
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.people import REGISTRY_WORKFLOW

import pytest

NEW_TYPES = (*PERSON_TYPES, *EVENT_TYPES)
INDEXES = (
    "pbgdpl_level",
    "pbgdpl_spoken",
    "pbgdpl_letter",
    "pbgdpl_name_order",
    "pbgdpl_person",
    "pbgdpl_next_change",
    "pbgdpl_organiser",
)
SETTINGS = tuple(
    f"sonla.pbgdpl.{name}"
    for name in ("mail_register", "recognition_warning_days", "audit_log_years")
)


def described(portal):
    """Describe what the upgrade has to bring."""
    return {
        **types_described(portal, NEW_TYPES),
        "states": workflow_described(portal, REGISTRY_WORKFLOW),
        "register": roles_described(portal, [MANAGE_REGISTRY, VIEW_PERSONAL_DATA]),
        "indexes": indexes_described(portal, INDEXES),
        "exported": set(api.portal.get_registry_record(EXPORTED)),
        "settings": [
            api.portal.get_registry_record(name, default=None) for name in SETTINGS
        ],
    }


@pytest.fixture
def old(portal):
    """Take the portal back to what version 1000 installed; give what it had."""
    expected = described(portal)
    take_types(portal, NEW_TYPES)
    portal.portal_workflow.manage_delObjects([REGISTRY_WORKFLOW])
    take_permissions(portal, [MANAGE_REGISTRY])
    portal.manage_permission(
        VIEW_PERSONAL_DATA, ["Site Administrator", "Manager"], acquire=0
    )
    portal.portal_catalog.manage_delIndex(list(INDEXES))
    for name in SETTINGS:
        del portal.portal_registry.records[name]
    api.portal.set_registry_record(
        EXPORTED, ["news", "introduction", "guidance", "material"]
    )
    go_back(portal)
    return expected


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
    go_back(portal)
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
