"""From profile version 1000: councils come to portals that have us, with their terms."""

from earlier_profile import EXPORTED
from earlier_profile import go_back
from earlier_profile import take_exported
from earlier_profile import take_types
from earlier_profile import types_described
from earlier_profile import upgrade
from plone import api
from sonla.pbgdpl.core.names import SECTION_TYPE
from sonla.pbgdpl.councils import COUNCIL_TYPE
from sonla.pbgdpl.vocabularies.terms import record_name

import pytest

TYPES = record_name("DocumentTypes")
DECISIONS = record_name("CouncilDecisionKinds")
NEW = {"bien-ban", "phan-cong"}


def described(portal):
    """Describe what the upgrade has to bring."""
    return {
        **types_described(portal, (COUNCIL_TYPE,)),
        "exported": "council" in api.portal.get_registry_record(EXPORTED),
        "document types": {r["token"] for r in api.portal.get_registry_record(TYPES)},
        "decisions": api.portal.get_registry_record(DECISIONS, default=None),
    }


@pytest.fixture
def old(portal):
    """Take the portal back to what version 1000 installed; give what it had."""
    expected = described(portal)
    take_types(portal, (COUNCIL_TYPE,))
    take_exported("council")
    rows = api.portal.get_registry_record(TYPES)
    api.portal.set_registry_record(TYPES, [r for r in rows if r["token"] not in NEW])
    del portal.portal_registry.records[DECISIONS]
    go_back(portal)
    return expected


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
    go_back(portal)
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
