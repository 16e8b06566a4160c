"""How often a question was answered, and how often rightly: for its author, without any name.

The numbers stand with the bank, beside the questions: who answers writes into no content. Two
who answer at the same moment don't hinder each other, as each number resolves conflicts by itself.
"""

from BTrees.Length import Length
from BTrees.OOBTree import OOBTree
from collections.abc import Mapping
from dataclasses import dataclass
from sonla.pbgdpl.options.learning.question_bank.content import IQuestionBank
from typing import Any
from zope.annotation.interfaces import IAnnotations

KEY = "sonla.pbgdpl.bank_answers"


@dataclass(frozen=True)
class AnswerCounts:
    """How often a question was answered in tests."""

    answered: int = 0
    right: int = 0

    @property
    def percent(self) -> int | None:
        """The share of right answers; None before anybody has answered."""
        return round(100 * self.right / self.answered) if self.answered else None


def open_counts(question: Any) -> None:
    """Make room for the numbers of a question, before many answer it at once."""
    bank = question.__parent__
    if IQuestionBank.providedBy(bank):
        numbers_for(bank, question.UID())


def numbers_for(bank: Any, uid: str) -> tuple[Length, Length]:
    """Return the two numbers of a question, made where they are missing."""
    stored = IAnnotations(bank).setdefault(KEY, OOBTree())
    if uid not in stored:
        stored[uid] = (Length(), Length())
    return stored[uid]


def count_answers(bank: Any, outcomes: Mapping[str, bool]) -> None:
    """Add the answers of one test: the UID of each question, and whether it was right."""
    for uid, is_right in outcomes.items():
        change_counts(bank, uid, 1, int(is_right))


def change_counts(bank: Any, uid: str, answered: int, right: int) -> None:
    """Change the numbers of a question, as a test is marked or marked anew."""
    numbers = numbers_for(bank, uid)
    for number, change in zip(numbers, (answered, right), strict=True):
        if change:
            number.change(change)


def counts_of(bank: Any, uid: str) -> AnswerCounts:
    """Return the numbers of a question; nothing is written."""
    stored = IAnnotations(bank).get(KEY) or {}
    answered, right = stored.get(uid) or (Length(), Length())
    return AnswerCounts(answered(), right())


def forget_counts(bank: Any, question: Any) -> None:
    """Drop the numbers of a question that is gone."""
    stored = IAnnotations(bank).get(KEY)
    if stored is not None:
        stored.pop(question.UID(), None)


def move_counts(question: Any, source: Any, target: Any) -> None:
    """Take the numbers along into another bank."""
    stored = IAnnotations(source).get(KEY)
    numbers = stored.pop(question.UID(), None) if stored is not None else None
    if numbers is not None and IQuestionBank.providedBy(target):
        IAnnotations(target).setdefault(KEY, OOBTree())[question.UID()] = numbers
