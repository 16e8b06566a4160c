"""From 1000 to 1010: statistics that count themselves."""

from plone import api
from plone.dexterity.fti import DexterityFTI
from plone.registry.interfaces import IRegistry
from Products.DCWorkflow.DCWorkflow import DCWorkflowDefinition
from sonla.pbgdpl.config import APPROVE_STATISTICS
from sonla.pbgdpl.config import REPORT_TYPE
from sonla.pbgdpl.config import SECTION_TYPE
from sonla.pbgdpl.config import STATISTICS_WORKFLOW
from sonla.pbgdpl.config import UNIT_TYPE
from sonla.pbgdpl.config import WORKFLOW_POLICY
from sonla.pbgdpl.controlpanel.statistics_settings import IStatisticsSettings
from sonla.pbgdpl.controlpanel.statistics_settings import PREFIX
from sonla.pbgdpl.controlpanel.sync_settings import PREFIX as SYNC_PREFIX
from sonla.pbgdpl.statistics.forms import fill_empty_forms
from sonla.pbgdpl.upgrades.adding import add_behavior
from sonla.pbgdpl.upgrades.adding import add_object
from sonla.pbgdpl.upgrades.adding import add_permission
from sonla.pbgdpl.upgrades.adding import add_values
from sonla.pbgdpl.upgrades.adding import allow_types
from sonla.pbgdpl.upgrades.v1010 import KEEPERS
from sonla.pbgdpl.upgrades.v1010 import WRITERS
from typing import Any
from zope.component import getUtility


def add_statistics(setup: Any) -> None:
    """Add type, workflow, permissions and forms; what is there is left alone."""
    add_permission(f"sonla.pbgdpl: Add {REPORT_TYPE}", WRITERS)
    add_permission(APPROVE_STATISTICS, KEEPERS)
    name = STATISTICS_WORKFLOW
    add_object(
        setup,
        "portal_workflow",
        name,
        DCWorkflowDefinition(name),
        f"{name}/definition.xml",
    )
    name = REPORT_TYPE
    add_object(setup, "portal_types", name, DexterityFTI(name), f"{name}.xml")
    for container in (SECTION_TYPE, UNIT_TYPE):
        allow_types(container, (REPORT_TYPE,))
    bind_type()
    add_behavior("Guidance", "sonla.pbgdpl.plan_tasks")
    getUtility(IRegistry).registerInterface(IStatisticsSettings, prefix=PREFIX)
    fill_empty_forms()
    add_values(f"{SYNC_PREFIX}.exported_types", ["statistics"])


def bind_type() -> None:
    """Bind reports to their workflow, in the portal and in the policy of sections."""
    tool = api.portal.get_tool("portal_workflow")
    tool.setChainForPortalTypes((REPORT_TYPE,), (STATISTICS_WORKFLOW,))
    policies = api.portal.get_tool("portal_placeful_workflow")
    policy = policies.getWorkflowPolicyById(WORKFLOW_POLICY)
    if policy is not None:
        policy.setChain(REPORT_TYPE, (STATISTICS_WORKFLOW,))
