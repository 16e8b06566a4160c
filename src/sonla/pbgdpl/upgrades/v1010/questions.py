"""From 1000 to 1010: questions of citizens."""

from plone import api
from plone.dexterity.fti import DexterityFTI
from Products.DCWorkflow.DCWorkflow import DCWorkflowDefinition
from sonla.pbgdpl.config import ANSWER_QUESTIONS
from sonla.pbgdpl.config import QUESTION_TYPE
from sonla.pbgdpl.config import QUESTION_WORKFLOW
from sonla.pbgdpl.config import SECTION_TYPE
from sonla.pbgdpl.config import UNIT_TYPE
from sonla.pbgdpl.config import WORKFLOW_POLICY
from sonla.pbgdpl.controlpanel.sync_settings import PREFIX
from sonla.pbgdpl.upgrades.adding import add_object
from sonla.pbgdpl.upgrades.adding import add_permission
from sonla.pbgdpl.upgrades.adding import add_values
from sonla.pbgdpl.upgrades.adding import allow_types
from sonla.pbgdpl.upgrades.v1010 import WRITERS
from typing import Any

ANSWERING = ("Contributor", "Editor", "Reviewer", "Site Administrator", "Manager")


def add_questions(setup: Any) -> None:
    """Add type, workflow and permissions; what is there is left alone."""
    add_permission(f"sonla.pbgdpl: Add {QUESTION_TYPE}", WRITERS)
    add_permission(ANSWER_QUESTIONS, ANSWERING)
    name = QUESTION_WORKFLOW
    add_object(
        setup,
        "portal_workflow",
        name,
        DCWorkflowDefinition(name),
        f"{name}/definition.xml",
    )
    name = QUESTION_TYPE
    add_object(setup, "portal_types", name, DexterityFTI(name), f"{name}.xml")
    for container in (SECTION_TYPE, UNIT_TYPE):
        allow_types(container, (QUESTION_TYPE,))
    bind_type()
    add_values(f"{PREFIX}.exported_types", ["question"])


def bind_type() -> None:
    """Bind questions to their workflow, in the portal and in the policy of sections."""
    tool = api.portal.get_tool("portal_workflow")
    tool.setChainForPortalTypes((QUESTION_TYPE,), (QUESTION_WORKFLOW,))
    policies = api.portal.get_tool("portal_placeful_workflow")
    policy = policies.getWorkflowPolicyById(WORKFLOW_POLICY)
    if policy is not None:
        policy.setChain(QUESTION_TYPE, (QUESTION_WORKFLOW,))
