"""Checks of questions: what waits too long, and answers that do not say by which law."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.editorial.checks import Check
from sonla.pbgdpl.editorial.checks import field
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.questions.content import state_in_history
from sonla.pbgdpl.questions.counter import is_overdue
from sonla.pbgdpl.questions.covering import open_marks
from sonla.pbgdpl.questions.rules import ANSWERED
from sonla.pbgdpl.questions.rules import DRAFTED
from sonla.pbgdpl.questions.rules import OPEN
from sonla.pbgdpl.questions.rules import PUBLISHED
from sonla.pbgdpl.questions.usefulness import usefulness_of
from sonla.pbgdpl.questions.working_days import working_days_between
from typing import Any

WRITTEN = (DRAFTED, ANSWERED, PUBLISHED)
"""States in which there is an answer that is, or is about to be, read by everybody."""


class OldQuestionCheck(Check):
    """Find questions that should have been answered by now."""

    title = _("heading_check_old_question", default="Questions: the answer is overdue")
    order = 35
    portal_types = (QUESTION_TYPE,)

    def missing(self, text: Any) -> list[Any]:
        """Name the day that was set, and by how much it has passed."""
        day = today()
        if state_in_history(text) not in OPEN or not is_overdue(text, day):
            return []
        due = field(text, "due_date")
        return [
            _(
                "msg_check_old_question",
                default="It should have been answered by ${date}; that was ${days} working days ago.",
                mapping={
                    "date": format_day(due),
                    "days": str(working_days_between(due, day)),
                },
            )
        ]


class AnswerCheck(Check):
    """Find answers without a legal basis, and those that no filter finds."""

    title = _(
        "heading_check_answer", default="Answers: legal bases or field of law lack"
    )
    order = 36
    portal_types = (QUESTION_TYPE,)

    def missing(self, text: Any) -> list[Any]:
        """Ask for one document and for one field at least."""
        if state_in_history(text) not in WRITTEN:
            return []
        found = []
        if not field(text, "legal_bases"):
            found.append(
                _(
                    "msg_check_answer_bases",
                    default="The answer names no legal document on which it rests.",
                )
            )
        if not field(text, "legal_fields"):
            found.append(_("msg_check_field", default="No field of law is chosen."))
        return found


class PrivateWordsCheck(Check):
    """Find public questions with what may tell of people: none becomes public with it any more."""

    title = _(
        "heading_check_private_words",
        default="Questions: words that may be personal data",
    )
    order = 34
    portal_types = (QUESTION_TYPE,)

    def missing(self, text: Any) -> list[Any]:
        """Return how many places nobody decided on."""
        if state_in_history(text) != PUBLISHED or not (marks := open_marks(text)):
            return []
        return [
            _(
                "msg_check_private_words",
                default="${number} places may be personal data. Cover each of them, or confirm that it is none.",
                mapping={"number": str(len(marks))},
            )
        ]


class DoubtfulAnswerCheck(Check):
    """Find public answers that most of many readers found not useful."""

    title = _(
        "heading_check_doubtful_answer",
        default="Answers: many readers found them not useful",
    )
    order = 37
    portal_types = (QUESTION_TYPE,)

    def missing(self, text: Any) -> list[Any]:
        """Return what readers said of a doubtful one."""
        said = usefulness_of(text)
        if state_in_history(text) != PUBLISHED or not said.is_doubtful:
            return []
        return [
            _(
                "msg_check_doubtful_answer",
                default="${no} readers found the answer not useful, ${yes} useful. Is it plain enough, and does it say what to do?",
                mapping={"no": str(said.no), "yes": str(said.yes)},
            )
        ]
