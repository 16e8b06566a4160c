"""What the workflow says is said in Vietnamese."""

from sonla.pbgdpl.editorial import ATTACHMENT_WORKFLOW
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from zope.i18n import translate

import pytest


@pytest.mark.parametrize("workflow", [EDITORIAL_WORKFLOW, ATTACHMENT_WORKFLOW])
def test_states_and_transitions(portal, workflow):
    definition = portal.portal_workflow[workflow]
    names = [state.title for state in definition.states.objectValues()]
    names += [t.actbox_name for t in definition.transitions.objectValues()]
    for name in names:
        said = translate(name, domain="plone", target_language="vi")
        assert said != name, name


def test_steps_are_called_as_the_office_calls_them(portal):
    transitions = portal.portal_workflow[EDITORIAL_WORKFLOW].transitions
    said = {
        name: translate(one.actbox_name, domain="plone", target_language="vi")
        for name, one in transitions.items()
    }
    assert said["submit"] == "Gửi duyệt"
    assert not [words for words in said.values() if "phát hành" in words]


@pytest.mark.parametrize(
    "state", ["draft", "pending_edit", "pending_approval", "withdrawn", "hidden"]
)
def test_ids_that_core_shows_for_stock_types(portal, state):
    assert translate(state, domain="plone", target_language="vi") != state


def test_help_of_transitions(portal):
    transitions = portal.portal_workflow[EDITORIAL_WORKFLOW].transitions
    for transition in transitions.objectValues():
        text = transition.description
        assert translate(text, domain="sonla.pbgdpl", target_language="vi") != text
