"""Aiken: a question, its answers from A, and the letter of the right one; nothing else."""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.options.learning.question_bank.files.questions import blocks
from sonla.pbgdpl.options.learning.question_bank.files.questions import Cited
from sonla.pbgdpl.options.learning.question_bank.files.questions import decode
from sonla.pbgdpl.options.learning.question_bank.files.questions import MAX_LINES
from sonla.pbgdpl.options.learning.question_bank.files.questions import ReadQuestion
from sonla.pbgdpl.options.learning.question_bank.rules import Answer
from sonla.pbgdpl.options.learning.question_bank.rules import filled
from sonla.pbgdpl.options.learning.question_bank.rules import Question
from sonla.pbgdpl.options.learning.question_bank.rules import SINGLE

import re

_ANSWER = re.compile(r"([A-Z])[.)]\s+(.*)")
_RIGHT = re.compile(r"ANSWER:\s*(.*)", re.IGNORECASE)
MSG_NO_RIGHT = _(
    "msg_bank_aiken_no_right",
    default="The line “ANSWER: …” is missing at the end of the question.",
)
MSG_UNKNOWN_LETTER = _(
    "msg_bank_aiken_letter",
    default="“ANSWER: ${letter}”: there is no answer with that letter.",
)


def read(data: bytes) -> Iterator[ReadQuestion]:
    """Yield the questions of a file; an empty line inside of one is no end."""
    start, kept = 0, list[str]()
    for first, lines in blocks(decode(data)):
        if not goes_on(kept, lines):
            yield from questions_in(start, kept)
            kept = []
        start = start if kept else first
        kept = [*kept, *lines]
    yield from questions_in(start, kept)


def goes_on(kept: list[str], lines: list[str]) -> bool:
    """Return whether a block goes on with the question before it."""
    if not kept or _RIGHT.fullmatch(kept[-1].strip()) or len(kept) > MAX_LINES:
        return not kept
    has_answers = any(_ANSWER.fullmatch(line.strip()) for line in kept)
    first = lines[0].strip()
    return bool(_ANSWER.fullmatch(first) or _RIGHT.fullmatch(first) or not has_answers)


def questions_in(first: int, lines: list[str]) -> Iterator[ReadQuestion]:
    """Yield the questions of a block; each ends with its ANSWER."""
    part: list[str] = []
    start = first
    for number, line in enumerate(lines, start=first):
        if found := _RIGHT.fullmatch(line.strip()):
            yield question_of(start, part, found.group(1))
            part, start = [], number + 1
        else:
            part.append(line)
    if part:
        yield question_of(start, part, "")


def question_of(first: int, lines: list[str], letters: str) -> ReadQuestion:
    """Make a question of its lines; a line that begins with no letter goes on."""
    text: list[str] = []
    answers: dict[str, list[str]] = {}
    for line in lines:
        found = _ANSWER.fullmatch(line.strip())
        expected = chr(ord("A") + len(answers))
        if found and found.group(1) == expected:
            answers[expected] = [found.group(2).strip()]
        elif answers:
            answers[max(answers)].append(line.strip())
        else:
            text.append(line.strip())
    right = re.findall(r"\w+", letters.upper())
    faults = [MSG_NO_RIGHT] if not right else []
    faults += [
        filled(MSG_UNKNOWN_LETTER, letter=letter)
        for letter in right
        if letter not in answers
    ]
    question = Question(
        "\n".join(text),
        SINGLE,
        tuple(
            Answer(" ".join(words), letter in right)
            for letter, words in answers.items()
        ),
    )
    return ReadQuestion(first, question, faults=tuple(faults))


def write(questions: Iterator[tuple[Question, tuple[Cited, ...]]]) -> bytes:
    """Write the questions that have one right answer."""
    texts = [text_of(one) for one, _cited in questions if one.kind == SINGLE]
    return "\n".join(texts).encode("utf-8")


def text_of(question: Question) -> str:
    """Write one question."""
    lines = [" ".join(question.text.split())]
    right = ""
    for at, answer in enumerate(question.answers):
        letter = chr(ord("A") + at)
        lines.append(f"{letter}. {' '.join(answer.text.split())}")
        right = letter if answer.is_right else right
    return "\n".join([*lines, f"ANSWER: {right}", ""])
