"""The same question asked by several people: one answer for all of them."""

from collections.abc import Iterator
from plone import api
from plone.app.uuid.utils import uuidToObject
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.questions.content import state_in_history
from sonla.pbgdpl.questions.rules import DECLINED
from sonla.pbgdpl.questions.rules import PRIVATE
from sonla.pbgdpl.questions.rules import WRITING
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message

MERGED = "_pbgdpl_merged"
"""Attribute of a question: UIDs of those that were merged into it."""
MERGED_WITH = "_pbgdpl_merged_with"
"""Attribute of a question: UID of the one that has the answer."""

MSG_MERGED = _(
    "msg_question_merged", default="Answered together with the question “${title}”."
)
MSG_NO_OTHER = _(
    "msg_question_no_other",
    default="Choose the other question, whose answer is for both.",
)
MSG_NOT_ANSWERING = _(
    "msg_question_not_answering",
    default="That question was declined or merged itself. Choose the one that is answered.",
)
MSG_PRIVATE = _(
    "msg_question_merge_private",
    default="That question was answered to its asker alone; the answer may be about them. Answer this one by itself.",
)
MSG_TOO_LATE = _(
    "msg_question_merge_too_late",
    default="This question has an answer of its own already.",
)


def merged_into(question: Any) -> Iterator[Any]:
    """Yield the questions that were merged into one."""
    for uid in stored_value(question, MERGED) or ():
        found = uuidToObject(uid, unrestricted=True)
        if found is not None:
            yield found


def answering(question: Any) -> Any:
    """Return the question whose answer is the answer to this one: itself, mostly."""
    uid = stored_value(question, MERGED_WITH)
    return (uuidToObject(uid, unrestricted=True) if uid else None) or question


class MergeRefused(InvalidInput):
    """Refuse to merge; the message says why."""


def merge(question: Any, into: Any) -> None:
    """Close a question with the answer of another one; its asker is told with it.

    The step is *decline*, with the reason; the asker sees the state of the other
    question from then on, and hears of its answer: at once where that is public already.
    Raises `MergeRefused`.
    """
    refuse_bad_merge(question, into)
    for one in (question, *merged_into(question)):
        setattr(one, MERGED_WITH, IUUID(into))
    known = stored_value(into, MERGED) or ()
    added = (IUUID(question), *(stored_value(question, MERGED) or ()))
    setattr(into, MERGED, tuple(dict.fromkeys((*known, *added))))
    api.portal.get_tool("portal_workflow").doActionFor(
        question,
        "decline",
        comment=translate(
            Message(MSG_MERGED, mapping={"title": into.title}),
            target_language=api.portal.get_default_language(),
        ),
    )
    setattr(question, MERGED, ())


def refuse_bad_merge(question: Any, into: Any) -> None:
    """Raise `MergeRefused` for what can't have that one's answer."""
    if into is None or IUUID(into) == IUUID(question):
        raise MergeRefused(MSG_NO_OTHER)
    if stored_value(into, MERGED_WITH) or state_in_history(into) == DECLINED:
        raise MergeRefused(MSG_NOT_ANSWERING)
    if state_in_history(into) == PRIVATE:
        raise MergeRefused(MSG_PRIVATE)
    if state_in_history(question) not in WRITING:
        raise MergeRefused(MSG_TOO_LATE)
