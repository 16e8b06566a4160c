"""What a question of a bank must be, how a test is drawn and how it is marked.

Nothing here asks Plone, so that every rule is tested by itself.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import dataclass
from decimal import Decimal
from decimal import InvalidOperation
from random import Random
from sonla.pbgdpl import _
from typing import Any
from zope.i18nmessageid import Message

import re

SINGLE, MULTIPLE, TRUE_FALSE, NUMBER = "single", "multiple", "true_false", "number"
KINDS = {
    SINGLE: _("bank_kind_single", default="One right answer"),
    MULTIPLE: _("bank_kind_multiple", default="Several right answers"),
    TRUE_FALSE: _("bank_kind_true_false", default="True or false"),
    NUMBER: _("bank_kind_number", default="A number"),
}
CHOOSING = (SINGLE, MULTIPLE)
"""Kinds whose answers are written by the author."""
TRUE, FALSE = "true", "false"
TRUTHS = {
    TRUE: _("bank_statement_true", default="True"),
    FALSE: _("bank_statement_false", default="False"),
}
EASY, MEDIUM, HARD = "easy", "medium", "hard"
DIFFICULTIES = {
    EASY: _("bank_difficulty_easy", default="Easy"),
    MEDIUM: _("bank_difficulty_medium", default="Medium"),
    HARD: _("bank_difficulty_hard", default="Hard"),
}
MIN_ANSWERS, MAX_ANSWERS = 2, 10
MAX_TEXT, MAX_ANSWER = 2000, 500

MSG_FEW_ANSWERS = _(
    "msg_bank_few_answers", default="Write at least two answers to choose from."
)
MSG_MANY_ANSWERS = _(
    "msg_bank_many_answers",
    default="${count} answers are too many: keep at most ${most}.",
)
MSG_SAME_ANSWERS = _(
    "msg_bank_same_answers",
    default="The answer “${answer}” stands there twice. Each answer must differ from the others.",
)
MSG_NONE_RIGHT = _(
    "msg_bank_none_right", default="No answer is marked as right. Mark one."
)
MSG_SEVERAL_RIGHT = _(
    "msg_bank_several_right",
    default="${count} answers are marked as right, but the question has the kind “One right answer”. Mark one, or choose “Several right answers”.",
)
MSG_NO_TRUTH = _(
    "msg_bank_no_truth", default="Say whether the statement is true or false."
)
MSG_NO_NUMBER = _(
    "msg_bank_no_number", default="Type the number that is the right answer."
)
MSG_BAD_NUMBER = _(
    "msg_bank_bad_number",
    default="“${value}” is no number. Type it in digits, such as 30 or 12,5.",
)
MSG_NO_TEXT = _("msg_bank_no_text", default="The question has no text.")
MSG_LONG_TEXT = _(
    "msg_bank_long_text",
    default="The question has ${count} letters; ${most} are the most.",
)
MSG_LONG_ANSWER = _(
    "msg_bank_long_answer",
    default="The answer “${answer}…” has ${count} letters; ${most} are the most.",
)
SHOWN_LETTERS = 40
"""Letters of an answer that a message quotes."""


@dataclass(frozen=True)
class Answer:
    """One answer to choose, as its author wrote it."""

    text: str
    is_right: bool = False


@dataclass(frozen=True)
class Question:
    """One question of a bank, whatever stores it."""

    text: str
    kind: str = SINGLE
    answers: tuple[Answer, ...] = ()
    truth: str = ""
    number: str = ""
    tolerance: str = ""
    explanation: str = ""
    citations: tuple[str, ...] = ()
    """Article and document of each citation, in words."""
    legal_fields: tuple[str, ...] = ()
    difficulty: str = ""
    uid: str = ""

    @property
    def right(self) -> tuple[Answer, ...]:
        """The answers that are marked as right."""
        return tuple(answer for answer in self.answers if answer.is_right)


def faults(question: Question) -> Iterator[Message]:
    """Yield why a question can't be asked, in words for its author."""
    if not question.text.strip():
        yield MSG_NO_TEXT
    if len(question.text) > MAX_TEXT:
        yield filled(MSG_LONG_TEXT, count=len(question.text), most=MAX_TEXT)
    if question.kind in CHOOSING:
        yield from faults_of_answers(question)
    elif question.kind == TRUE_FALSE and question.truth not in TRUTHS:
        yield MSG_NO_TRUTH
    elif question.kind == NUMBER:
        yield from faults_of_number(question)


def faults_of_answers(question: Question) -> Iterator[Message]:
    """Yield what is wrong with answers to choose from."""
    answers = [answer.text.strip() for answer in question.answers]
    if len(answers) < MIN_ANSWERS:
        yield MSG_FEW_ANSWERS
    if len(answers) > MAX_ANSWERS:
        yield filled(MSG_MANY_ANSWERS, count=len(answers), most=MAX_ANSWERS)
    seen: set[str] = set()
    for answer in answers:
        if answer.casefold() in seen:
            yield filled(MSG_SAME_ANSWERS, answer=answer[:SHOWN_LETTERS])
        if len(answer) > MAX_ANSWER:
            yield filled(
                MSG_LONG_ANSWER,
                answer=answer[:SHOWN_LETTERS],
                count=len(answer),
                most=MAX_ANSWER,
            )
        seen.add(answer.casefold())
    if not question.right:
        yield MSG_NONE_RIGHT
    if question.kind == SINGLE and len(question.right) > 1:
        yield filled(MSG_SEVERAL_RIGHT, count=len(question.right))


def faults_of_number(question: Question) -> Iterator[Message]:
    """Yield what is wrong with the number and its tolerance."""
    if not question.number.strip():
        yield MSG_NO_NUMBER
    for typed in (question.number, question.tolerance):
        if typed.strip() and read_number(typed) is None:
            yield filled(MSG_BAD_NUMBER, value=typed[:SHOWN_LETTERS])


def filled(message: Message, **facts: Any) -> Message:
    """Return a message with its facts."""
    return Message(message, mapping={name: str(fact) for name, fact in facts.items()})


_NUMBER = re.compile(r"([-+]?)(\d[\d.,\s]*)")
_GROUPED = re.compile(r"[1-9]\d{0,2}([.,\s])\d{3}(\1\d{3})*")
MAX_DIGITS = 30


def read_number(typed: str) -> Decimal | None:
    """Read a number as people type it: 30, 1.500.000, 12,5, 30 ngày; None for anything else.

    Groups of three digits are thousands, as they are in Vietnam.
    """
    found = _NUMBER.match(typed.strip())
    if found is None or len(typed) > MAX_DIGITS * 2:
        return None
    sign, digits = found.group(1), found.group(2).strip().rstrip(".,")
    if _GROUPED.fullmatch(digits):
        digits = re.sub(r"\D", "", digits)
    elif len(re.findall(r"[.,]", digits)) > 1 or re.search(r"\d\s+\d", digits):
        return None
    try:
        return Decimal(sign + digits.replace(",", "."))
    except InvalidOperation:
        return None


@dataclass(frozen=True)
class DrawnQuestion:
    """A question as it was drawn for one person: all that marking it will need.

    What happens to the bank later doesn't change it. `right` and what follows must not reach the
    page before it is marked.
    """

    uid: str
    kind: str
    text: str
    answers: tuple[str, ...] = ()
    """In the order in which this person sees them."""
    right: tuple[int, ...] = ()
    """Places of the right ones in that order, from 0."""
    number: str = ""
    tolerance: str = ""
    explanation: str = ""
    citations: tuple[str, ...] = ()

    def stored(self) -> dict[str, Any]:
        """Return it as plain values, for the database."""
        return asdict(self)

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "DrawnQuestion":
        """Make it of what `stored` returned; keys of another version are left out."""
        facts: dict[str, Any] = {
            name: tuple(stored[name])
            if isinstance(stored[name], list)
            else stored[name]
            for name in cls.__annotations__
            if name in stored
        }
        return cls(**facts)


def drawn(question: Question, random: Random) -> DrawnQuestion:
    """Put the answers of a question into an order of their own."""
    answers = list(question.answers) if question.kind in CHOOSING else []
    random.shuffle(answers)
    right = tuple(at for at, answer in enumerate(answers) if answer.is_right)
    if question.kind == TRUE_FALSE:
        right = (list(TRUTHS).index(question.truth),)
    return DrawnQuestion(
        question.uid,
        question.kind,
        question.text,
        tuple(answer.text for answer in answers),
        right,
        question.number if question.kind == NUMBER else "",
        question.tolerance if question.kind == NUMBER else "",
        question.explanation,
        question.citations,
    )


def is_answered(question: DrawnQuestion, given: Iterable[str]) -> bool:
    """Return whether anything was chosen or typed that is an answer at all."""
    if question.kind == NUMBER:
        return any(read_number(one) is not None for one in given)
    return bool(places(question, given))


def is_right(question: DrawnQuestion, given: Iterable[str]) -> bool:
    """Mark an answer: of several right ones all must be chosen, and no other.

    `given` has what the form sent: places in the order of this person, or the number as typed.
    """
    if question.kind != NUMBER:
        return places(question, given) == set(question.right)
    typed = next(iter(given), "")
    number, wanted = read_number(typed), read_number(question.number)
    if number is None or wanted is None:
        return False
    return abs(number - wanted) <= (read_number(question.tolerance) or 0)


def places(question: DrawnQuestion, given: Iterable[str]) -> set[int]:
    """Return the places that were chosen; what is none is left out."""
    count = len(TRUTHS) if question.kind == TRUE_FALSE else len(question.answers)
    known = {str(at): at for at in range(count)}
    return {known[one] for one in given if one in known}
