"""What is read of a file of questions, before anything of it is stored."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from itertools import islice
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.options.learning.question_bank.rules import DIFFICULTIES
from sonla.pbgdpl.options.learning.question_bank.rules import filled
from sonla.pbgdpl.options.learning.question_bank.rules import MAX_TEXT
from sonla.pbgdpl.options.learning.question_bank.rules import MSG_LONG_TEXT
from sonla.pbgdpl.options.learning.question_bank.rules import Question
from typing import Any
from zope.i18nmessageid import Message

MAX_BYTES = 1024 * 1024
MAX_LETTERS = 20_000
"""Of a question with its answers, as a file has it: twice what a bank can hold."""
MAX_QUESTIONS = 1500
"""Questions of one file: more of them are read in several."""

MSG_TOO_LARGE = _(
    "msg_bank_file_too_large",
    default="The file is larger than ${size} MB. Divide it into several.",
    mapping={"size": str(MAX_BYTES // (1024 * 1024))},
)
MSG_TOO_MANY = _(
    "msg_bank_file_too_many",
    default="The file has more than ${most} questions. Divide it into several.",
    mapping={"most": str(MAX_QUESTIONS)},
)
MSG_NO_QUESTIONS = _(
    "msg_bank_file_no_questions",
    default="No question was found in the file. Look whether the format is the right one.",
)
MSG_NOT_UTF8 = _(
    "msg_bank_file_not_utf8",
    default="The letters of the file can't be read. Save it as UTF-8 and choose it again.",
)
MSG_KIND_UNKNOWN = _(
    "msg_bank_file_kind",
    default="Questions of the kind “${kind}” can't be taken in: only choosing, true or false, and numbers.",
)


class UnreadableQuestions(InvalidInput):
    """Raised with the reason why a whole file can't be read; nothing of it is used."""


@dataclass(frozen=True)
class Cited:
    """A document that a file names: what of it stands there."""

    number: str
    article: str = ""
    document_type: str = ""
    issuer: str = ""


@dataclass(frozen=True)
class ReadQuestion:
    """One question of a file, or why it could not be read."""

    line: int
    """Where it begins in the file; in XML the number of the question."""
    question: Question
    cited: tuple[Cited, ...] = ()
    faults: tuple[Message, ...] = field(default_factory=tuple)
    name: str = ""
    """What a typed list calls it, such as *Câu 12*."""


TAG_DIFFICULTY, TAG_FIELD, TAG_CITED = "do-kho", "linh-vuc", "can-cu"
"""What formats that know tags alone say of a question, such as ``linh-vuc:dat-dai``."""


def tags_of(question: Question, cited: Iterable[Cited]) -> Iterator[str]:
    """Yield as tags what a format has no place for."""
    if question.difficulty:
        yield f"{TAG_DIFFICULTY}:{question.difficulty}"
    for name in question.legal_fields:
        yield f"{TAG_FIELD}:{name}"
    for one in cited:
        parts = (one.number, one.article, one.document_type, one.issuer)
        yield f"{TAG_CITED}:{'|'.join(part.replace('|', ' ') for part in parts)}"


def read_tags(tags: Iterable[str]) -> tuple[dict[str, Any], tuple[Cited, ...]]:
    """Read such tags; what is none of ours is left out."""
    facts: dict[str, Any] = {}
    fields: list[str] = []
    cited: list[Cited] = []
    for tag in tags:
        name, _colon, value = (part.strip() for part in tag.partition(":"))
        if name == TAG_DIFFICULTY and value in DIFFICULTIES:
            facts["difficulty"] = value
        elif name == TAG_FIELD and value:
            fields.append(value)
        elif name == TAG_CITED and value:
            parts = [part.strip() for part in value.split("|")]
            cited.append(Cited(*(parts + [""] * 4)[:4]))
    facts["legal_fields"] = tuple(fields)
    return facts, tuple(cited)


def limited(questions: Iterable[ReadQuestion]) -> list[ReadQuestion]:
    """Read the questions of a file; raise `UnreadableQuestions` for none or too many."""
    found = list(islice(questions, MAX_QUESTIONS + 1))
    if not found:
        raise UnreadableQuestions(MSG_NO_QUESTIONS)
    if len(found) > MAX_QUESTIONS:
        raise UnreadableQuestions(MSG_TOO_MANY)
    return found


def too_long(line: int, text: str) -> ReadQuestion:
    """Return a question that is longer than any, unread."""
    fault = filled(MSG_LONG_TEXT, count=len(text), most=MAX_TEXT)
    return ReadQuestion(line, Question(text[:MAX_TEXT]), faults=(fault,))


def kind_refused(line: int, text: str, kind: str) -> ReadQuestion:
    """Return a question of a kind that no bank knows."""
    fault = filled(MSG_KIND_UNKNOWN, kind=kind)
    return ReadQuestion(line, Question(text), faults=(fault,))


def decode(data: bytes) -> str:
    """Decode a text in UTF-8, with or without its mark; any line end will do."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableQuestions(MSG_NOT_UTF8) from error
    if "\0" in text:
        raise UnreadableQuestions(MSG_NOT_UTF8)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield what empty lines part, with the number of its first line."""
    first, lines = 1, list[str]()
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            if not lines:
                first = number
            lines.append(line.rstrip())
        elif lines:
            yield first, lines
            lines = []
