"""From 1000 to 1010: activities of legal education."""

from plone import api
from plone.dexterity.fti import DexterityFTI
from sonla.pbgdpl.config import ACTIVITY_TYPE
from sonla.pbgdpl.config import EDITORIAL_WORKFLOW
from sonla.pbgdpl.config import SECTION_TYPE
from sonla.pbgdpl.config import UNIT_TYPE
from sonla.pbgdpl.config import WORKFLOW_POLICY
from sonla.pbgdpl.controlpanel.sync_settings import PREFIX
from sonla.pbgdpl.upgrades.adding import add_object
from sonla.pbgdpl.upgrades.adding import add_permission
from sonla.pbgdpl.upgrades.adding import add_values
from sonla.pbgdpl.upgrades.adding import allow_types
from sonla.pbgdpl.upgrades.adding import version_types
from sonla.pbgdpl.upgrades.v1010 import WRITERS
from typing import Any

NEW_TYPES = (ACTIVITY_TYPE,)


def add_activities(setup: Any) -> None:
    """Add the types with their permissions, chain, versions and places."""
    for name in NEW_TYPES:
        add_permission(f"sonla.pbgdpl: Add {name}", WRITERS)
        add_object(setup, "portal_types", name, DexterityFTI(name), f"{name}.xml")
    for container in (SECTION_TYPE, UNIT_TYPE):
        allow_types(container, NEW_TYPES)
    bind_types()
    version_types(NEW_TYPES)
    add_values(f"{PREFIX}.exported_types", ["activity"])


def bind_types() -> None:
    """Bind the types to the editorial chain, in the portal and in sections."""
    tool = api.portal.get_tool("portal_workflow")
    tool.setChainForPortalTypes(NEW_TYPES, (EDITORIAL_WORKFLOW,))
    policies = api.portal.get_tool("portal_placeful_workflow")
    policy = policies.getWorkflowPolicyById(WORKFLOW_POLICY)
    for name in NEW_TYPES if policy is not None else ():
        policy.setChain(name, (EDITORIAL_WORKFLOW,))
