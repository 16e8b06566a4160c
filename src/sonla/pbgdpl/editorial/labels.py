"""What states and transitions of our workflows are called, as their menus have it."""

from collections.abc import Iterable
from plone import api
from sonla.pbgdpl.editorial.facts import own_workflows
from sonla.pbgdpl.editorial.states import editorial_workflow
from zope.i18nmessageid import Message


def state_title(state: str) -> str:
    """Return the title of a state, a message; one that no workflow has goes by its id.

    Where two of our workflows have one, they call it the same.
    """
    return title_in(own_workflows(), state)


def title_in(workflows: Iterable[str], state: str) -> str:
    """Return the title that the first of some workflows has for a state, likewise."""
    tool = api.portal.get_tool("portal_workflow")
    for name in workflows:
        found = tool[name].states.get(state) if name in tool else None
        if found is not None:
            return Message(found.title, domain="plone")
    return state


def transition_title(action: str) -> str:
    """Return the name of a transition of texts, likewise."""
    found = editorial_workflow().transitions.get(action)
    return action if found is None else Message(found.actbox_name, domain="plone")
