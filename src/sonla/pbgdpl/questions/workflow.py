"""What happens when questions come in, are changed, copied and moved on in the workflow."""

from AccessControl import getSecurityManager
from collections.abc import Sequence
from datetime import datetime
from datetime import UTC
from hashlib import sha256
from OFS.interfaces import IObjectWillBeMovedEvent
from plone import api
from Products.DCWorkflow.interfaces import IAfterTransitionEvent
from Products.DCWorkflow.interfaces import IBeforeTransitionEvent
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import drop_values
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.editorial.exceptions import CommentRequired
from sonla.pbgdpl.editorial.exceptions import FourEyes
from sonla.pbgdpl.editorial.exceptions import TransitionRefused
from sonla.pbgdpl.editorial.facts import WorkflowFacts
from sonla.pbgdpl.editorial.states import history_of
from sonla.pbgdpl.editorial.transitions import comment_of
from sonla.pbgdpl.editorial.transitions import date_approval
from sonla.pbgdpl.editorial.transitions import is_step_of
from sonla.pbgdpl.questions import DUE_INDEX
from sonla.pbgdpl.questions import QUESTION_INDEX
from sonla.pbgdpl.questions import QUESTION_WORKFLOW
from sonla.pbgdpl.questions.content import Question
from sonla.pbgdpl.questions.content import state_in_history
from sonla.pbgdpl.questions.covering import CONFIRMED
from sonla.pbgdpl.questions.covering import cover_all
from sonla.pbgdpl.questions.covering import COVERED
from sonla.pbgdpl.questions.covering import MarksSettledEvent
from sonla.pbgdpl.questions.covering import open_marks
from sonla.pbgdpl.questions.mail import ASKER_KINDS
from sonla.pbgdpl.questions.mail import notify_asker
from sonla.pbgdpl.questions.mail import notify_office
from sonla.pbgdpl.questions.merging import MERGED
from sonla.pbgdpl.questions.merging import MERGED_WITH
from sonla.pbgdpl.questions.naming import may_tell_of_people
from sonla.pbgdpl.questions.naming import name_harmlessly
from sonla.pbgdpl.questions.privacy import PROTECTED_FIELDS
from sonla.pbgdpl.questions.rules import CLOSED
from sonla.pbgdpl.questions.rules import COMMENT_COMPULSORY
from sonla.pbgdpl.questions.rules import OPEN
from sonla.pbgdpl.questions.rules import PUBLISHED
from sonla.pbgdpl.questions.rules import WRITING
from sonla.pbgdpl.questions.sharing import share_with_agency
from sonla.pbgdpl.questions.tracking import new_code
from sonla.pbgdpl.questions.working_days import due_day
from sonla.pbgdpl.settings.getters import get_settings
from sonla.pbgdpl.ui.page import BrowserView
from typing import Any
from zExceptions import BadRequest
from zope.i18nmessageid import Message
from zope.lifecycleevent.interfaces import IObjectAddedEvent
from zope.lifecycleevent.interfaces import IObjectCopiedEvent
from zope.lifecycleevent.interfaces import IObjectModifiedEvent

WRITERS = "_pbgdpl_answer_writers"
"""Attribute of a question: who has changed its answer before it was submitted."""
SEEN_ANSWER = "_pbgdpl_answer_seen"
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
    lines = history_of(question, QUESTION_WORKFLOW)
    sent = [line["actor"] for line in lines if line["action"] == "draft_answer"]
    return {
        name for name in (*(stored_value(question, WRITERS) or ()), *sent[-1:]) if name
    }


def note_writer(question: Any) -> None:
    """Note the user as a writer when the answer is another than when last looked at."""
    digest = digest_of(question)
    if digest == (stored_value(question, SEEN_ANSWER) or digest_of(None)):
        return
    setattr(question, SEEN_ANSWER, digest)
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


QUESTION_FACTS = WorkflowFacts(
    order=50,
    states=(*OPEN, *CLOSED),
    checked=OPEN,
    deciding=("approve_answer", "publish", "reply_privately", "decline"),
    comment_required=COMMENT_COMPULSORY,
    onward=(
        "accept",
        "assign",
        "draft_answer",
        "approve_answer",
        "publish",
        "reply_privately",
    ),
)

MAIL, TELEPHONE = "mail", "telephone"
GOES_ON = "goes_on"
"""Keyword of a step after which another one is taken at once."""
NOTIFYING_STEPS = ("publish", "reply_privately", "decline")
"""Steps after which the asker is told."""

OF_ITS_OWN = (
    *PROTECTED_FIELDS,
    *("received", "due_date", "answered_on", "reply_channel"),
    *(SEEN_ANSWER, WRITERS, MERGED, MERGED_WITH, COVERED, CONFIRMED),
)
"""What a copy of a question, which is another question, must not have."""

MSG_NO_AGENCY = _(
    "msg_question_no_agency",
    default="Choose the agency that writes the answer, then assign the question.",
)
MSG_NO_ANSWER = _(
    "msg_question_no_answer",
    default="There is no answer yet. Write it, save, then submit it for approval.",
)
MSG_TELEPHONE = _(
    "msg_question_telephone",
    default="There is no e-mail address: tell the answer by telephone, then note here when and to whom.",
)
MSG_OPEN_MARKS = _(
    "msg_question_open_marks",
    default="Not published: ${number} places may be personal data. Cover each of them, or confirm that it is none.",
)
MSG_TELLING_NAME = _(
    "msg_question_telling_name",
    default="This address may tell who is meant. Choose another one: everybody reads the question.",
)
MSG_OWN_ANSWER = _(
    "msg_question_own_answer",
    default="Nobody approves an answer that they wrote. Somebody else has to approve this one.",
)


def question_added(question: Question, event: IObjectAddedEvent) -> None:
    """Set code and moment of a new question; no menu shows it."""
    if event.object is not question:
        return
    if not stored_value(question, "tracking_code"):
        question.tracking_code = new_code()
    if not stored_value(question, "received"):
        question.received = datetime.now(UTC)
    if not stored_value(question, "due_date"):
        question.due_date = due_day(today(question.received))
    question.exclude_from_nav = True
    note_writer(question)
    question.reindexObject(idxs=[QUESTION_INDEX, DUE_INDEX, "exclude_from_nav"])


def question_copied(copy: Question, event: IObjectCopiedEvent) -> None:
    """Take from a copy what belongs to the asker of the original."""
    drop_values(copy, OF_ITS_OWN)


def question_changed(question: Question, event: IObjectModifiedEvent) -> None:
    """Note who writes the answer, and let the agency chosen see the question.

    What is public already stays so, and what a change brings in of people is covered, however
    it was made: who changed it may show it again or confirm that it is no personal data.
    """
    if isinstance(event, MarksSettledEvent):
        setattr(question, SEEN_ANSWER, digest_of(question))
        return
    note_writer(question)
    share_with_agency(question)
    if state_in_history(question) == PUBLISHED:
        cover_all(question)
    question.reindexObject(idxs=[DUE_INDEX])


def question_will_move(question: Question, event: IObjectWillBeMovedEvent) -> None:
    """Refuse an address that may tell of people for what everybody reads."""
    is_renamed = event.newName not in (None, event.oldName)
    if event.object is not question or event.oldName is None or not is_renamed:
        return
    if state_in_history(question) == PUBLISHED:
        if may_tell_of_people(question, event.newName):
            raise BadRequest(api.portal.translate(MSG_TELLING_NAME))


def before_transition(question: Question, event: IBeforeTransitionEvent) -> None:
    """Refuse a step that lacks its comment, agency, answer or second person."""
    if not is_step_of(event, QUESTION_WORKFLOW):
        return
    action = event.transition.getId()
    comment = comment_of(event)
    if action in ("assign", "reassign") and not stored_value(question, "agency"):
        raise TransitionRefused(MSG_NO_AGENCY, question, action)
    if action in ("draft_answer", "approve_answer") and not has_answer(question):
        raise TransitionRefused(MSG_NO_ANSWER, question, action)
    if (
        action == "reply_privately"
        and not comment.strip()
        and reply_channel_of(question) != MAIL
    ):
        raise CommentRequired(MSG_TELEPHONE, question, action)
    if action == "approve_answer" and breaks_four_eyes(question):
        raise FourEyes(MSG_OWN_ANSWER, question, action)
    if action == "publish" and (marks := open_marks(question)):
        message = Message(MSG_OPEN_MARKS, mapping={"number": str(len(marks))})
        raise TransitionRefused(message, question, action)


def reply_channel_of(question: Any) -> str:
    """Return how the asker hears of the answer: by mail, else by telephone."""
    return MAIL if stored_value(question, "asker_email") else TELEPHONE


def has_answer(question: Any) -> bool:
    """Return whether an answer was written."""
    return bool((getattr(stored_value(question, "answer"), "raw", None) or "").strip())


def after_transition(question: Question, event: IAfterTransitionEvent) -> None:
    """Note when a question was closed, date what is published, share what is assigned."""
    if not is_step_of(event, QUESTION_WORKFLOW):
        return
    action = event.transition.getId()
    if event.new_state.getId() in CLOSED:
        question.answered_on = datetime.now(UTC)
    elif stored_value(question, "answered_on"):
        question.answered_on = None
    if action == "publish":
        date_approval(question)
        name_harmlessly(question)
    question.reply_channel = (
        reply_channel_of(question) if action in NOTIFYING_STEPS else None
    )
    share_with_agency(question)
    question.reindexObject(idxs=[DUE_INDEX])
    if action in ASKER_KINDS:
        notify_asker(question, action, comment_of(event))
    if not (event.kwargs or {}).get(GOES_ON):
        notify_office(question)


def take_steps(question: Question, steps: Sequence[str], comment: str = "") -> None:
    """Take steps one after another as one decision; the comment stands at the last.

    Nobody is told to take a step that is taken here. Raises what the workflow raises;
    the caller then undoes those that were taken.
    """
    tool = api.portal.get_tool("portal_workflow")
    for step in steps[:-1]:
        tool.doActionFor(question, step, **{GOES_ON: True})
    tool.doActionFor(question, steps[-1], comment=comment)
