"""What code must know of a workflow is what the workflow registers."""

from loaded_zcml import loaded_zcml
from plone import api
from sonla.pbgdpl.editorial.embargo import is_ours
from sonla.pbgdpl.editorial.facts import checked_states
from sonla.pbgdpl.editorial.facts import facts_of
from sonla.pbgdpl.editorial.facts import is_own_workflow
from sonla.pbgdpl.editorial.facts import own_workflows
from sonla.pbgdpl.editorial.facts import WorkflowFacts
from sonla.pbgdpl.editorial.interfaces import IWorkflowFacts
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.editorial.states import STATES
from sonla.pbgdpl.editorial.states import title_in
from sonla.pbgdpl.questions.rules import OPEN
from zope.interface.verify import verifyObject

import pytest

OURS = [
    "pbgdpl_editorial_workflow",
    "pbgdpl_attachment_workflow",
    "pbgdpl_registry_workflow",
    "pbgdpl_statistics_workflow",
    "pbgdpl_question_workflow",
    "pbgdpl_request_workflow",
    "pbgdpl_expenditure_workflow",
    "pbgdpl_bank_workflow",
]
FOREIGN = "simple_publication_workflow"

REQUEST_FACTS = WorkflowFacts(
    order=70,
    states=("private", "pending", "published"),
    checked=("pending", "published"),
    deciding=("publish",),
)
ZCML = f"""
<utility component="{__name__}.REQUEST_FACTS" name="{FOREIGN}" />
"""


@pytest.fixture
def requests(portal):
    """Register the facts of a workflow of somebody else's."""
    with loaded_zcml(portal, ZCML):
        yield


def test_our_workflows_in_their_order(portal):
    assert own_workflows() == OURS


@pytest.mark.parametrize("name", OURS)
def test_facts_name_what_the_definition_has(portal, name):
    facts = facts_of(name)
    workflow = api.portal.get_tool("portal_workflow")[name]
    assert verifyObject(IWorkflowFacts, facts)
    assert sorted(facts.states) == sorted(workflow.states)
    assert set(facts.checked) <= set(facts.states)
    assert {*facts.deciding, *facts.comment_required} <= set(workflow.transitions)


@pytest.mark.parametrize("name", OURS)
def test_readers_meet_its_states_in_vietnamese(portal, name):
    workflow = api.portal.get_tool("portal_workflow")[name]
    for state in workflow.states.values():
        shown = api.portal.translate(title_in((name,), state.id), lang="vi")
        assert shown != state.title


def test_what_is_not_ours_has_no_facts(portal):
    assert not is_own_workflow(FOREIGN) and not is_own_workflow(None)
    assert facts_of(FOREIGN).deciding == ()


def test_what_lacks_is_narrowed_by_the_states_of_all(portal):
    assert checked_states() == [*STATES, "submitted", "recognised", "ended", *OPEN]


def test_a_workflow_of_somebody_else_is_known_where_ours_are(portal, requests):
    tool = api.portal.get_tool("portal_workflow")
    tool.setChainForPortalTypes(["Document"], FOREIGN)
    with api.env.adopt_roles(["Manager"]):
        page = api.content.create(portal, "Document", "page")
    assert own_workflows() == [*OURS, FOREIGN]
    assert checked_states()[-1] == "pending"
    assert is_ours(page) and state_of(page) == "private"
    assert facts_of(FOREIGN).deciding == ("publish",)
