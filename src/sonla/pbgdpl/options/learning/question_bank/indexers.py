"""What the catalog knows of questions, and what no search may find."""

from plone.base.interfaces import IPloneCatalogTool
from plone.indexer import indexer
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.options.learning.question_bank.content import IBankQuestion
from sonla.pbgdpl.options.learning.question_bank.content import IQuestionBank
from typing import Any


@indexer(IBankQuestion)
def pbgdpl_difficulty(question: Any) -> str | None:
    """Index how hard a question is."""
    return stored_value(question, "difficulty")


@indexer(IBankQuestion, IPloneCatalogTool)
def no_words_of_question(question: Any) -> str:
    """Return nothing: suggestions are made of the words of search texts, whoever may see them."""
    return ""


@indexer(IQuestionBank, IPloneCatalogTool)
def no_words_of_bank(bank: Any) -> str:
    """Return nothing, likewise."""
    return ""
