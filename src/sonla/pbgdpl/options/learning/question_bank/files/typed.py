"""Lists of questions as people type them, in Word or anywhere: *Câu 1. … A. … B. … Đáp án: A*.

Aiken is the list without numbers whose right answers stand in lines *ANSWER: A*. Which answers are
right may be told in several ways; where they disagree, and where a line may mean two things,
the question has a fault and nothing is guessed.
"""

from collections import Counter
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from sonla.pbgdpl import _
from sonla.pbgdpl.core.typed_text import normalized
from sonla.pbgdpl.options.learning.question_bank.files.questions import Cited
from sonla.pbgdpl.options.learning.question_bank.files.questions import decode
from sonla.pbgdpl.options.learning.question_bank.files.questions import ReadQuestion
from sonla.pbgdpl.options.learning.question_bank.rules import Answer
from sonla.pbgdpl.options.learning.question_bank.rules import filled
from sonla.pbgdpl.options.learning.question_bank.rules import MULTIPLE
from sonla.pbgdpl.options.learning.question_bank.rules import Question
from sonla.pbgdpl.options.learning.question_bank.rules import SHOWN_LETTERS
from sonla.pbgdpl.options.learning.question_bank.rules import SINGLE
from sonla.pbgdpl.texts.word_paragraphs import CAPITALS
from sonla.pbgdpl.texts.word_paragraphs import common_look
from sonla.pbgdpl.texts.word_paragraphs import Look
from sonla.pbgdpl.texts.word_paragraphs import PICTURE
from string import ascii_uppercase as LETTERS
from typing import Any
from zope.i18nmessageid import Message

import re

_ENDS = re.compile(
    r"(?:\A|[\n\v])[^\S\n]*+|(?<!\s)(?:\t|[^\S\n]{2})[^\S\n]*+(?=\*?\s?[A-Za-z]\s?[.:)/])|\Z"
)
_COUNTED = re.compile(
    r"(Câu(?:\shỏi)?(?:\ssố)?\s(\d{1,4}))\b\s?[.:)/–-]?\s*+", re.IGNORECASE
)
_BARE = re.compile(r"((\d{1,4}))\s?[.:)/](?!\d)\s*+")
_ANSWER = re.compile(r"(\*?)\s?([A-Za-z])\s?[.:)/](?!\w[.)])\s*+")
_STAR = re.compile(r"\(?\*\)?\Z")
_LETTERS = re.compile(r"[A-J](?:\s?(?:[,;&+/]|và|\s)\s?[A-J])*(?!\w)", re.IGNORECASE)
_RIGHT = re.compile(
    r"\(?(ANSWER|Đáp án(?:\sđúng)?(?:\slà)?|ĐA|Trả lời)\s?(?:[:.]|(?=\s[A-J]\b))\s*+"
    rf"({_LETTERS.pattern})?[\s.:–-]*+(.*)",
    re.IGNORECASE,
)
_EXPLAINED = re.compile(
    r"\(?(?:Giải thích|Căn cứ|Cơ sở pháp lý|Gợi ý)\b", re.IGNORECASE
)
_HEADING = re.compile(r"(?:Phần|Chương|Mục|Chủ đề|[IVX]+)\b")
_KEY_HEAD = re.compile(
    r"(?:(?:bảng|câu|hỏi|số|stt|tt|đáp án|đúng)[\s:.]*+)+", re.IGNORECASE
)
_PAIR = re.compile(
    r"(?:Câu\s)?(\d{1,4})\s?[.:)\s–-]?\s?([A-J](?:\s?[,&]\s?[A-J])*)\b", re.IGNORECASE
)
MSG_NO_RIGHT = _(
    "msg_bank_aiken_no_right",
    default="Nothing tells which answer is right, such as a line “Đáp án: A” below the answers.",
)
MSG_UNKNOWN_LETTER = _(
    "msg_bank_aiken_letter",
    default="“${letter}” is called right, but there is no answer with that letter.",
)
MSG_DISAGREE = _(
    "msg_bank_typed_disagree",
    default="Which answer is right is told in several ways that disagree: ${answers}.",
)
MSG_UNREAD = _(
    "msg_bank_typed_unread",
    default="It isn't clear what line ${line} belongs to: “${text}”.",
)
MSG_PICTURE = _(
    "msg_bank_typed_picture",
    default="A picture or a formula stands in it, which can't be taken in. Say it in words.",
)


@dataclass(frozen=True)
class TypedLine:
    """A line of a list, or a part of one; without looks its letters are plain."""

    number: int
    text: str
    looks: Sequence[Look]


@dataclass
class TypedQuestion:
    """A question while its lines are read; without a line none has begun."""

    line: int = 0
    name: str = ""
    number: int = 0
    words: list[str] = field(default_factory=list)
    answers: list[list[str]] = field(default_factory=list)
    marks: dict[Any, str] = field(default_factory=lambda: defaultdict(str))
    """A star, or what a letter or an answer looks like, and the letters of which that is true."""
    told: set[str] = field(default_factory=set)
    """What lines say is right: letters, in their order."""
    is_single: bool = False
    explanation: list[str] = field(default_factory=list)
    faults: list[Message] = field(default_factory=list)

    def unread(self, line: TypedLine) -> None:
        """Note that a line may mean several things."""
        self.faults.append(
            filled(MSG_UNREAD, line=line.number, text=line.text[:SHOWN_LETTERS])
        )


def read(data: bytes) -> list[ReadQuestion]:
    """Read the questions of a text."""
    return ListReader(normalized(decode(data))).read()


def lines_of(text: str, looks: Sequence[Look]) -> Iterator[TypedLine]:
    """Yield the lines; answers that stand in one are parted."""
    number, start = 1, 0
    for end in _ENDS.finditer(text):
        here = slice(start, end.start())
        yield TypedLine(number, text[here].rstrip(), looks[here])
        start, number = end.end(), number + end[0].startswith("\n")


class ListReader:
    """Go through the lines of a list; what is told in several ways is compared at its end."""

    def __init__(self, text: str, looks: Sequence[Look] = ()) -> None:
        self.lines = list(lines_of(text, looks))
        self.has_names = any(_COUNTED.match(line.text) for line in self.lines)
        self.found = [TypedQuestion()]
        self.is_apart = self.in_key = False
        self.key: dict[int, set[str]] = {}
        self.key_numbers: list[str] = []

    def read(self) -> list[ReadQuestion]:
        """Return the questions; what stands above the first number is a title."""
        for line in self.lines:
            self.take(line)
        first = next((at for at, one in enumerate(self.found) if one.number), 0)
        numbers = Counter(one.number for one in self.found)
        keyed = {
            number: told for number, told in self.key.items() if numbers[number] == 1
        }
        return [
            finished(one, keyed.get(one.number, ()))
            for at, one in enumerate(self.found)
            if one.line and (at >= first or one.answers)
        ]

    def take(self, line: TypedLine) -> None:
        """Take a line as what it is."""
        text, current = line.text, self.found[-1]
        if not any(map(str.isalnum, text)):
            self.is_apart = True
        elif not self.takes_key(text):
            self.in_key = False
            if found := self.named(line):
                self.found.append(
                    TypedQuestion(
                        line.number, found[1], int(found[2]), [text[found.end() :]]
                    )
                )
            elif current.line and (found := _RIGHT.match(text)):
                self.take_right(line, found)
            elif current.answers and _EXPLAINED.match(text):
                current.explanation.append(text)
            elif (
                current.line
                and not current.told
                and (found := _ANSWER.match(text))
                and found[2].upper() == chr(ord("A") + len(current.answers))
            ):
                self.take_answer(line, found)
            else:
                self.take_more(line)
            self.is_apart = False
        if PICTURE in text:
            self.found[-1].faults.append(MSG_PICTURE)

    def named(self, line: TypedLine) -> re.Match[str] | None:
        """Return the number that a question begins with.

        A mere number may also count what a question is about, as long as it has no answers.
        """
        if self.has_names:
            return _COUNTED.match(line.text)
        found, current = _BARE.match(line.text), self.found[-1]
        if (
            found
            and current.number
            and not current.answers
            and (current.faults or int(found[2]) != current.number + 1)
        ):
            current.unread(line)
            return None
        return found

    def take_answer(self, line: TypedLine, found: re.Match[str]) -> None:
        """Take an answer; one without words may be a picture."""
        current, letter = self.found[-1], found[2].upper()
        words, stars = _STAR.subn("", line.text[found.end() :])
        for part in slice(*found.span(2)), slice(found.end(), None):
            for look in common_look(line.text[part], line.looks[part]) - {CAPITALS}:
                current.marks[part.stop is None, look] += letter
        if stars or found[1]:
            current.marks["*"] += letter
        current.answers.append([words.strip()])
        if not words.strip():
            current.unread(line)

    def take_right(self, line: TypedLine, found: re.Match[str]) -> None:
        """Take a line that says which answers are right, and perhaps why."""
        word, letters, rest = found.groups()
        current = self.found[-1]
        current.is_single = word.upper() == "ANSWER"
        if letters:
            current.told.add(letters_of(letters))
        if rest.startswith("(") or _EXPLAINED.match(rest):
            current.explanation.append(rest)
        elif rest.rstrip(".)") not in (
            "",
            *(" ".join(words).rstrip(".)") for words in current.answers),
        ):
            current.unread(line)

    def take_more(self, line: TypedLine) -> None:
        """Take a line that nothing marks: it goes on with one before it, or begins something."""
        text, current = line.text, self.found[-1]
        is_over = bool(current.told) or (bool(current.answers) and self.is_apart)
        if is_over and current.number and (text.isupper() or _HEADING.match(text)):
            self.found.append(TypedQuestion())
        elif current.explanation and not self.is_apart:
            current.explanation.append(text)
        elif not current.line or current.told or (is_over and not current.number):
            self.found.append(TypedQuestion(line.number, words=[text]))
        elif not current.answers:
            current.words.append(text)
        elif current.number and (self.is_apart or not text[0].islower()):
            current.unread(line)
        else:
            current.answers[-1].append(text)

    def takes_key(self, text: str) -> bool:
        """Take a line of the key at the end of a list: *1.A 2.C*, or rows of numbers and letters."""
        cells = [
            cell.strip() for cell in text.split("\t") if not _KEY_HEAD.fullmatch(cell)
        ]
        if not cells and "đáp án" in text.lower():
            self.in_key = True
            return True
        if len(cells) > 1 and all(map(str.isdecimal, cells)):
            self.key_numbers = cells
            return True
        if len(cells) == len(self.key_numbers) and all(map(_LETTERS.fullmatch, cells)):
            named = (",".join(letters_of(cell)) for cell in cells)
            text = " ".join(map(".".join, zip(self.key_numbers, named, strict=True)))
        pairs = _PAIR.findall(text)
        if len(pairs) < 2 - self.in_key or re.search(r"\w", _PAIR.sub("", text)):
            return False
        for number, letters in pairs:
            self.key.setdefault(int(number), set()).add(letters_of(letters))
        return True


def letters_of(text: str) -> str:
    """Return the letters that a text names, each once and in order."""
    return "".join(sorted(set(re.findall(r"[A-J]", text.upper()))))


def finished(one: TypedQuestion, in_key: Iterable[str]) -> ReadQuestion:
    """Return what was read of a question, with what keeps it from being clear.

    A mark tells which answers are right where others lack it.
    """
    marked = {one.marks[mark] for mark in one.marks} - {LETTERS[: len(one.answers)]}
    told = one.told.union(in_key, marked)
    right = told.pop() if len(told) == 1 else ""
    if told:
        one.faults.append(filled(MSG_DISAGREE, answers="; ".join(sorted(told))))
    elif not right:
        one.faults.append(MSG_NO_RIGHT)
    elif unknown := right.lstrip(LETTERS[: len(one.answers)]):
        one.faults.append(filled(MSG_UNKNOWN_LETTER, letter=unknown))
    question = Question(
        "\n".join(filter(None, one.words)),
        MULTIPLE if len(right) > 1 and not one.is_single else SINGLE,
        tuple(
            Answer(" ".join(words), letter in right)
            for letter, words in zip(LETTERS, one.answers, strict=False)
        ),
        explanation="\n".join(one.explanation),
    )
    return ReadQuestion(one.line, question, faults=tuple(one.faults), name=one.name)


def write(questions: Iterator[tuple[Question, tuple[Cited, ...]]]) -> bytes:
    """Write the questions that have one right answer, as Aiken."""
    texts = [text_of(one) for one, _cited in questions if one.kind == SINGLE]
    return "\n".join(texts).encode("utf-8")


def text_of(question: Question) -> str:
    """Write one question."""
    answers = list(zip(LETTERS, question.answers, strict=False))
    lines = [f"{letter}. {' '.join(one.text.split())}" for letter, one in answers]
    right = "".join(letter for letter, one in answers if one.is_right)
    return "\n".join([" ".join(question.text.split()), *lines, f"ANSWER: {right}", ""])
