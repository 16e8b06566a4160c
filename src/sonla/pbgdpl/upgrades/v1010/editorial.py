"""From 1000 to 1010: how a new type that goes through the approval chain is added."""

from collections.abc import Iterable
from plone import api
from plone.dexterity.fti import DexterityFTI
from sonla.pbgdpl.config import EDITORIAL_WORKFLOW
from sonla.pbgdpl.config import SECTION_TYPE
from sonla.pbgdpl.config import UNIT_TYPE
from sonla.pbgdpl.config import WORKFLOW_POLICY
from sonla.pbgdpl.upgrades.adding import add_object
from sonla.pbgdpl.upgrades.adding import add_permission
from sonla.pbgdpl.upgrades.adding import allow_types
from sonla.pbgdpl.upgrades.adding import version_types
from sonla.pbgdpl.upgrades.v1010 import WRITERS
from typing import Any


def add_editorial_types(setup: Any, names: tuple[str, ...]) -> None:
    """Add types with their permissions, chain, versions and places."""
    for name in names:
        add_permission(f"sonla.pbgdpl: Add {name}", WRITERS)
        add_object(setup, "portal_types", name, DexterityFTI(name), f"{name}.xml")
    for container in (SECTION_TYPE, UNIT_TYPE):
        allow_types(container, names)
    bind_types(names)
    version_types(names)


def bind_types(names: Iterable[str]) -> None:
    """Bind types to the editorial chain, in the portal and in sections."""
    tool = api.portal.get_tool("portal_workflow")
    tool.setChainForPortalTypes(tuple(names), (EDITORIAL_WORKFLOW,))
    policies = api.portal.get_tool("portal_placeful_workflow")
    policy = policies.getWorkflowPolicyById(WORKFLOW_POLICY)
    for name in names if policy is not None else ():
        policy.setChain(name, (EDITORIAL_WORKFLOW,))
