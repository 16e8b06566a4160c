"""Who may do what, beyond roles: four eyes, and the author's own right to retract."""

from AccessControl import getSecurityManager
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import ADMINISTRATORS
from sonla.pbgdpl.core.section import has_role
from sonla.pbgdpl.editorial.authorship import author_ids
from sonla.pbgdpl.editorial.facts import WorkflowFacts
from sonla.pbgdpl.editorial.states import editorial_workflow
from sonla.pbgdpl.editorial.states import follows_editorial
from sonla.pbgdpl.editorial.states import is_structure
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.editorial.states import state_title
from sonla.pbgdpl.editorial.states import STATES
from sonla.pbgdpl.settings.getters import get_settings
from sonla.pbgdpl.ui.page import BrowserView
from typing import Any
from zope.i18nmessageid import Message

EDITORIAL_FACTS = WorkflowFacts(
    order=10,
    states=STATES,
    checked=STATES,
    deciding=("approve", "withdraw", "reopen"),
    comment_required=("return_to_author", "withdraw"),
    offered=(
        "forward",
        "approve",
        "submit",
        "return_to_author",
        "retract",
        "withdraw",
        "reopen",
    ),
    onward=("forward", "approve", "submit"),
)

MSG_COMMENT = _(
    "msg_comment_required",
    default="Please say why: a comment is compulsory for this step.",
)
MSG_FOUR_EYES = _(
    "msg_four_eyes",
    default="Nobody approves their own text. Somebody else has to approve this one.",
)


MSG_NOT_YOURS = _(
    "msg_transition_not_yours",
    default="This step is for others: you don't have the role for it here.",
)


class Guards(BrowserView):
    """Answer the guard expressions of the workflow definition."""

    def may_approve(self) -> bool:
        """Return whether four eyes let the user approve the item."""
        return not breaks_four_eyes(self.context)

    def may_forward(self) -> bool:
        """Return whether nobody is left out: a draft is forwarded by its author, or an administrator.

        Who forwards it would be asked to look at it next; somebody else approves it.
        """
        return state_of(self.context) != "draft" or self.may_retract()

    def may_retract(self) -> bool:
        """Return whether the user is an author of the item, or an administrator."""
        return is_author(self.context) or has_role(self.context, ADMINISTRATORS)


def breaks_four_eyes(obj: Any) -> bool:
    """Return whether the user would approve their own text.

    Structure may be published by the administrator who made it. No catalog is asked:
    lists evaluate this for each item.
    """
    if not get_settings().four_eyes or not is_author(obj):
        return False
    return not (is_structure(obj) and has_role(obj, ADMINISTRATORS))


def is_author(obj: Any) -> bool:
    """Return whether the user is one of the authors of an item."""
    return getSecurityManager().getUser().getId() in author_ids(obj)


def is_possible(obj: Any, transition: str) -> bool:
    """Return whether the user can do a transition now, in whatever workflow of the item."""
    tool = api.portal.get_tool("portal_workflow")
    return any(
        workflow.isActionSupported(obj, transition)
        for workflow in tool.getWorkflowsFor(obj)
    )


def may_know_actors(obj: Any) -> bool:
    """Return whether the user may know who took the steps of an item, and why."""
    tool = api.portal.get_tool("portal_workflow")
    return bool(tool.getInfoFor(obj, "review_history", ()))


def why_refused(obj: Any, transition: str) -> Message | None:
    """Return why the user can't do a transition now; None if they can or it isn't ours.

    A missing comment is no reason: the user may still write one.
    """
    workflow = editorial_workflow()
    if not follows_editorial(obj) or workflow.isActionSupported(obj, transition):
        return None
    state = workflow.states.get(state_of(obj))
    if state is None or transition not in state.transitions:
        return _(
            "msg_transition_other_state",
            default='This step is not possible: the item is in the state "${state}".',
            mapping={"state": state_title(state_of(obj))},
        )
    if transition == "approve" and breaks_four_eyes(obj):
        return MSG_FOUR_EYES
    return MSG_NOT_YOURS
