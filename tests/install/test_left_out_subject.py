"""The portal works without one of its subjects, and nothing names the missing one."""

from content_types import OWN_TYPES
from left_out_subject import left_out
from left_out_subject import TYPES
from left_out_subject import WORDS
from plone.dexterity.fti import DexterityFTI
from sonla.pbgdpl.core.setup import remove_workflows_of
from sonla.pbgdpl.core.setup import TypesStep
from sonla.pbgdpl.core.setup import workflow_policies
from sonla.pbgdpl.editorial import WORKFLOW_POLICY
from source_tree import HELPERS
from source_tree import path_with_tests

import json
import os
import pytest
import subprocess
import sys

pytestmark = pytest.mark.served
SCRIPT = HELPERS / "left_out_subject.py"


@pytest.fixture(scope="module", params=list(WORDS))
def report(request):
    """Return what was found by every view, and pages of core, in a portal without a subject."""
    done = subprocess.run(
        [sys.executable, str(SCRIPT), request.param],
        env={**os.environ, "PYTHONPATH": path_with_tests()},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.rpartition("REPORT ")[2])


@pytest.mark.parametrize("subject", WORDS)
def test_words_are_those_that_name_the_subject(portal, subject):
    types = portal.portal_types
    assert WORDS[subject].search(types[TYPES[subject]].Title())
    assert WORDS[subject].search(TYPES[subject])


@pytest.mark.long
def test_every_page_of_the_others_answers_as_ever_and_names_it_nowhere(report):
    assert report["asked"] > 400
    assert report["wrong"] == []
    assert report["named"] == []


@pytest.mark.long
def test_its_type_is_not_there(report):
    gone = {TYPES[one] for one in left_out(report["subject"])}
    assert set(TYPES.values()) - set(report["types"]) == gone


@pytest.mark.long
def test_its_workflow_is_not_there(report):
    assert report["unused_workflows"] == []
    assert report["missing_types"] == []


@pytest.fixture
def workflows(portal):
    """Return the tool that has all workflows."""
    return portal.portal_workflow


def test_a_workflow_of_one_type_alone_goes_with_the_type(portal, workflows):
    remove_workflows_of(["Expenditure", "ReporterRequest"])
    assert "pbgdpl_expenditure_workflow" not in workflows
    assert "pbgdpl_request_workflow" not in workflows
    policy = section_policy()
    for portal_type in ("Expenditure", "ReporterRequest"):
        assert portal_type not in dict(workflows.listChainOverrides())
        assert policy.getChainFor(portal_type) is None


def test_a_workflow_that_others_have_too_stays(portal, workflows):
    remove_workflows_of(["PolicyDialogue", "QuestionBank"])
    assert "pbgdpl_editorial_workflow" in workflows
    assert "pbgdpl_bank_workflow" in workflows
    assert workflows.getChainFor("BankQuestion") == ("pbgdpl_bank_workflow",)


def test_a_workflow_that_others_have_in_sections_alone_stays(portal, workflows):
    workflows.setChainForPortalTypes(["Expenditure"], ("pbgdpl_attachment_workflow",))
    remove_workflows_of(["Expenditure"])
    assert "pbgdpl_attachment_workflow" in workflows
    assert "pbgdpl_expenditure_workflow" not in workflows, "the section bound it alone"


def test_a_workflow_of_somebody_else_stays(portal, workflows):
    workflows.setChainForPortalTypes(["Expenditure"], ("one_state_workflow",))
    remove_workflows_of(["Expenditure"])
    assert "one_state_workflow" in workflows
    assert "Expenditure" not in dict(workflows.listChainOverrides())


def test_a_type_that_nobody_registers_is_taken_out_with_its_workflow(portal, workflows):
    types = portal.portal_types
    of_ours = types["Expenditure"].klass
    types._setObject("Forgotten", DexterityFTI("Forgotten", klass=of_ours))
    foreign = "plone.dexterity.content.Item"
    types._setObject("Foreign", DexterityFTI("Foreign", klass=foreign))
    workflows.setChainForPortalTypes(["Forgotten"], ("pbgdpl_expenditure_workflow",))
    section_policy().setChain("Forgotten", ("pbgdpl_expenditure_workflow",))
    TypesStep().install(portal)
    assert "Forgotten" not in types
    assert {*OWN_TYPES, "Foreign"} <= set(types.objectIds())
    assert section_policy().getChainFor("Forgotten") is None
    assert "pbgdpl_expenditure_workflow" in workflows, "expenditures have it"


def section_policy():
    (policy,) = [one for one in workflow_policies() if one.getId() == WORKFLOW_POLICY]
    return policy
