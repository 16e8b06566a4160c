"""A question that was found wrong after a test: marking it again for all who were asked.

Nobody loses by it: who had passed has passed, as the fault was not theirs. Whose result changes
reads why with the result, and gets a mail where there is an address.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from sonla.pbgdpl import _
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.options.learning.learners import Attempt
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.learners import learners_of
from sonla.pbgdpl.options.learning.learning import has_passed
from sonla.pbgdpl.options.learning.learning import note_finished
from sonla.pbgdpl.options.learning.learning import outcomes_of
from sonla.pbgdpl.options.learning.opening import Refused
from sonla.pbgdpl.options.learning.question_bank import APPROVED
from sonla.pbgdpl.options.learning.question_bank.answer_counts import change_counts
from sonla.pbgdpl.options.learning.question_bank.content import question_of
from sonla.pbgdpl.options.learning.question_bank.query import bank_by_uid
from sonla.pbgdpl.options.learning.question_bank.query import question_by_uid
from sonla.pbgdpl.options.learning.question_bank.rules import CHOOSING
from sonla.pbgdpl.options.learning.question_bank.rules import DrawnQuestion
from sonla.pbgdpl.options.learning.question_bank.rules import Question
from sonla.pbgdpl.options.learning.question_bank.rules import TRUE_FALSE
from sonla.pbgdpl.options.learning.question_bank.rules import TRUTHS
from typing import Any

MSG_QUESTION_GONE = _(
    "msg_remark_question_gone",
    default="The question is not in the bank any more. Count it as right for everybody instead.",
)
MSG_NOT_APPROVED = _(
    "msg_remark_not_approved",
    default="The corrected question is not approved yet. Have it approved in the bank, then mark again.",
)
MSG_ANSWERS_CHANGED = _(
    "msg_remark_answers_changed",
    default="In the bank the kind of the question or its answers are others than those that people were asked. Count it as right for everybody instead.",
)


@dataclass(frozen=True)
class Asked:
    """A marked attempt in which a question was asked: whose, at which test, at which place."""

    code: str
    learner: Learner
    test: str
    attempt: Attempt
    at: int


def mark_again(course: Any, uid: str, note: str, now: datetime) -> dict[str, Asked]:
    """Mark by the question as it stands in the bank now; returns whose result changed, by code."""
    item = question_by_uid(uid)
    if item is None:
        raise Refused(MSG_QUESTION_GONE)
    if state_of(item) != APPROVED:
        raise Refused(MSG_NOT_APPROVED)
    question = question_of(item)
    found = list(attempts_with(course, uid))
    # All are looked at before any is changed
    corrected = [
        corrected_question(one.attempt.question(one.at), question) for one in found
    ]
    changed: dict[str, Asked] = {}
    for asked, drawn in zip(found, corrected, strict=True):
        before = outcomes_of(asked.attempt)[uid]
        asked.attempt.replace_question(asked.at, drawn)
        if settle(course, asked, uid, before, note, now):
            changed[asked.code] = asked
    return changed


def count_as_right(course: Any, uid: str, note: str, now: datetime) -> dict[str, Asked]:
    """Count a question as right for everybody; returns whose result changed, by code."""
    changed: dict[str, Asked] = {}
    for asked in list(attempts_with(course, uid)):
        before = outcomes_of(asked.attempt)[uid]
        asked.attempt.voided = (*asked.attempt.voided, uid)
        if settle(course, asked, uid, before, note, now):
            changed[asked.code] = asked
    return changed


def attempts_with(course: Any, uid: str) -> Iterator[Asked]:
    """Yield the marked attempts in which a question was asked."""
    for code, learner in learners_of(course).items():
        for test, attempts in learner.attempts.items():
            for attempt in attempts:
                at = attempt.place_of(uid)
                if attempt.handed_in is not None and at is not None:
                    yield Asked(code, learner, test, attempt, at)


def settle(
    course: Any, asked: Asked, uid: str, before: bool, note: str, now: datetime
) -> bool:
    """Count what was right anew; returns whether that changed anything."""
    attempt = asked.attempt
    outcomes = outcomes_of(attempt)
    if outcomes[uid] == before:
        return False
    attempt.right = sum(outcomes.values())
    attempt.passed = attempt.passed or has_passed(attempt)
    attempt.notes = (*attempt.notes, (now, note))
    bank = bank_by_uid(attempt.bank)
    if bank is not None:
        change_counts(bank, uid, 0, 1 if outcomes[uid] else -1)
    note_finished(course, asked.learner, now)
    return True


def corrected_question(drawn: DrawnQuestion, question: Question) -> DrawnQuestion:
    """Put what is right now into a question as it was drawn; the order of answers stays."""
    if question.kind != drawn.kind:
        raise Refused(MSG_ANSWERS_CHANGED)
    facts: dict[str, Any] = {
        "explanation": question.explanation,
        "citations": question.citations,
    }
    if drawn.kind in CHOOSING:
        facts["right"] = right_places(drawn, question)
    elif drawn.kind == TRUE_FALSE:
        facts["right"] = (list(TRUTHS).index(question.truth),)
    else:
        facts.update(number=question.number, tolerance=question.tolerance)
    return replace(drawn, **facts)


def right_places(drawn: DrawnQuestion, question: Question) -> tuple[int, ...]:
    """Return the places of the right answers in the order in which they were shown."""
    texts = [answer.text for answer in question.right]
    if not texts or not set(texts) <= set(drawn.answers):
        raise Refused(MSG_ANSWERS_CHANGED)
    return tuple(at for at, text in enumerate(drawn.answers) if text in texts)
