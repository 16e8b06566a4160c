"""A question in words, for pages and files."""

from collections.abc import Mapping
from plone import api
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.fields import tokens
from sonla.pbgdpl.options.learning.question_bank.rules import DIFFICULTIES
from sonla.pbgdpl.options.learning.question_bank.rules import KINDS
from sonla.pbgdpl.options.learning.question_bank.rules import NUMBER
from sonla.pbgdpl.options.learning.question_bank.rules import Question
from sonla.pbgdpl.options.learning.question_bank.rules import TRUE_FALSE
from sonla.pbgdpl.options.learning.question_bank.rules import TRUTHS
from sonla.pbgdpl.vocabularies.terms import term_titles
from typing import Any

LEGAL_FIELDS = "sonla.pbgdpl.LegalFields"


def chosen(titles: Mapping[Any, Any], value: Any) -> str:
    """Return the title of one of a few values in the reader's language."""
    return api.portal.translate(titles[value]) if value in titles else ""


def kind_words(kind: str) -> str:
    """Name a kind."""
    return chosen(KINDS, kind)


def difficulty_words(item: Any) -> str:
    """Return how hard a question is, in words."""
    return chosen(DIFFICULTIES, stored_value(item, "difficulty"))


def field_words(item: Any) -> str:
    """Name the fields of law."""
    return ", ".join(term_titles(LEGAL_FIELDS, tokens(item, "legal_fields")))


def answer_lines(question: Question) -> list[dict[str, Any]]:
    """List the answers of a question, and which of them are right."""
    if question.kind == TRUE_FALSE:
        return [
            {"text": chosen(TRUTHS, token), "is_right": token == question.truth}
            for token in TRUTHS
        ]
    if question.kind == NUMBER:
        off = f" ± {question.tolerance}" if question.tolerance else ""
        return [{"text": f"{question.number}{off}", "is_right": True}]
    return [
        {"text": answer.text, "is_right": answer.is_right}
        for answer in question.answers
    ]
