"""The tests of a course: rows that say from which bank they are drawn and what passing takes."""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from plone import api
from Products.CMFCore.permissions import ModifyPortalContent
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.names import LEARNING
from sonla.pbgdpl.core.section import place_of_form
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.local_roles import works_in_section
from sonla.pbgdpl.options.learning.question_bank.query import usable_banks
from typing import Any
from zope import schema
from zope.interface import implementer
from zope.interface import Interface
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary

TESTS = "tests"
MAX_QUESTIONS, MAX_ATTEMPTS = 100, 20
DEFAULT_QUESTIONS, DEFAULT_PERCENT, DEFAULT_ATTEMPTS = 10, 70, 3


@implementer(IVocabularyFactory)
class BanksFactory:
    """Offer the approved banks of the section, by UID, to those who may make a course.

    Plone gives vocabularies to everybody by their names, and no bank is public.
    """

    belongs_to = LEARNING

    # The stubs say that `__call__` of the interface returns None.
    def __call__(self, context: Any) -> SimpleVocabulary:  # type: ignore[override]
        """Make the vocabulary for a course, or for a form that adds one."""
        place = place_of_form(context)
        if not works_in_section() and not may_edit(place):
            return SimpleVocabulary([])
        banks = usable_banks(place)
        return SimpleVocabulary(
            [SimpleTerm(brain.UID, brain.UID, brain.Title) for brain in banks]
        )


def may_edit(context: Any) -> bool:
    """Return whether the user may change a course, by a role that they were given on it alone."""
    is_inside = section_of(context) is not None
    return is_inside and api.user.has_permission(ModifyPortalContent, obj=context)


class ICourseTest(Interface):
    """Describe one test of a course."""

    title = schema.TextLine(
        title=_("label_course_test_title", default="Name of the test"),
        description=_(
            "help_course_test_title", default="Such as “Kiểm tra cuối khóa”."
        ),
        max_length=200,
        required=True,
    )
    bank = schema.Choice(
        title=_("label_course_test_bank", default="Question bank"),
        description=_(
            "help_course_test_bank",
            default="Approved banks of this section. Only approved questions are drawn.",
        ),
        vocabulary="sonla.pbgdpl.UsableBanks",
        required=True,
    )
    questions = schema.Int(
        title=_("label_course_test_questions", default="Number of questions"),
        description=_(
            "help_course_test_questions",
            default="Each attempt draws its own. Fewer are asked where the bank has fewer.",
        ),
        min=1,
        max=MAX_QUESTIONS,
        default=DEFAULT_QUESTIONS,
        required=True,
    )
    difficulty = schema.Choice(
        title=_("label_bank_difficulty", default="Difficulty"),
        description=_("help_course_test_difficulty", default="Empty: any."),
        vocabulary="sonla.pbgdpl.BankDifficulties",
        required=False,
    )
    pass_percent = schema.Int(
        title=_("label_course_test_percent", default="Right answers to pass (%)"),
        description=_(
            "help_course_test_percent",
            default="Whoever has at least this share of right answers has passed.",
        ),
        min=1,
        max=100,
        default=DEFAULT_PERCENT,
        required=True,
    )
    attempts = schema.Int(
        title=_("label_course_test_attempts", default="Attempts"),
        description=_(
            "help_course_test_attempts", default="How often one person may begin it."
        ),
        min=1,
        max=MAX_ATTEMPTS,
        default=DEFAULT_ATTEMPTS,
        required=True,
    )
    after = schema.Int(
        title=_("label_course_test_after", default="After lesson number"),
        description=_(
            "help_course_test_after",
            default="Empty: at the end. It opens when all before it is done.",
        ),
        min=1,
        required=False,
    )


@dataclass(frozen=True)
class CourseTest:
    """One test, as the course says."""

    key: str
    title: str
    bank: str
    questions: int = DEFAULT_QUESTIONS
    difficulty: str = ""
    pass_percent: int = DEFAULT_PERCENT
    attempts: int = DEFAULT_ATTEMPTS
    after: int | None = None


def tests_of(course: Any) -> list[CourseTest]:
    """List the tests of a course, in their order."""
    return list(read_tests(stored_value(course, TESTS) or ()))


def read_tests(rows: Any) -> Iterator[CourseTest]:
    """Yield a test for each row that names a bank.

    Its key is the bank and which of its tests it is, so that what people have answered stays
    theirs when the test is renamed or moved.
    """
    seen: Counter[str] = Counter()
    for row in rows:
        if bank := row.get("bank"):
            seen[bank] += 1
            yield made_of(row, f"{bank}-{seen[bank]}")


def made_of(row: Mapping[str, Any], key: str) -> CourseTest:
    """Make a test of a row, with defaults for what is missing."""
    return CourseTest(
        key,
        row.get("title") or "",
        row["bank"],
        row.get("questions") or DEFAULT_QUESTIONS,
        row.get("difficulty") or "",
        row.get("pass_percent") or DEFAULT_PERCENT,
        row.get("attempts") or DEFAULT_ATTEMPTS,
        row.get("after"),
    )
