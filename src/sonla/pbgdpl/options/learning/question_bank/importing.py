"""Files of questions become questions of a bank: looked at, taken in, taken back; and written."""

from base64 import b64decode
from base64 import b64encode
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from hmac import compare_digest
from plone import api
from plone.dexterity.utils import createContent
from plone.indexer import indexer
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import DATA
from sonla.pbgdpl.core.catalog import get_object
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.fields import tokens
from sonla.pbgdpl.core.keyed_hash import keyed_hash
from sonla.pbgdpl.core.names import REFERS_INDEX
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.vietnamese.folding import fold_name
from sonla.pbgdpl.core.vietnamese.folding import fold_number
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.exchange.creation import add_item
from sonla.pbgdpl.legal_documents.behavior import ILegalDocument
from sonla.pbgdpl.legal_documents.query import merged_row
from sonla.pbgdpl.legal_documents.query import split_identity
from sonla.pbgdpl.legal_documents.query import visible_identities
from sonla.pbgdpl.options.learning.question_bank import BANK_QUESTION_TYPE
from sonla.pbgdpl.options.learning.question_bank import DRAFT
from sonla.pbgdpl.options.learning.question_bank.content import IBankQuestion
from sonla.pbgdpl.options.learning.question_bank.content import name_by_chance
from sonla.pbgdpl.options.learning.question_bank.content import question_of
from sonla.pbgdpl.options.learning.question_bank.files import gift
from sonla.pbgdpl.options.learning.question_bank.files import moodle_xml
from sonla.pbgdpl.options.learning.question_bank.files import typed
from sonla.pbgdpl.options.learning.question_bank.files import word
from sonla.pbgdpl.options.learning.question_bank.files import workbook
from sonla.pbgdpl.options.learning.question_bank.files.questions import Cited
from sonla.pbgdpl.options.learning.question_bank.files.questions import limited
from sonla.pbgdpl.options.learning.question_bank.files.questions import MAX_BYTES
from sonla.pbgdpl.options.learning.question_bank.files.questions import MSG_TOO_LARGE
from sonla.pbgdpl.options.learning.question_bank.files.questions import ReadQuestion
from sonla.pbgdpl.options.learning.question_bank.files.questions import (
    UnreadableQuestions,
)
from sonla.pbgdpl.options.learning.question_bank.labels import LEGAL_FIELDS
from sonla.pbgdpl.options.learning.question_bank.rules import Answer
from sonla.pbgdpl.options.learning.question_bank.rules import EASY
from sonla.pbgdpl.options.learning.question_bank.rules import faults
from sonla.pbgdpl.options.learning.question_bank.rules import Question
from sonla.pbgdpl.texts.word_paragraphs import BODY
from sonla.pbgdpl.vocabularies.terms import find_term
from typing import Any
from zope.container.contained import notifyContainerModified
from zope.schema import getFieldNames

import json
import re
import secrets
import zlib

BATCH = "_pbgdpl_batch"
"""Attribute of a question: the file that brought it."""
IMPORTED_AS = "_pbgdpl_imported_as"
"""Attribute of a question: what the file said of it."""

IMPORTED = AuditAction(
    "bank_questions_imported",
    _("log_bank_questions_imported", default="Read questions from a file"),
    DATA,
)
TAKEN_BACK = AuditAction(
    "bank_questions_taken_back",
    _("log_bank_questions_taken_back", default="Took questions of a file back"),
    DATA,
)

FORMATS = {
    "xlsx": _("bank_format_xlsx", default="Table (XLSX, CSV)"),
    "moodle": _("bank_format_moodle", default="Moodle XML"),
    "gift": _("bank_format_gift", default="GIFT"),
    "aiken": _("bank_format_aiken", default="Aiken"),
}
ENDINGS = {"xlsx": "xlsx", "moodle": "xml", "gift": "gift.txt", "aiken": "aiken.txt"}
READERS = {
    "xlsx": workbook.read,
    "moodle": moodle_xml.read,
    "gift": gift.read,
    "aiken": typed.read,
    "word": word.read,
}
_ANSWERED = re.compile(r"^[ \t]*(?:ANSWER|Đáp án):".encode(), re.MULTILINE | re.I)


def format_of(data: bytes, filename: str) -> str:
    """Judge the format of a file by what is in it, and where that doesn't tell by its name."""
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    name = filename.lower()
    if (
        name.endswith((".doc", ".docx", ".docm", ".odt", ".rtf"))
        or BODY.encode() in data
    ):
        return "word"
    if data.startswith(b"PK") or name.endswith((".csv", ".xls", ".xlsx")):
        return "xlsx"
    if start.startswith(b"<"):
        return "moodle"
    return "gift" if b"{" in data and not _ANSWERED.search(data) else "aiken"


def read_file(data: bytes, filename: str) -> list[ReadQuestion]:
    """Read the questions of a file; raise `InvalidInput` for one that can't be read at all."""
    if len(data) > MAX_BYTES:
        raise UnreadableQuestions(MSG_TOO_LARGE)
    return limited(READERS[format_of(data, filename)](data))


@dataclass(frozen=True)
class Line(ReadQuestion):
    """One question of a file: what it would become, or what is wrong with it."""

    is_known: bool = False
    """Whether the same stands in the bank, or further up in the file."""

    @property
    def is_good(self) -> bool:
        """Whether it can be taken in."""
        return not self.faults and not self.is_known


def lines_of(bank: Any, found: Iterable[ReadQuestion]) -> list[Line]:
    """Compare what was read with the rules, and with what the bank has."""
    seen = {key_of(question_of(item)) for item in questions_in(bank)}
    lines = []
    for one in found:
        key = key_of(one.question)
        wrong = tuple(dict.fromkeys((*one.faults, *faults(one.question))))
        facts = {**vars(one), "faults": wrong}
        lines.append(Line(**facts, is_known=not wrong and key in seen))
        seen.add(key)
    return lines


def questions_in(bank: Any) -> Iterator[Any]:
    """Load all questions of a bank, whoever asks: nobody is told more than that one is there."""
    return load_objects(
        api.content.find(
            unrestricted=True, path=path_of(bank), portal_type=BANK_QUESTION_TYPE
        )
    )


def key_of(question: Question) -> tuple[Any, ...]:
    """Return by what two questions are the same: their text and answers."""
    answers = sorted(
        (fold_name(answer.text), answer.is_right) for answer in question.answers
    )
    return fold_name(question.text), tuple(answers), question.truth, question.number


def pack(lines: Sequence[Line]) -> str:
    """Return the good lines as text, for the form between the preview and the taking in."""
    kept = [
        {
            "number": line.line,
            "question": {
                **vars(line.question),
                "answers": [[one.text, one.is_right] for one in line.question.answers],
            },
            "cited": [list(vars(one).values()) for one in line.cited],
        }
        for line in lines
        if line.is_good
    ]
    packed = b64encode(zlib.compress(json.dumps(kept).encode())).decode("ascii")
    return f"{keyed_hash(packed)}:{packed}"


def unpack(text: str) -> list[ReadQuestion]:
    """Read what `pack` returned; raise `ValueError` for anything else, before it is unpacked."""
    signature, _colon, packed = text.partition(":")
    if not compare_digest(signature.encode(), keyed_hash(packed).encode()):
        raise ValueError("no packed questions")
    data = zlib.decompress(b64decode(packed))
    return [read_packed(one) for one in json.loads(data)]


def read_packed(one: dict[str, Any]) -> ReadQuestion:
    """Make a question of plain values; the rules are asked once more by the caller."""
    facts: dict[str, Any] = {
        name: str(one["question"].get(name) or "") for name in QUESTION_TEXTS
    }
    answers = tuple(
        Answer(str(text), bool(right)) for text, right in one["question"]["answers"]
    )
    fields = tuple(map(str, one["question"].get("legal_fields") or ()))
    question = Question(
        **facts,
        answers=answers,
        legal_fields=fields,
    )
    cited = tuple(Cited(*map(str, parts)) for parts in one["cited"])
    return ReadQuestion(int(one["number"]), question, cited)


QUESTION_TEXTS = (
    "text",
    "kind",
    "truth",
    "number",
    "tolerance",
    "explanation",
    "difficulty",
)


def take_in(bank: Any, lines: Iterable[Line]) -> tuple[str, int]:
    """Make a draft of each good line; return the batch and how many there are.

    The caller says whether the user may. No version is made before somebody changes one, and
    the bank is told once of all.
    """
    batch, count = secrets.token_hex(8), 0
    documents = KnownDocuments(bank)
    for line in lines:
        if line.is_good:
            values = values_of(line, bank, documents)
            item = createContent(BANK_QUESTION_TYPE, **values)
            setattr(item, BATCH, batch)
            setattr(item, IMPORTED_AS, key_of(line.question))
            add_item(bank, item, name_by_chance())
            count += 1
    notifyContainerModified(bank)
    log.note(IMPORTED.name, BANK_QUESTION_TYPE, bank, count, title=bank.Title())
    return batch, count


def values_of(line: Line, bank: Any, documents: "KnownDocuments") -> dict[str, Any]:
    """Return what a question stores; the fields of law of the bank where it has none."""
    question = line.question
    known = (one for one in question.legal_fields if find_term(LEGAL_FIELDS, one))
    return {
        "question": question.text,
        "kind": question.kind,
        "answers": [
            {"text": answer.text, "is_right": answer.is_right}
            for answer in question.answers
        ],
        "truth": question.truth or None,
        "number": question.number or None,
        "tolerance": question.tolerance or None,
        "explanation": question.explanation or None,
        "difficulty": question.difficulty or EASY,
        "citations": [documents.row_for(one) for one in line.cited],
        "legal_fields": tuple(known) or tokens(bank, "legal_fields"),
    }


class KnownDocuments:
    """The documents that the section knows, by their numbers."""

    def __init__(self, bank: Any) -> None:
        self.known: dict[str, dict[str, Any]] = {}
        self.found: dict[str, list[tuple[str, Any]]] = {}
        for identity, brains in visible_identities(section_of(bank) or bank).items():
            number = split_identity(identity)[0]
            self.found.setdefault(number, []).append((identity, brains))

    def row_for(self, cited: Cited) -> dict[str, Any]:
        """Return a citation; what the section says of its document is filled in."""
        row: dict[str, Any] = dict.fromkeys(getFieldNames(ILegalDocument))
        row |= self.known_row(fold_number(cited.number), cited.issuer)
        row["article"] = cited.article or None
        row["number"] = row["number"] or cited.number
        row["document_type"] = row["document_type"] or cited.document_type or None
        row["issuer"] = row["issuer"] or cited.issuer or None
        return row

    def known_row(self, number: str, issuer: str) -> dict[str, Any]:
        """Return what is known of a number that one document alone has."""
        key = f"{number}|{fold_name(issuer)}"
        if key not in self.known:
            fitting = [
                (identity, brains)
                for identity, brains in self.found.get(number, ())
                if not issuer or split_identity(identity)[1] == fold_name(issuer)
            ]
            self.known[key] = {}
            if len(fitting) == 1:
                identity, brains = fitting[0]
                self.known[key] = merged_row(identity, map(get_object, brains[:5]))
                self.known[key].pop("article", None)
        return self.known[key]


def take_back(bank: Any, batch: str) -> tuple[int, int]:
    """Delete what a file brought; return how many went and how many stay.

    What was changed or submitted since stays: somebody has worked on it.
    """
    gone = kept = 0
    brains = api.content.find(
        path=path_of(bank),
        portal_type=BANK_QUESTION_TYPE,
        **{REFERS_INDEX: keyed_hash(batch)},
    )
    for item in list(load_objects(brains)):
        is_same = stored_value(item, IMPORTED_AS) == key_of(question_of(item))
        if is_same and state_of(item) == DRAFT:
            api.content.delete(item)
            gone += 1
        else:
            kept += 1
    if gone:
        log.note(TAKEN_BACK.name, BANK_QUESTION_TYPE, bank, gone, title=bank.Title())
    return gone, kept


@indexer(IBankQuestion)
def pbgdpl_refers_to(question: Any) -> tuple[str, ...]:
    """Index the file that brought a question."""
    batch = stored_value(question, BATCH)
    return (keyed_hash(batch),) if batch else ()


# What is written


def cited_of(item: Any) -> tuple[Cited, ...]:
    """Return the citations of a question, as files have them."""
    return tuple(
        Cited(
            row.get("number") or "",
            row.get("article") or "",
            row.get("document_type") or "",
            row.get("issuer") or "",
        )
        for row in stored_value(item, "citations") or ()
    )


def write_file(kind: str, title: str, items: Iterable[Any]) -> bytes:
    """Write questions in one of the formats."""
    pairs = ((question_of(item), cited_of(item)) for item in items)
    if kind == "xlsx":
        return workbook.write(title, pairs)
    writers = {"moodle": moodle_xml.write, "gift": gift.write, "aiken": typed.write}
    return writers[kind](pairs)
