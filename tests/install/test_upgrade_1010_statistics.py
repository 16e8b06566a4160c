"""From profile version 1000: statistics come to portals that have us."""

from earlier_profile import go_back
from earlier_profile import indexes_described
from earlier_profile import roles_described
from earlier_profile import take_permissions
from earlier_profile import take_types
from earlier_profile import types_described
from earlier_profile import upgrade
from earlier_profile import workflow_described
from plone import api
from sonla.pbgdpl.core.names import SECTION_TYPE
from sonla.pbgdpl.statistics import APPROVE_STATISTICS
from sonla.pbgdpl.statistics import COUNTS_INDEX
from sonla.pbgdpl.statistics import REPORT_INDEX
from sonla.pbgdpl.statistics import REPORT_TYPE
from sonla.pbgdpl.statistics import STATISTICS_WORKFLOW
from sonla.pbgdpl.statistics.forms import RECORD
from sonla.pbgdpl.statistics.forms import shipped_texts

import pytest

INDEXES = (COUNTS_INDEX, REPORT_INDEX)
BEHAVIOR = "sonla.pbgdpl.plan_tasks"


def described(portal):
    """Describe what the upgrade has to bring."""
    return {
        **types_described(portal, (REPORT_TYPE,)),
        "workflow": workflow_described(portal, STATISTICS_WORKFLOW),
        "approving": roles_described(portal, [APPROVE_STATISTICS]),
        "indexes": indexes_described(portal, INDEXES),
        "forms": api.portal.get_registry_record(RECORD, default=None),
        "behavior": BEHAVIOR in portal.portal_types["Guidance"].behaviors,
    }


@pytest.fixture
def old(portal):
    """Take the portal back to what version 1000 installed; give what it had."""
    expected = described(portal)
    take_types(portal, (REPORT_TYPE,))
    portal.portal_workflow.manage_delObjects([STATISTICS_WORKFLOW])
    guidance = portal.portal_types["Guidance"]
    guidance.manage_changeProperties(
        behaviors=tuple(name for name in guidance.behaviors if name != BEHAVIOR)
    )
    take_permissions(portal, [APPROVE_STATISTICS])
    portal.portal_catalog.manage_delIndex(list(INDEXES))
    del portal.portal_registry.records[RECORD]
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
        made = api.content.create(
            section,
            REPORT_TYPE,
            "bao-cao",
            form_code="ket-qua-pbgdpl",
            period_kind="year",
            year=2026,
        )
    assert api.content.get_state(made) == "draft"
    assert made.rows


def test_forms_that_administrators_have_stay(portal, old):
    upgrade(portal)
    texts = shipped_texts()[:1]
    api.portal.set_registry_record(RECORD, texts)
    go_back(portal)
    upgrade(portal)
    assert api.portal.get_registry_record(RECORD) == texts
