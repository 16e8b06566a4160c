"""A table of questions, as XLSX or CSV: one row a question, its answers in columns A to J."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from datetime import time
from datetime import timedelta
from sonla.pbgdpl import _
from sonla.pbgdpl.core.tables.reader import read_table
from sonla.pbgdpl.core.tables.table import Cell
from sonla.pbgdpl.core.tables.table import CellWithoutValue
from sonla.pbgdpl.core.tables.table import TableRow
from sonla.pbgdpl.core.vietnamese.folding import fold_words
from sonla.pbgdpl.legal_documents.indexers import DOCUMENT_TYPES
from sonla.pbgdpl.options.learning.question_bank.files.questions import Cited
from sonla.pbgdpl.options.learning.question_bank.files.questions import ReadQuestion
from sonla.pbgdpl.options.learning.question_bank.files.questions import (
    UnreadableQuestions,
)
from sonla.pbgdpl.options.learning.question_bank.labels import LEGAL_FIELDS
from sonla.pbgdpl.options.learning.question_bank.rules import Answer
from sonla.pbgdpl.options.learning.question_bank.rules import DIFFICULTIES
from sonla.pbgdpl.options.learning.question_bank.rules import filled
from sonla.pbgdpl.options.learning.question_bank.rules import KINDS
from sonla.pbgdpl.options.learning.question_bank.rules import MAX_ANSWERS
from sonla.pbgdpl.options.learning.question_bank.rules import MULTIPLE
from sonla.pbgdpl.options.learning.question_bank.rules import NUMBER
from sonla.pbgdpl.options.learning.question_bank.rules import Question
from sonla.pbgdpl.options.learning.question_bank.rules import SINGLE
from sonla.pbgdpl.options.learning.question_bank.rules import TRUE_FALSE
from sonla.pbgdpl.options.learning.question_bank.rules import TRUTHS
from sonla.pbgdpl.vocabularies.terms import all_terms
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message

import re

LETTERS = tuple(chr(ord("A") + at) for at in range(MAX_ANSWERS))
COLUMNS = {
    "question": "Câu hỏi",
    "kind": "Loại câu hỏi",
    **{letter: letter for letter in LETTERS},
    "right": "Đáp án đúng",
    "tolerance": "Sai lệch",
    "explanation": "Giải thích",
    "document_type": "Loại văn bản",
    "number": "Số, ký hiệu văn bản",
    "issuer": "Cơ quan ban hành",
    "article": "Điều khoản",
    "legal_fields": "Lĩnh vực",
    "difficulty": "Độ khó",
}
"""Field → heading of its column: such a file is read by offices, whichever language they set."""
HEAD_LINES = 20
"""Lines among which the one that names the columns is looked for."""

MSG_NO_HEAD = _(
    "msg_bank_table_no_head",
    default="No line names the columns. It must have “Câu hỏi” and “Đáp án đúng”, as in the file that the bank gives.",
)
MSG_CELL_NO_TEXT = _(
    "msg_bank_table_no_text",
    default="${column}: the cell holds a formula or a day, perhaps made by the spreadsheet itself. Format the column as text.",
)
MSG_CELL_UNKNOWN = _(
    "msg_bank_table_unknown",
    default="${column}: “${value}” is not in the list.",
)
MSG_LETTER_UNKNOWN = _(
    "msg_bank_table_letter",
    default="${column}: there is no answer “${value}”.",
)


def read(data: bytes) -> Iterator[ReadQuestion]:
    """Yield the questions of a table; raise `UnreadableQuestions` for what is none."""
    table = read_table(data)
    head = next(filter(is_head, table.lines[:HEAD_LINES]), None)
    if head is None:
        raise UnreadableQuestions(MSG_NO_HEAD)
    columns = columns_of(head)
    for line in table.lines:
        if line.number > head.number:
            yield RowReader(line, columns).read()


def is_head(line: TableRow) -> bool:
    """Return whether a line names the columns."""
    found = {fold_words(str(cell or "")) for cell in line.cells}
    return {fold_words(COLUMNS["question"]), fold_words(COLUMNS["right"])} <= found


def columns_of(head: TableRow) -> dict[str, int]:
    """Map our columns to their places; others are left out."""
    known = {fold_words(title): name for name, title in COLUMNS.items()}
    return {
        known[fold_words(str(cell or ""))]: at
        for at, cell in reversed(list(enumerate(head.cells)))
        if fold_words(str(cell or "")) in known
    }


class RowReader:
    """Read one row, and collect what is wrong with it."""

    def __init__(self, line: TableRow, columns: Mapping[str, int]) -> None:
        self.line = line
        self.columns = columns
        self.faults: list[Message] = []

    def read(self) -> ReadQuestion:
        """Return the question of the row."""
        kind = self.one_of("kind", KINDS)
        answers = {letter: self.text(letter) for letter in LETTERS}
        right = self.text("right")
        letters = re.findall(r"[A-J]", right.upper()) if any(answers.values()) else []
        truth = token_of(right, TRUTHS)
        question = Question(
            self.text("question"),
            kind or guessed_kind(letters, truth, answers),
            explanation=self.text("explanation"),
            legal_fields=self.fields(),
            difficulty=self.one_of("difficulty", DIFFICULTIES),
            tolerance=self.text("tolerance"),
        )
        facts: dict[str, Any] = {}
        if question.kind in (SINGLE, MULTIPLE):
            facts["answers"] = self.answers(answers, letters)
        elif question.kind == TRUE_FALSE:
            facts["truth"] = truth
        else:
            facts["number"] = right
        return ReadQuestion(
            self.line.number,
            Question(**{**vars(question), **facts}),
            tuple(self.cited()),
            tuple(self.faults),
        )

    def text(self, name: str) -> str:
        """Return a cell as text; what is no text, and may have been one, is a fault."""
        cell: Cell = (
            self.line.cell(self.columns[name]) if name in self.columns else None
        )
        if isinstance(cell, CellWithoutValue | date | time | timedelta):
            fault = filled(MSG_CELL_NO_TEXT, column=COLUMNS[name])
            if fault not in self.faults:
                self.faults.append(fault)
            return str(cell)
        if isinstance(cell, bool):
            return "true" if cell else "false"
        if isinstance(cell, float):
            return f"{cell:f}".rstrip("0").rstrip(".").replace(".", ",")
        return "" if cell is None else str(cell).strip()

    def one_of(self, name: str, titles: Mapping[str, Message]) -> str:
        """Read one of a few choices by its title or token."""
        text = self.text(name)
        token = token_of(text, titles)
        if text and not token:
            self.unknown(name, text)
        return token

    def answers(
        self, texts: Mapping[str, str], letters: list[str]
    ) -> tuple[Answer, ...]:
        """Return the answers, and which of them the row calls right."""
        for letter in letters:
            if not texts[letter]:
                self.faults.append(
                    filled(MSG_LETTER_UNKNOWN, column=COLUMNS["right"], value=letter)
                )
        return tuple(
            Answer(text, letter in letters) for letter, text in texts.items() if text
        )

    def fields(self) -> tuple[str, ...]:
        """Read the fields of law."""
        parts = [part.strip() for part in re.split(r"[;\n]", self.text("legal_fields"))]
        found = [
            self.term("legal_fields", LEGAL_FIELDS, part) for part in parts if part
        ]
        return tuple(dict.fromkeys(filter(None, found)))

    def term(self, name: str, vocabulary: str, text: str) -> str:
        """Read a term by its token, its title or another spelling."""
        for term in all_terms(vocabulary):
            if text == term.token or fold_words(text) in map(
                fold_words, (term.title, *term.aliases)
            ):
                return term.token
        self.unknown(name, text)
        return ""

    def unknown(self, name: str, text: str) -> None:
        """Note that a list lacks what a cell has."""
        fault = filled(MSG_CELL_UNKNOWN, column=COLUMNS[name], value=text[:100])
        self.faults.append(fault)

    def cited(self) -> Iterator[Cited]:
        """Yield the documents; several stand in lines of the same cells."""
        cells = {
            name: self.text(name).split("\n")
            for name in ("number", "article", "document_type", "issuer")
        }
        for at, number in enumerate(cells["number"]):
            row = {
                name: lines[at].strip() if at < len(lines) else ""
                for name, lines in cells.items()
            }
            if not number.strip():
                continue
            if row["document_type"]:
                row["document_type"] = self.term(
                    "document_type", DOCUMENT_TYPES, row["document_type"]
                )
            yield Cited(**row)


def token_of(text: str, titles: Mapping[str, Message]) -> str:
    """Return the token that a text stands for; empty for none."""
    for token, title in titles.items():
        known = (token, in_vietnamese(title), str(title.default))
        if text and fold_words(text) in map(fold_words, known):
            return token
    return ""


def in_vietnamese(title: Message) -> str:
    """Return a title as cells have it, whichever language is set; as the headings of the columns."""
    return str(translate(title, target_language="vi"))


def guessed_kind(letters: list[str], truth: str, answers: Mapping[str, str]) -> str:
    """Return the kind of a question whose row doesn't say it."""
    if any(answers.values()):
        return MULTIPLE if len(letters) > 1 else SINGLE
    return TRUE_FALSE if truth else NUMBER


def write(title: str, questions: Iterable[tuple[Question, tuple[Cited, ...]]]) -> bytes:
    """Write all questions as a workbook; `read` reads it again."""
    rows = [cells_of(question, cited) for question, cited in questions]
    # Imported where a file is written: most processes wait long for the first.
    from sonla.pbgdpl.core.tables import xlsx_writer

    return xlsx_writer.workbook(title, title, "", list(COLUMNS.values()), rows)


def cells_of(question: Question, cited: tuple[Cited, ...]) -> list[str]:
    """Return the cells of a question, in the order of the columns."""
    letters = dict(zip(LETTERS, question.answers, strict=False))
    right = ", ".join(letter for letter, one in letters.items() if one.is_right)
    if question.kind == TRUE_FALSE:
        right = in_vietnamese(TRUTHS[question.truth])
    elif question.kind == NUMBER:
        right = question.number
    cells = {
        "question": question.text,
        "kind": in_vietnamese(KINDS[question.kind]),
        **{letter: answer.text for letter, answer in letters.items()},
        "right": right,
        "tolerance": question.tolerance if question.kind == NUMBER else "",
        "explanation": question.explanation,
        "document_type": "\n".join(
            term_title(DOCUMENT_TYPES, one.document_type) for one in cited
        ),
        "number": "\n".join(one.number for one in cited),
        "issuer": "\n".join(one.issuer for one in cited),
        "article": "\n".join(one.article for one in cited),
        "legal_fields": "; ".join(
            term_title(LEGAL_FIELDS, token) for token in question.legal_fields
        ),
        "difficulty": in_vietnamese(DIFFICULTIES[question.difficulty])
        if question.difficulty
        else "",
    }
    return [cells.get(name, "") for name in COLUMNS]
