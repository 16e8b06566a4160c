"""Lists of questions as people type them, in Word or anywhere: *Câu 1. … A. … B. … Đáp án: A*.

Aiken is the list without numbers whose right answers stand in lines *ANSWER: A*. Which answers are
right may be told in several ways; where they disagree, and where a line may mean two things,
the question has a fault and nothing is guessed.
"""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from itertools import islice
from sonla.pbgdpl import _
from sonla.pbgdpl.core.typed_text import normalized
from sonla.pbgdpl.options.learning.question_bank.files.questions import Cited
from sonla.pbgdpl.options.learning.question_bank.files.questions import decode
from sonla.pbgdpl.options.learning.question_bank.files.questions import ReadQuestion
from sonla.pbgdpl.options.learning.question_bank.rules import Answer
from sonla.pbgdpl.options.learning.question_bank.rules import filled
from sonla.pbgdpl.options.learning.question_bank.rules import MAX_ANSWERS
from sonla.pbgdpl.options.learning.question_bank.rules import MULTIPLE
from sonla.pbgdpl.options.learning.question_bank.rules import Question
from sonla.pbgdpl.options.learning.question_bank.rules import SHOWN_LETTERS
from sonla.pbgdpl.options.learning.question_bank.rules import SINGLE
from sonla.pbgdpl.texts.word_paragraphs import CAPITALS
from sonla.pbgdpl.texts.word_paragraphs import common_look
from sonla.pbgdpl.texts.word_paragraphs import cut
from sonla.pbgdpl.texts.word_paragraphs import PLAIN
from sonla.pbgdpl.texts.word_paragraphs import Runs
from zope.i18nmessageid import Message

import re

_COUNTED = re.compile(
    r"(Câu(?:\shỏi)?(?:\ssố)?\s(\d{1,4}))\b\s?[.:)/–-]?\s*+", re.IGNORECASE
)
_BARE = re.compile(r"((\d{1,4}))\s?[.:)/](?!\d)\s*+")
_ANSWER = re.compile(r"(\*?)\s?([A-Za-z])\s?[.:)/](?!\w[.)])\s*+")
_APART = re.compile(r"(?<!\s)(?:\t|\s\s)\s*+(?=\*?\s?[A-Za-z]\s?[.:)/])")
"""What parts answers that stand in one line."""
_STAR = re.compile(r"\(?\*\)?\Z")
_RIGHT = re.compile(
    r"\(?(ANSWER|Đáp án(?:\sđúng)?(?:\slà)?|ĐA|Trả lời)\s?(?:[:.]|(?=\s[A-J]\b))\s*+(.*)",
    re.IGNORECASE,
)
_LETTERS = re.compile(
    r"([A-J](?:\s?(?:[,;&+/]|và|\s)\s?[A-J])*)(?![\w])\s*+", re.IGNORECASE
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


@dataclass(frozen=True)
class TypedLine:
    """A line of a list, with its looks."""

    number: int
    runs: Runs
    has_picture: bool = False

    @property
    def text(self) -> str:
        """Its letters."""
        return "".join(text for text, _look in self.runs)


@dataclass
class TypedAnswer:
    """An answer, and what may say that it is right."""

    letter: str
    words: list[str]
    looks: tuple[frozenset[str], frozenset[str]]
    """Of its letter and of its words; a star is one."""


@dataclass
class TypedQuestion:
    """A question while its lines are read; without a line none has begun."""

    line: int = 0
    name: str = ""
    number: int = 0
    words: list[str] = field(default_factory=list)
    answers: list[TypedAnswer] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    """What lines say is right: letters, in their order."""
    is_single: bool = False
    explanation: list[str] = field(default_factory=list)
    faults: list[Message] = field(default_factory=list)
    has_picture: bool = False

    @property
    def next_letters(self) -> str:
        """The letters that an answer may have which follows."""
        return chr(ord(self.answers[-1].letter) + 1) if self.answers else "Aa"

    def unread(self, line: TypedLine) -> None:
        """Note that a line may mean several things."""
        text = line.text.strip()[:SHOWN_LETTERS]
        self.faults.append(filled(MSG_UNREAD, line=line.number, text=text))


def read(data: bytes) -> list[ReadQuestion]:
    """Read the questions of a text."""
    lines = normalized(decode(data)).split("\n")
    return ListReader(
        TypedLine(number, [(text, PLAIN)]) for number, text in enumerate(lines, 1)
    ).read()


class ListReader:
    """Go through the lines of a list; what is told in several ways is compared at its end."""

    def __init__(self, lines: Iterable[TypedLine]) -> None:
        self.lines = [piece for line in lines for piece in pieces(line)]
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
        for one in self.found:
            if numbers[one.number] == 1:
                one.told |= self.key.get(one.number, set())
        return [
            finished(one)
            for at, one in enumerate(self.found)
            if one.line and (at >= first or one.answers)
        ]

    def take(self, line: TypedLine) -> None:
        """Take a line as what it is."""
        text, current = line.text.strip(), self.found[-1]
        if not any(map(str.isalnum, text)):
            self.is_apart = True
        elif not self.takes_key(text):
            self.in_key = False
            if found := self.named(line, text):
                begun = line.number, found[1], int(found[2]), [text[found.end() :]]
                self.found.append(TypedQuestion(*begun))
            elif found := _RIGHT.match(text):
                self.take_right(line, found)
            elif current.answers and _EXPLAINED.match(text):
                current.explanation.append(text)
            elif (
                (found := _ANSWER.match(text))
                and found[2] in current.next_letters
                and current.line
                and not current.told
            ):
                self.take_answer(line, found)
            else:
                self.take_more(line, text)
            self.is_apart = False
        self.found[-1].has_picture |= line.has_picture

    def named(self, line: TypedLine, text: str) -> re.Match[str] | None:
        """Return the number that a question begins with.

        A mere number may also count what a question is about, as long as it has no answers.
        """
        if self.has_names:
            return _COUNTED.match(text)
        found, current = _BARE.match(text), self.found[-1]
        if found and current.number and not current.answers:
            if int(found[2]) != current.number + 1 or current.faults:
                if not current.faults:
                    current.unread(line)
                return None
        return found

    def take_answer(self, line: TypedLine, found: re.Match[str]) -> None:
        """Take an answer; one without words may be a picture."""
        words, stars = _STAR.subn("", found.string[found.end() :])
        letter = common_look(cut(line.runs, *found.span(2)))
        rest = common_look(cut(line.runs, found.end(), len(found.string)))
        looks = letter, rest | ({"*"} if stars or found[1] else PLAIN)
        answer = TypedAnswer(found[2], [words.strip()], looks)
        self.found[-1].answers.append(answer)
        if not words.strip():
            self.found[-1].unread(line)

    def take_right(self, line: TypedLine, found: re.Match[str]) -> None:
        """Take a line that says which answers are right, and perhaps why."""
        current = self.found[-1]
        if not current.line:
            return self.take_more(line, found.string)
        current.is_single = found[1].upper() == "ANSWER"
        letters = _LETTERS.match(found[2])
        if letters is None:
            return current.unread(line) if found[2] else None
        current.told.add(letters_of(letters[1]))
        rest = found[2][letters.end() :].strip(" .:–-")
        repeated = {" ".join(one.words) for one in current.answers}
        if rest.startswith("(") or _EXPLAINED.match(rest):
            current.explanation.append(rest)
        elif rest.strip(")") and rest not in repeated:
            current.unread(line)
        return None

    def take_more(self, line: TypedLine, text: str) -> None:
        """Take a line that nothing marks: it goes on with one before it, or begins something."""
        current = self.found[-1]
        is_over = bool(current.told) or (bool(current.answers) and self.is_apart)
        is_heading = text.isupper() or _HEADING.match(text)
        if is_over and current.number and is_heading:
            self.found.append(TypedQuestion())
        elif not current.line or current.told or (is_over and not current.number):
            if current.explanation and not self.is_apart:
                current.explanation.append(text)
            else:
                self.found.append(TypedQuestion(line.number, words=[text]))
        elif not current.answers:
            current.words.append(text)
        elif current.number and (self.is_apart or not text[0].islower()):
            current.unread(line)
        else:
            current.answers[-1].words.append(text)

    def takes_key(self, text: str) -> bool:
        """Take a line of the key at the end of a list: *1.A 2.C*, or rows of numbers and letters."""
        cells = [cell.strip() for cell in text.split("\t")]
        if _KEY_HEAD.fullmatch(text) and "đáp án" in text.lower():
            self.in_key = True
            return True
        numbers = [cell for cell in cells if re.fullmatch(r"\d{1,4}", cell)]
        letters = [cell for cell in cells if _LETTERS.fullmatch(cell)]
        pairs = _PAIR.findall(text)
        if len(numbers) > 1 and len(numbers) >= len(cells) - 1:
            self.key_numbers = numbers
            return True
        if letters and len(letters) == len(self.key_numbers) >= len(cells) - 1:
            pairs = list(zip(self.key_numbers, letters, strict=True))
        elif len(pairs) < 2 - self.in_key or re.search(r"\w", _PAIR.sub("", text)):
            return False
        for number, one in pairs:
            self.key.setdefault(int(number), set()).add(letters_of(one))
        return True


def letters_of(text: str) -> str:
    """Return the letters that a text names, each once and in order."""
    return "".join(sorted(set(re.findall(r"[A-J]", text.upper()))))


def pieces(line: TypedLine) -> Iterator[TypedLine]:
    """Part a line at wide gaps before the letters of answers."""
    text = line.text
    gaps = list(islice(_APART.finditer(text), MAX_ANSWERS))
    starts = [len(text) - len(text.lstrip()), *(gap.end() for gap in gaps)]
    ends = [*(gap.start() for gap in gaps), len(text)]
    for start, end in zip(starts, ends, strict=True):
        yield replace(line, runs=cut(line.runs, start, end))


def told_by_looks(answers: list[TypedAnswer]) -> Iterator[str]:
    """Yield which answers differ from the others by what all of one looks like."""
    for looks in zip(*(one.looks for one in answers), strict=True):
        for look in frozenset().union(*looks) - {CAPITALS}:
            pairs = zip(answers, looks, strict=True)
            letters = "".join(one.letter for one, its in pairs if look in its)
            if len(letters) < len(answers):
                yield letters_of(letters)


def finished(one: TypedQuestion) -> ReadQuestion:
    """Return what was read of a question, with what keeps it from being clear."""
    told = one.told | set(told_by_looks(one.answers))
    letters = {answer.letter.upper() for answer in one.answers}
    right = next(iter(told)) if len(told) == 1 else ""
    if not told:
        one.faults.append(MSG_NO_RIGHT)
    if len(told) > 1:
        one.faults.append(filled(MSG_DISAGREE, answers="; ".join(sorted(told))))
    one.faults += [
        filled(MSG_UNKNOWN_LETTER, letter=letter)
        for letter in right
        if letter not in letters
    ]
    question = Question(
        "\n".join(filter(None, one.words)),
        MULTIPLE if len(right) > 1 and not one.is_single else SINGLE,
        tuple(
            Answer(" ".join(answer.words), answer.letter.upper() in right)
            for answer in one.answers
        ),
        explanation="\n".join(one.explanation),
    )
    return ReadQuestion(
        one.line,
        question,
        faults=tuple(one.faults),
        name=one.name,
        has_picture=one.has_picture,
    )


def write(questions: Iterator[tuple[Question, tuple[Cited, ...]]]) -> bytes:
    """Write the questions that have one right answer, as Aiken."""
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
