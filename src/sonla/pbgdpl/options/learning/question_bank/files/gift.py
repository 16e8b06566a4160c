"""GIFT: questions as text, with their answers in braces."""

from collections.abc import Iterator
from dataclasses import replace
from sonla.pbgdpl import _
from sonla.pbgdpl.core.html import plain_lines
from sonla.pbgdpl.options.learning.question_bank.files.questions import blocks
from sonla.pbgdpl.options.learning.question_bank.files.questions import Cited
from sonla.pbgdpl.options.learning.question_bank.files.questions import decode
from sonla.pbgdpl.options.learning.question_bank.files.questions import kind_refused
from sonla.pbgdpl.options.learning.question_bank.files.questions import MAX_LETTERS
from sonla.pbgdpl.options.learning.question_bank.files.questions import read_tags
from sonla.pbgdpl.options.learning.question_bank.files.questions import ReadQuestion
from sonla.pbgdpl.options.learning.question_bank.files.questions import tags_of
from sonla.pbgdpl.options.learning.question_bank.files.questions import too_long
from sonla.pbgdpl.options.learning.question_bank.rules import Answer
from sonla.pbgdpl.options.learning.question_bank.rules import FALSE
from sonla.pbgdpl.options.learning.question_bank.rules import MULTIPLE
from sonla.pbgdpl.options.learning.question_bank.rules import NUMBER
from sonla.pbgdpl.options.learning.question_bank.rules import Question
from sonla.pbgdpl.options.learning.question_bank.rules import read_number
from sonla.pbgdpl.options.learning.question_bank.rules import SINGLE
from sonla.pbgdpl.options.learning.question_bank.rules import TRUE
from sonla.pbgdpl.options.learning.question_bank.rules import TRUE_FALSE

import re

_TITLE = re.compile(r"\s*::(?:\\.|[^\\])*?::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_TAG = re.compile(r"\[tag:((?:\\.|[^\\\]])*+)(\]|\\?\Z)")
"""A tag, or what is left of a line in which none ends: it is not looked for again."""
_ANSWERS = re.compile(r"(?<!\\)\{((?:\\.|[^\\{}])*)\}", re.DOTALL)
_PART = re.compile(r"(?<!\\)([=~])")
_WEIGHT = re.compile(r"\s*%(-?\d+(?:\.\d+)?)%")
_TRUTHS = {"T": TRUE, "TRUE": TRUE, "F": FALSE, "FALSE": FALSE}
GAP = "_____"
"""Stands where the answer belongs, when text goes on behind it."""
MSG_NO_BRACES = _(
    "msg_bank_gift_no_braces",
    default="The answers in braces { } are missing, or a brace is not closed.",
)


def read(data: bytes) -> Iterator[ReadQuestion]:
    """Yield the questions of a file; comments and categories are none."""
    for first, lines in blocks(decode(data)):
        comments = [line for line in lines if line.lstrip().startswith("//")]
        kept = [
            line for line in lines if not line.lstrip().startswith(("//", "$CATEGORY"))
        ]
        if not kept:
            continue
        start = first + lines.index(kept[0])
        found = read_one(start, "\n".join(kept))
        facts, cited = read_tags(
            unescaped(tag[1])
            for line in comments
            for tag in _TAG.finditer(line)
            if tag[2] == "]"
        )
        yield replace(found, question=replace(found.question, **facts), cited=cited)


def read_one(line: int, source: str) -> ReadQuestion:
    """Read one question."""
    if len(source) > MAX_LETTERS:
        return too_long(line, source)
    is_html = False
    if title := _TITLE.match(source):
        source = source[title.end() :]
    if written := _FORMAT.match(source):
        is_html = written[1].lower() == "html"
        source = source[written.end() :]
    braces = _ANSWERS.search(source)
    if braces is None:
        return ReadQuestion(
            line, Question(words(source, is_html=is_html)), faults=(MSG_NO_BRACES,)
        )
    before, after = source[: braces.start()].rstrip(), source[braces.end() :].strip()
    text = f"{before} {GAP} {after}" if after else before
    inside, explanation = split_feedback(braces.group(1))
    question = Question(
        words(text, is_html=is_html), explanation=words(explanation, is_html=is_html)
    )
    return answered(line, question, inside.strip(), is_html=is_html)


def split_feedback(inside: str) -> tuple[str, str]:
    """Part the answers from what is said of the question as a whole."""
    parts = re.split(r"(?<!\\)####", inside, maxsplit=1)
    return parts[0], parts[1] if len(parts) > 1 else ""


def answered(
    line: int, question: Question, inside: str, *, is_html: bool
) -> ReadQuestion:
    """Add the answers that stand in braces."""
    if inside.startswith("#"):
        number, tolerance = read_range(inside[1:])
        return ReadQuestion(
            line, replace(question, kind=NUMBER, number=number, tolerance=tolerance)
        )
    truth = re.split(r"(?<!\\)#", inside, maxsplit=1)[0].strip().upper()
    if truth in _TRUTHS:
        return ReadQuestion(
            line, replace(question, kind=TRUE_FALSE, truth=_TRUTHS[truth])
        )
    answers, is_weighted = read_answers(inside, is_html=is_html)
    if not answers:
        return kind_refused(line, question.text, "essay")
    if all(answer.is_right and "->" in answer.text for answer in answers):
        return kind_refused(line, question.text, "matching")
    if all(answer.is_right for answer in answers) and not is_weighted:
        return short_answer(line, question, answers)
    kind = MULTIPLE if is_weighted else SINGLE
    return ReadQuestion(line, replace(question, kind=kind, answers=tuple(answers)))


def read_answers(inside: str, *, is_html: bool) -> tuple[list[Answer], bool]:
    """Read answers to choose from, and whether shares of them make several right."""
    parts = _PART.split(inside)
    answers: list[Answer] = []
    is_weighted = False
    for sign, source in zip(parts[1::2], parts[2::2], strict=True):
        said = re.split(r"(?<!\\)#", source, maxsplit=1)[0]
        is_right = sign == "="
        if weight := _WEIGHT.match(said):
            share = float(weight.group(1))
            is_right = share > 0
            is_weighted = is_weighted or 0 < share < 100
            said = said[weight.end() :]
        answers.append(Answer(words(said, is_html=is_html), is_right))
    return answers, is_weighted


def short_answer(line: int, question: Question, answers: list[Answer]) -> ReadQuestion:
    """Read a question whose answer is typed: a number, or nothing that a bank knows."""
    if len(answers) == 1 and read_number(answers[0].text) is not None:
        number = answers[0].text
        return ReadQuestion(line, replace(question, kind=NUMBER, number=number))
    return kind_refused(line, question.text, "short answer")


def read_range(source: str) -> tuple[str, str]:
    """Read 30, 30:1, 29..31 or =30:1 as a number and how far an answer may be off."""
    said = re.split(r"(?<!\\)#", source.strip().lstrip("=~"), maxsplit=1)[0].strip()
    if weight := _WEIGHT.match(said):
        said = said[weight.end() :]
    if ".." in said:
        low, high = (read_number(part) for part in said.split("..", 1))
        if low is None or high is None:
            return said, ""
        return str((low + high) / 2), str(abs(high - low) / 2)
    number, _colon, tolerance = said.partition(":")
    return number.strip(), tolerance.strip()


def words(source: str, *, is_html: bool) -> str:
    """Return text as people read it."""
    text = unescaped(source).strip()
    return "\n".join(plain_lines(text)) if is_html else text


def unescaped(source: str) -> str:
    """Take the backslashes away that keep signs from their meaning."""
    return re.sub(r"\\(.)", lambda one: "\n" if one[1] == "n" else one[1], source)


def escaped(text: str) -> str:
    """Keep signs from their meaning; a line of its own ends no question."""
    text = re.sub(r"([~=#{}:\\\]]|^%)", r"\\\1", text.strip())
    return re.sub(r"\n+", r"\\n", text)


def write(questions: Iterator[tuple[Question, tuple[Cited, ...]]]) -> bytes:
    """Write all questions; what the format has no place for stands in tags."""
    texts = [text_of(question, cited) for question, cited in questions]
    return "\n".join(texts).encode("utf-8")


def text_of(question: Question, cited: tuple[Cited, ...]) -> str:
    """Write one question."""
    tags = " ".join(f"[tag:{escaped(tag)}]" for tag in tags_of(question, cited))
    lines = [f"// {tags}"] if tags else []
    inside = answers_of(question)
    if question.explanation:
        inside += f" ####{escaped(question.explanation)}"
    text = escaped(question.text)
    guard = "\\" if text.startswith(("//", "$", "[")) else ""
    return "\n".join([*lines, f"{guard}{text} {{{inside}}}", ""])


def answers_of(question: Question) -> str:
    """Write what stands in braces."""
    if question.kind == TRUE_FALSE:
        return "TRUE" if question.truth == TRUE else "FALSE"
    if question.kind == NUMBER:
        number = read_number(question.number)
        off = read_number(question.tolerance)
        return f"#{number}" if off is None else f"#{number}:{off}"
    return " ".join(answer_of(question, answer) for answer in question.answers)


def answer_of(question: Question, answer: Answer) -> str:
    """Write one answer; shares of several right ones make up the whole."""
    if question.kind == SINGLE:
        return f"{'=' if answer.is_right else '~'}{escaped(answer.text)}"
    share = f"{100 / max(len(question.right), 1):.5f}".rstrip("0").rstrip(".")
    weight = f"%{share}%" if answer.is_right else "%-100%"
    return f"~{weight}{escaped(answer.text)}"
