"""Check of courses: banks out of which those who try again draw what they know already."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.names import LEARNING
from sonla.pbgdpl.editorial.checks import Check
from sonla.pbgdpl.options.learning.course_tests import tests_of
from sonla.pbgdpl.options.learning.odds import is_small
from sonla.pbgdpl.options.learning.odds import questions_for
from sonla.pbgdpl.training import COURSE_TYPE
from sonla.pbgdpl.training.content import ONLINE
from typing import Any
from zope.i18nmessageid import Message

MSG_SMALL_BANK = _(
    "msg_check_small_bank",
    default="Test “${test}” draws ${questions} questions of ${available}. Have at least three times as many approved, or draw fewer: whoever tries again meets the same ones.",
)


class CourseTestsCheck(Check):
    """Find tests whose bank has less than three times their questions."""

    belongs_to = LEARNING
    title = _(
        "heading_check_small_banks", default="Courses: too few questions for a test"
    )
    order = 29
    portal_types = (COURSE_TYPE,)

    def missing(self, text: Any) -> list[Any]:
        """Ask for more questions where a course is learned online."""
        if not stored_value(text, ONLINE):
            return []
        counted = ((test, questions_for(test)) for test in tests_of(text))
        return [
            Message(
                MSG_SMALL_BANK,
                mapping={
                    "test": test.title,
                    "questions": str(test.questions),
                    "available": str(available),
                },
            )
            for test, available in counted
            if is_small(test, available)
        ]
