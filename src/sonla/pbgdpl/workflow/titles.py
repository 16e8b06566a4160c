"""What states and transitions of the editorial chain are called, as its menu has it."""

from sonla.pbgdpl.workflow.states import editorial_workflow
from zope.i18nmessageid import Message


def state_title(state: str) -> str:
    """Give the title of a state, a message; one that the chain lacks goes by its id."""
    found = editorial_workflow().states.get(state)
    return state if found is None else Message(found.title, domain="plone")


def transition_title(action: str) -> str:
    """Give the name of a transition, likewise."""
    found = editorial_workflow().transitions.get(action)
    return action if found is None else Message(found.actbox_name, domain="plone")
