"""What a question must be, how a test is drawn and how it is marked."""

from decimal import Decimal
from hypothesis import given
from hypothesis import strategies
from random import Random
from sonla.pbgdpl.options.learning.question_bank.rules import Answer
from sonla.pbgdpl.options.learning.question_bank.rules import drawn
from sonla.pbgdpl.options.learning.question_bank.rules import DrawnQuestion
from sonla.pbgdpl.options.learning.question_bank.rules import faults
from sonla.pbgdpl.options.learning.question_bank.rules import is_answered
from sonla.pbgdpl.options.learning.question_bank.rules import is_right
from sonla.pbgdpl.options.learning.question_bank.rules import MULTIPLE
from sonla.pbgdpl.options.learning.question_bank.rules import NUMBER
from sonla.pbgdpl.options.learning.question_bank.rules import Question
from sonla.pbgdpl.options.learning.question_bank.rules import read_number
from sonla.pbgdpl.options.learning.question_bank.rules import TRUE_FALSE

import json
import pytest

TWO = (Answer("Đúng một", is_right=True), Answer("Sai"))
SINGLE = Question("Hỏi?", answers=TWO, uid="a", explanation="Vì luật")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (SINGLE, []),
        (Question(" ", answers=TWO), ["msg_bank_no_text"]),
        (Question("x" * 2001, answers=TWO), ["msg_bank_long_text"]),
        (
            Question("Hỏi?", answers=TWO[:1]),
            ["msg_bank_few_answers"],
        ),
        (
            Question("Hỏi?", answers=(*TWO, Answer("Khác", is_right=True))),
            ["msg_bank_several_right"],
        ),
        (
            Question("Hỏi?", MULTIPLE, (*TWO, Answer("Khác", is_right=True))),
            [],
        ),
        (Question("Hỏi?", answers=(Answer("A"), Answer("B"))), ["msg_bank_none_right"]),
        (Question("Hỏi?", answers=(*TWO, Answer("sai "))), ["msg_bank_same_answers"]),
        (
            Question("Hỏi?", answers=(*TWO, Answer("x" * 501))),
            ["msg_bank_long_answer"],
        ),
        (
            Question("Hỏi?", answers=(TWO[0], *(Answer(str(at)) for at in range(10)))),
            ["msg_bank_many_answers"],
        ),
        (Question("Hỏi?", TRUE_FALSE), ["msg_bank_no_truth"]),
        (Question("Hỏi?", TRUE_FALSE, truth="false"), []),
        (Question("Hỏi?", NUMBER), ["msg_bank_no_number"]),
        (Question("Hỏi?", NUMBER, number="ba mươi"), ["msg_bank_bad_number"]),
        (
            Question("Hỏi?", NUMBER, number="30", tolerance="một"),
            ["msg_bank_bad_number"],
        ),
        (Question("Hỏi?", NUMBER, number="30", tolerance="1"), []),
    ],
)
def test_what_can_t_be_asked_is_named(question, said):
    assert list(faults(question)) == said


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("30", 30),
        (" 30 ngày", 30),
        ("1.500.000", 1_500_000),
        ("1 500 000 đồng", 1_500_000),
        ("12,5", Decimal("12.5")),
        ("12.5", Decimal("12.5")),
        ("0,750", Decimal("0.750")),
        ("-3", -3),
        ("1.500", 1500),
        ("30.", 30),
        ("", None),
        ("ba mươi", None),
        ("1.2.3", None),
        ("20 18", None),
        ("9" * 100, None),
    ],
)
def test_numbers_are_read_as_people_type_them(typed, number):
    assert read_number(typed) == number


@given(strategies.text(max_size=80))
def test_nothing_that_is_typed_as_a_number_fails(typed):
    read_number(typed)


def test_each_person_gets_an_order_of_their_own_and_the_right_ones_move_along():
    answers = tuple(Answer(str(at), is_right=at in (1, 3)) for at in range(6))
    question = Question("Hỏi?", MULTIPLE, answers)
    seen = [drawn(question, Random(seed)) for seed in range(50)]
    assert len({one.answers for one in seen}) > 20
    assert all({one.answers[at] for at in one.right} == {"1", "3"} for one in seen)
    assert {at for one in seen for at in one.right} == set(range(6))


def test_what_was_drawn_is_stored_as_plain_values():
    question = Question("Hỏi?", MULTIPLE, TWO, citations=("Điều 8",), uid="a")
    one = drawn(question, Random(3))
    stored = json.loads(json.dumps(one.stored()))
    assert DrawnQuestion.read({**stored, "of another version": 1}) == one


@pytest.mark.parametrize(
    ("given", "answered", "right"),
    [
        (["0", "2"], True, True),
        (["2", "0", "0"], True, True),
        (["0"], True, False),
        (["0", "1", "2"], True, False),
        (["9"], False, False),
        (["x"], False, False),
        ([], False, False),
    ],
)
def test_of_several_right_answers_all_must_be_chosen_and_no_other(
    given, answered, right
):
    one = DrawnQuestion("a", MULTIPLE, "Hỏi?", ("a", "b", "c"), (0, 2))
    assert is_answered(one, given) is answered
    assert is_right(one, given) is right


def test_a_statement_is_true_or_false_in_that_order():
    one = drawn(Question("Đất là của dân.", TRUE_FALSE, truth="false"), Random(1))
    assert not is_right(one, ["0"]) and is_right(one, ["1"])


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("30", True),
        ("31", True),
        ("29,0", True),
        ("31,5", False),
        ("", False),
        ("ba", False),
    ],
)
def test_a_number_may_be_off_by_its_tolerance(typed, right):
    question = Question("Mấy ngày?", NUMBER, number="30", tolerance="1")
    assert is_right(drawn(question, Random(1)), [typed]) is right
    assert is_answered(drawn(question, Random(1)), [typed]) is (typed not in ("", "ba"))
