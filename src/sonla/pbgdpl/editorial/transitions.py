"""What every transition of the editorial chain must satisfy, and what it causes.

These hold however the step is made (menu, form, REST, bulk, code), because DCWorkflow sends its
events on each of them.
"""

from DateTime import DateTime
from Products.CMFCore.interfaces import IActionSucceededEvent
from Products.CMFCore.interfaces import IContentish
from Products.DCWorkflow.interfaces import IAfterTransitionEvent
from Products.DCWorkflow.interfaces import IBeforeTransitionEvent
from Products.DCWorkflow.interfaces import ITransitionEvent
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.attachments import update_attachments
from sonla.pbgdpl.editorial.effective_dates import forget_automatic_date
from sonla.pbgdpl.editorial.exceptions import CheckedIn
from sonla.pbgdpl.editorial.exceptions import CommentRequired
from sonla.pbgdpl.editorial.exceptions import FourEyes
from sonla.pbgdpl.editorial.facts import facts_of
from sonla.pbgdpl.editorial.guards import breaks_four_eyes
from sonla.pbgdpl.editorial.guards import MSG_COMMENT
from sonla.pbgdpl.editorial.guards import MSG_FOUR_EYES
from sonla.pbgdpl.editorial.locks import release_edit_lock
from sonla.pbgdpl.editorial.revisions import check_in
from sonla.pbgdpl.editorial.working_copies import baseline_of
from typing import Any


def before_transition(obj: Any, event: IBeforeTransitionEvent) -> None:
    """Refuse a transition of any of our workflows without its comment, and the approval of one's own text.

    Core's effective date goes first: REST and folder contents keep what they set
    although the transition is refused.
    """
    if event.transition is None:
        return
    is_chain = is_step_of(event, EDITORIAL_WORKFLOW)
    if is_chain:
        forget_automatic_date(obj)
    transition = event.transition.getId()
    needed = facts_of(event.workflow.getId()).comment_required
    if transition in needed and not comment_of(event).strip():
        raise CommentRequired(MSG_COMMENT, obj, transition)
    if is_chain and transition == "approve" and breaks_four_eyes(obj):
        raise FourEyes(MSG_FOUR_EYES, obj, transition)


def after_transition(obj: Any, event: IAfterTransitionEvent) -> None:
    """Release the form's lock, date what is approved, check a working copy in, let files follow.

    Raises `CheckedIn` for a working copy: no later subscriber of this event sees it.
    """
    if not is_step_of(event, EDITORIAL_WORKFLOW):
        return
    release_edit_lock(obj)
    if event.transition.getId() == "approve":
        if baseline_of(obj) is not None:
            raise CheckedIn(check_in(obj, comment_of(event)))
        date_approval(obj)
    update_attachments(obj)


def date_approval(obj: Any) -> None:
    """Make an item effective now unless a date was chosen.

    In whole seconds, by which `forget_automatic_date` tells it from core's.
    """
    if obj.effective_date is None:
        obj.effective_date = DateTime(int(DateTime().timeTime()))
    obj.reindexObject(idxs=["effective", "effectiveRange", "Date"])


def is_step_of(event: ITransitionEvent, workflow_id: str) -> bool:
    """Return whether it is a step of a workflow, and not the creation of an item."""
    return event.transition is not None and event.workflow.getId() == workflow_id


def comment_of(event: ITransitionEvent) -> str:
    """Return the comment with which a step is taken."""
    return (event.kwargs or {}).get("comment") or ""


def item_after(event: IActionSucceededEvent) -> Any:
    """Return the text that exists after the step.

    Approving a working copy checks it in and deletes it; the result then is the public
    text, and so is the event's object unless another product's workflow tool differs.
    """
    return event.result if IContentish.providedBy(event.result) else event.object
