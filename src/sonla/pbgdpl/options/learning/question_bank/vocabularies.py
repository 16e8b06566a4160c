"""What a question of a bank is: its kind, whether a statement is true, how hard it is.

Files and drawn tests name these tokens, so they are no lists to edit.
"""

from sonla.pbgdpl.options.learning.question_bank.rules import DIFFICULTIES
from sonla.pbgdpl.options.learning.question_bank.rules import KINDS
from sonla.pbgdpl.options.learning.question_bank.rules import TRUTHS
from sonla.pbgdpl.vocabularies.terms import titled
from typing import Any
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleVocabulary


@provider(IVocabularyFactory)
def kinds(context: Any) -> SimpleVocabulary:
    """Offer the kinds of questions."""
    return titled(KINDS)


@provider(IVocabularyFactory)
def truths(context: Any) -> SimpleVocabulary:
    """Offer true and false."""
    return titled(TRUTHS)


@provider(IVocabularyFactory)
def difficulties(context: Any) -> SimpleVocabulary:
    """Offer how hard a question may be."""
    return titled(DIFFICULTIES)
