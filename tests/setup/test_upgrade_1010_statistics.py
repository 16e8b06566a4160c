"""From profile version 1000: statistics come to portals that have us."""

from plone import api
from plone.registry.interfaces import IRegistry
from sonla.pbgdpl.config import APPROVE_STATISTICS
from sonla.pbgdpl.config import COUNTS_INDEX
from sonla.pbgdpl.config import REPORT_INDEX
from sonla.pbgdpl.config import REPORT_TYPE
from sonla.pbgdpl.config import SECTION_TYPE
from sonla.pbgdpl.config import STATISTICS_WORKFLOW
from sonla.pbgdpl.config import UNIT_TYPE
from sonla.pbgdpl.config import WORKFLOW_POLICY
from sonla.pbgdpl.statistics.forms import RECORD
from sonla.pbgdpl.statistics.forms import shipped_texts
from sonla.pbgdpl.upgrades.adding import permission_id
from zope.component import getUtility

import pytest

PROFILE = "sonla.pbgdpl:default"
PERMISSIONS = (APPROVE_STATISTICS, f"sonla.pbgdpl: Add {REPORT_TYPE}")
INDEXES = (COUNTS_INDEX, REPORT_INDEX)
BEHAVIOR = "sonla.pbgdpl.plan_tasks"


def policy():
    tool = api.portal.get_tool("portal_placeful_workflow")
    return tool.getWorkflowPolicyById(WORKFLOW_POLICY)


def described(portal):
    """Describe what the upgrade has to bring."""
    types, workflows = portal.portal_types, portal.portal_workflow
    return {
        "type": REPORT_TYPE in types,
        "allowed": [
            REPORT_TYPE in types[n].allowed_content_types
            for n in (SECTION_TYPE, UNIT_TYPE)
        ],
        "workflow": STATISTICS_WORKFLOW in workflows,
        "chain": workflows.getChainForPortalType(REPORT_TYPE),
        "policy": policy().getChainFor(REPORT_TYPE),
        "permissions": {
            name: sorted(
                role["name"]
                for role in portal.rolesOfPermission(name)
                if role["selected"]
            )
            for name in PERMISSIONS
        },
        "indexes": [name in portal.portal_catalog.indexes() for name in INDEXES],
        "forms": api.portal.get_registry_record(RECORD, default=None),
        "behavior": BEHAVIOR in types["Guidance"].behaviors,
    }


@pytest.fixture
def old(portal):
    """Take the portal back to what version 1000 installed; give what it had."""
    expected = described(portal)
    types, workflows = portal.portal_types, portal.portal_workflow
    workflows.setChainForPortalTypes((REPORT_TYPE,), None, verify=False)
    workflows.manage_delObjects([STATISTICS_WORKFLOW])
    types.manage_delObjects([REPORT_TYPE])
    for name in (SECTION_TYPE, UNIT_TYPE):
        fti = types[name]
        fti.allowed_content_types = tuple(
            one for one in fti.allowed_content_types if one != REPORT_TYPE
        )
    types["Guidance"].manage_changeProperties(
        behaviors=tuple(n for n in types["Guidance"].behaviors if n != BEHAVIOR)
    )
    policy()._chains_by_type.pop(REPORT_TYPE, None)
    for name in PERMISSIONS:
        delattr(portal, f"_{permission_id(name)}_Permission")
    portal.portal_catalog.manage_delIndex(list(INDEXES))
    del getUtility(IRegistry).records[RECORD]
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
    portal.portal_setup.upgradeProfile(PROFILE)
    texts = shipped_texts()[:1]
    api.portal.set_registry_record(RECORD, texts)
    portal.portal_setup.setLastVersionForProfile(PROFILE, "1000")
    portal.portal_setup.upgradeProfile(PROFILE)
    assert api.portal.get_registry_record(RECORD) == texts
