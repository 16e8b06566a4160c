"""From 1000 to 1010: the register of legal reporters and propagandists."""

from plone import api
from plone.dexterity.fti import DexterityFTI
from Products.DCWorkflow.DCWorkflow import DCWorkflowDefinition
from sonla.pbgdpl.config import MANAGE_REGISTRY
from sonla.pbgdpl.config import PERSON_TYPES
from sonla.pbgdpl.config import REGISTRY_WORKFLOW
from sonla.pbgdpl.config import SECTION_TYPE
from sonla.pbgdpl.config import UNIT_TYPE
from sonla.pbgdpl.config import VIEW_PERSONAL_DATA
from sonla.pbgdpl.config import WORKFLOW_POLICY
from sonla.pbgdpl.controlpanel.sync_settings import PREFIX
from sonla.pbgdpl.upgrades.adding import add_object
from sonla.pbgdpl.upgrades.adding import add_permission
from sonla.pbgdpl.upgrades.adding import add_values
from sonla.pbgdpl.upgrades.adding import allow_types
from typing import Any

WRITERS = ("Contributor", "Editor", "Site Administrator", "Manager", "Owner")
KEEPERS = ("Reviewer", "Site Administrator", "Manager")
FIRST_VIEWERS = {"Site Administrator", "Manager"}
"""Who saw personal data before there was any: the roles of profile version 1000."""


def add_register(setup: Any) -> None:
    """Add types, workflow and permissions, and offer people to other systems."""
    add_permissions()
    name = REGISTRY_WORKFLOW
    add_object(
        setup,
        "portal_workflow",
        name,
        DCWorkflowDefinition(name),
        f"{name}/definition.xml",
    )
    for name in PERSON_TYPES:
        add_object(setup, "portal_types", name, DexterityFTI(name), f"{name}.xml")
    for container in (SECTION_TYPE, UNIT_TYPE):
        allow_types(container, PERSON_TYPES)
    bind_types()
    add_values(f"{PREFIX}.exported_types", ["person"])


def add_permissions() -> None:
    """Give the new permissions as an installation does.

    `View personal data` was there for nobody yet: keepers get it unless an
    administrator has changed it.
    """
    for name in PERSON_TYPES:
        add_permission(f"sonla.pbgdpl: Add {name}", WRITERS)
    add_permission(MANAGE_REGISTRY, KEEPERS)
    portal = api.portal.get()
    present = portal.rolesOfPermission(VIEW_PERSONAL_DATA)
    if {role["name"] for role in present if role["selected"]} == FIRST_VIEWERS:
        portal.manage_permission(VIEW_PERSONAL_DATA, list(KEEPERS), acquire=0)


def bind_types() -> None:
    """Bind people to their workflow, in the portal and in the policy of sections."""
    tool = api.portal.get_tool("portal_workflow")
    tool.setChainForPortalTypes(PERSON_TYPES, (REGISTRY_WORKFLOW,))
    policies = api.portal.get_tool("portal_placeful_workflow")
    policy = policies.getWorkflowPolicyById(WORKFLOW_POLICY)
    for name in PERSON_TYPES if policy is not None else ():
        policy.setChain(name, (REGISTRY_WORKFLOW,))
