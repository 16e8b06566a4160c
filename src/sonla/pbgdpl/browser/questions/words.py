"""States, people and days of questions as people read them."""

from plone import api
from sonla.pbgdpl.config import QUESTION_WORKFLOW
from zope.i18nmessageid import Message


def state_title(state: str) -> Message | str:
    """Give the title of a state of questions, a message."""
    workflow = api.portal.get_tool("portal_workflow")[QUESTION_WORKFLOW]
    found = workflow.states.get(state)
    return state if found is None else Message(found.title, domain="plone")
