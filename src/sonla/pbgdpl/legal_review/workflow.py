"""What an approval asks of texts that tell people what the law is."""

from Products.DCWorkflow.interfaces import IBeforeTransitionEvent
from sonla.pbgdpl import _
from sonla.pbgdpl.editorial.exceptions import TransitionRefused
from sonla.pbgdpl.legal_review.working_notes import working_notes
from typing import Any
from zope.globalrequest import getRequest
from zope.i18n import translate

APPROVALS = ("approve", "approve_answer")


class WorkingNotesLeft(TransitionRefused):
    """Refuse to approve a text in which its writer left notes for later."""


def refuse_working_notes(text: Any, event: IBeforeTransitionEvent) -> None:
    """Raise `WorkingNotesLeft` when a text with a working note in it would be approved."""
    transition = event.transition.getId() if event.transition is not None else ""
    if transition not in APPROVALS:
        return
    if notes := working_notes(text):
        request = getRequest()
        message = _(
            "msg_working_notes_left",
            default="A note for later is still in the text: ${notes}. Settle it, or take it out, before the text is approved.",
            mapping={
                "notes": "; ".join(
                    f"{translate(title, context=request)}: “{words}”"
                    for title, words in notes
                )
            },
        )
        raise WorkingNotesLeft(message, text, transition)
