"""Moodle XML: the questions of a bank of Moodle, as its teachers exchange them."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import replace
from lxml import etree
from sonla.pbgdpl import _
from sonla.pbgdpl.core.html import plain_lines
from sonla.pbgdpl.core.tables.table import without_unwritable
from sonla.pbgdpl.options.learning.question_bank.files.questions import Cited
from sonla.pbgdpl.options.learning.question_bank.files.questions import kind_refused
from sonla.pbgdpl.options.learning.question_bank.files.questions import read_tags
from sonla.pbgdpl.options.learning.question_bank.files.questions import ReadQuestion
from sonla.pbgdpl.options.learning.question_bank.files.questions import tags_of
from sonla.pbgdpl.options.learning.question_bank.files.questions import (
    UnreadableQuestions,
)
from sonla.pbgdpl.options.learning.question_bank.rules import Answer
from sonla.pbgdpl.options.learning.question_bank.rules import FALSE
from sonla.pbgdpl.options.learning.question_bank.rules import filled
from sonla.pbgdpl.options.learning.question_bank.rules import MULTIPLE
from sonla.pbgdpl.options.learning.question_bank.rules import NUMBER
from sonla.pbgdpl.options.learning.question_bank.rules import Question
from sonla.pbgdpl.options.learning.question_bank.rules import read_number
from sonla.pbgdpl.options.learning.question_bank.rules import SINGLE
from sonla.pbgdpl.options.learning.question_bank.rules import TRUE
from sonla.pbgdpl.options.learning.question_bank.rules import TRUE_FALSE
from typing import Any

NO_QUESTIONS = ("category", "description")
"""Kinds of elements that ask nothing."""
TITLE_LETTERS = 60

MSG_ENTITIES = _(
    "msg_bank_xml_entities",
    default="The file declares a document type or entities. Such files are refused, as they can hide anything. Export it from Moodle again.",
)
MSG_NO_XML = _(
    "msg_bank_xml_damaged",
    default="The file is no Moodle XML that can be read; the fault is near line ${line}. Export it from Moodle again.",
)


def read(data: bytes) -> Iterator[ReadQuestion]:
    """Yield the questions of a file; raise `UnreadableQuestions` for what is unsafe or damaged."""
    for number, element in enumerate(asked(parse(data)), start=1):
        yield read_one(number, element)


def parse(data: bytes) -> Any:
    """Parse XML that declares no document type: no entity is ever resolved, nothing is fetched."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        message = filled(MSG_NO_XML, line=error.lineno or 1)
        raise UnreadableQuestions(message) from error
    if root.getroottree().docinfo.doctype:
        raise UnreadableQuestions(MSG_ENTITIES)
    return root


def asked(root: Any) -> Iterator[Any]:
    """Yield the elements that are questions."""
    for element in root.iter("question"):
        if element.get("type") not in NO_QUESTIONS:
            yield element


def read_one(number: int, element: Any) -> ReadQuestion:
    """Read one question."""
    kind = element.get("type") or ""
    tags = (one.findtext("text") or "" for one in element.iterfind("tags/tag"))
    facts, cited = read_tags(tags)
    question = Question(
        words(element.find("questiontext")),
        explanation=words(element.find("generalfeedback")),
        **facts,
    )
    readers = {
        "multichoice": read_choices,
        "truefalse": read_truth,
        "numerical": read_numerical,
        "shortanswer": read_numerical,
    }
    found = readers[kind](element, question) if kind in readers else None
    if found is None:
        return replace(kind_refused(number, question.text, kind), cited=cited)
    return ReadQuestion(number, found, cited)


def read_choices(element: Any, question: Question) -> Question:
    """Read answers to choose from."""
    answers = tuple(
        Answer(words(answer), fraction(answer) > 0)
        for answer in element.iterfind("answer")
    )
    single = (element.findtext("single") or "true").strip().lower()
    kind = SINGLE if single in ("true", "1") else MULTIPLE
    return replace(question, kind=kind, answers=answers)


def read_truth(element: Any, question: Question) -> Question:
    """Read whether a statement is true."""
    right = [answer for answer in element.iterfind("answer") if fraction(answer) > 0]
    said = words(right[0]).strip().lower() if right else ""
    truth = said if said in (TRUE, FALSE) else ""
    return replace(question, kind=TRUE_FALSE, truth=truth)


def read_numerical(element: Any, question: Question) -> Question | None:
    """Read a number; None for an answer that is words."""
    right = [answer for answer in element.iterfind("answer") if fraction(answer) > 0]
    number = words(right[0]).strip() if right else ""
    if element.get("type") == "shortanswer" and read_number(number) is None:
        return None
    tolerance = (right[0].findtext("tolerance") or "").strip() if right else ""
    off = "" if read_number(tolerance) in (None, 0) else tolerance
    return replace(question, kind=NUMBER, number=number, tolerance=off)


def fraction(answer: Any) -> float:
    """Return the share of an answer; what is no number is none."""
    try:
        return float(answer.get("fraction") or 0)
    except ValueError:
        return 0


def words(element: Any) -> str:
    """Return the text of an element as people read it, without markup."""
    if element is None:
        return ""
    text = element.findtext("text") or ""
    if element.get("format") in ("html", "moodle_auto_format"):
        return "\n".join(plain_lines(text))
    return text.strip()


def write(questions: Iterable[tuple[Question, tuple[Cited, ...]]]) -> bytes:
    """Write all questions; what Moodle has no place for stands in tags."""
    quiz = etree.Element("quiz")
    for question, cited in questions:
        quiz.append(element_of(question, cited))
    return etree.tostring(
        quiz, encoding="UTF-8", xml_declaration=True, pretty_print=True
    )


TYPES = {
    SINGLE: "multichoice",
    MULTIPLE: "multichoice",
    TRUE_FALSE: "truefalse",
    NUMBER: "numerical",
}


def element_of(question: Question, cited: tuple[Cited, ...]) -> Any:
    """Write one question."""
    element = etree.Element("question", type=TYPES[question.kind])
    put(element, "name", " ".join(question.text.split())[:TITLE_LETTERS])
    put(element, "questiontext", question.text, format="plain_text")
    put(element, "generalfeedback", question.explanation, format="plain_text")
    if question.kind in (SINGLE, MULTIPLE):
        single = etree.SubElement(element, "single")
        single.text = "true" if question.kind == SINGLE else "false"
        etree.SubElement(element, "shuffleanswers").text = "true"
    for text, share in shares(question):
        answer = put(element, "answer", text, fraction=share, format="plain_text")
        if question.kind == NUMBER:
            off = read_number(question.tolerance) or 0
            etree.SubElement(answer, "tolerance").text = str(off)
    tags = etree.SubElement(element, "tags")
    for tag in tags_of(question, cited):
        put(tags, "tag", tag)
    return element


def shares(question: Question) -> Iterator[tuple[str, str]]:
    """Yield the answers, each with its share of the whole."""
    if question.kind == TRUE_FALSE:
        for truth in (TRUE, FALSE):
            yield truth, "100" if truth == question.truth else "0"
        return
    if question.kind == NUMBER:
        yield str(read_number(question.number)), "100"
        return
    right = f"{100 / max(len(question.right), 1):.5f}".rstrip("0").rstrip(".")
    wrong = "0" if question.kind == SINGLE else "-100"
    for answer in question.answers:
        yield answer.text, right if answer.is_right else wrong


def put(parent: Any, name: str, text: str, **attributes: str) -> Any:
    """Add an element with a text inside; what XML can't hold is left out."""
    element = etree.SubElement(parent, name)
    for key, value in attributes.items():
        element.set(key, value)
    etree.SubElement(element, "text").text = without_unwritable(text)
    return element
