"""From profile version 1000: dialogues come to portals that have us, and go out with courses."""

from earlier_profile import EXPORTED
from earlier_profile import go_back
from earlier_profile import take_exported
from earlier_profile import take_types
from earlier_profile import types_described
from earlier_profile import upgrade
from plone import api
from sonla.pbgdpl.core.names import SECTION_TYPE
from sonla.pbgdpl.dialogues import DIALOGUE_TYPE

import pytest

KINDS = {"course", "dialogue"}
ICON = "plone.icon.contenttype/policydialogue"


def described(portal):
    """Describe what the upgrade has to bring."""
    return {
        **types_described(portal, (DIALOGUE_TYPE,)),
        "exported": KINDS & set(api.portal.get_registry_record(EXPORTED)),
        "icon": api.portal.get_registry_record(ICON, default=None),
    }


@pytest.fixture
def old(portal):
    """Take the portal back to what version 1000 installed; give what it had."""
    expected = described(portal)
    take_types(portal, (DIALOGUE_TYPE,))
    take_exported(*KINDS)
    del portal.portal_registry.records[ICON]
    go_back(portal)
    return expected


def test_the_upgrade_brings_what_an_installation_has(portal, old):
    assert described(portal) != old
    upgrade(portal)
    assert described(portal) == old


def test_it_is_safe_to_repeat(portal, old):
    upgrade(portal)
    go_back(portal)
    upgrade(portal)
    assert described(portal) == old


def test_dialogues_can_be_made_afterwards(portal, old):
    upgrade(portal)
    with api.env.adopt_roles(["Manager"]):
        section = api.content.create(portal, SECTION_TYPE, "pl", "Pháp luật")
        dialogue = api.content.create(section, DIALOGUE_TYPE, "dt", "Đối thoại")
        api.content.create(dialogue, "LegalQuestion", "q", "Hỏi", question="Khi nào?")
    assert api.content.get_state(dialogue) == "draft"
