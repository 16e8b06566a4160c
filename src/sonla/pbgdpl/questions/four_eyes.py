"""Who wrote an answer: the writer doesn't approve it.

Answer the guard expressions of the questions' workflow.
"""

from AccessControl import getSecurityManager
from hashlib import sha256
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.questions import QUESTION_WORKFLOW
from sonla.pbgdpl.questions.item import state_in_history
from sonla.pbgdpl.questions.rules import WRITING
from sonla.pbgdpl.settings.getters import get_settings
from sonla.pbgdpl.ui.page import BrowserView
from typing import Any

WRITERS = "_pbgdpl_answer_writers"
"""Attribute of a question: who has changed its answer before it was submitted."""
SEEN = "_pbgdpl_answer_seen"
"""Attribute of a question: the digest of its answer when that was last looked at."""


def breaks_four_eyes(question: Any) -> bool:
    """Return whether the user would approve an answer that they wrote or submitted."""
    if not get_settings().four_eyes:
        return False
    return getSecurityManager().getUser().getId() in writers_of(question)


def writers_of(question: Any) -> set[str]:
    """List who wrote the present answer, and who submitted it.

    Somebody who corrects what was submitted is no writer, as with texts.
    """
    lines = (stored_value(question, "workflow_history") or {}).get(
        QUESTION_WORKFLOW
    ) or ()
    sent = [line["actor"] for line in lines if line["action"] == "draft_answer"]
    return {
        name for name in (*(stored_value(question, WRITERS) or ()), *sent[-1:]) if name
    }


def note_writer(question: Any) -> None:
    """Note the user as a writer when the answer is another than when last looked at."""
    digest = digest_of(question)
    if digest == (stored_value(question, SEEN) or digest_of(None)):
        return
    setattr(question, SEEN, digest)
    user = getSecurityManager().getUser().getId()
    if user and state_in_history(question) in WRITING:
        known = stored_value(question, WRITERS) or ()
        setattr(question, WRITERS, tuple(dict.fromkeys((*known, user))))


def digest_of(question: Any | None) -> str:
    """Return the digest of an answer; of none for no question."""
    raw = getattr(stored_value(question, "answer"), "raw", None) if question else None
    return sha256((raw or "").encode()).hexdigest()


class QuestionGuards(BrowserView):
    """The guards that roles alone can't express."""

    def may_approve(self) -> bool:
        """Return whether four eyes let the user approve the answer."""
        return not breaks_four_eyes(self.context)
