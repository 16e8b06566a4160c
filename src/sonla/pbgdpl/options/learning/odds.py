"""What a test is worth: how likely somebody passes who knows nothing, for its host to read."""

from math import comb
from sonla.pbgdpl.options.learning.course_tests import CourseTest
from sonla.pbgdpl.options.learning.question_bank.query import approved_questions
from sonla.pbgdpl.options.learning.question_bank.query import bank_by_uid

CHOICES = 4
"""Answers to choose from, as most questions have."""
ENOUGH = 3
"""How many times as many questions a bank is to have as a test draws of it."""


def questions_for(test: CourseTest) -> int:
    """Return how many approved questions a test may be drawn from."""
    bank = bank_by_uid(test.bank)
    if bank is None:
        return 0
    return len(approved_questions(bank, difficulty=test.difficulty))


def is_small(test: CourseTest, available: int) -> bool:
    """Return whether a bank is too small: who tries again meets what they were asked before."""
    return available < ENOUGH * test.questions


def percent_of_pairs(test: CourseTest, available: int, is_open: bool = False) -> int:
    """Return of 100 pairs who know nothing in how many one passes by the other.

    The other reads what is right in their last attempt; where anybody may begin, only if they
    passed. The first knows these answers, and guesses the rest in each attempt.
    """
    alone = chance_in_all(test, available, 0)
    helped = chance_in_all(test, available, min(test.questions, available))
    told = alone if is_open else 1
    return round(100 * (told * helped + (1 - told) * alone))


def chance_in_all(test: CourseTest, available: int, known: int) -> float:
    """Return how likely any attempt passes of somebody who knows some questions of the bank."""
    asked = min(test.questions, available)
    fails = 1 - chance_to_pass(asked, available, known, test.pass_percent)
    return 1 - fails**test.attempts


def chance_to_pass(asked: int, available: int, known: int, percent: int) -> float:
    """Return how likely one attempt passes of somebody who knows some questions of the bank."""
    needed = -(-percent * asked // 100)
    return sum(
        comb(known, met)
        * comb(available - known, asked - met)
        / comb(available, asked)
        * chance_to_guess(asked - met, needed - met)
        for met in range(min(known, asked) + 1)
    )


def chance_to_guess(asked: int, needed: int) -> float:
    """Return how likely somebody guesses as many answers of some questions as are needed."""
    return sum(
        comb(asked, right) * (CHOICES - 1) ** (asked - right) / CHOICES**asked
        for right in range(max(needed, 0), asked + 1)
    )
