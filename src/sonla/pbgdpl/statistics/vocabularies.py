"""What is offered where a report is made: forms by their codes, kinds of period."""

from sonla.pbgdpl.statistics.forms import form_codes
from sonla.pbgdpl.statistics.periods import TITLES
from sonla.pbgdpl.vocabularies.terms import titled
from typing import Any
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleVocabulary


@provider(IVocabularyFactory)
def statistics_forms(context: Any) -> SimpleVocabulary:
    """Offer each form once, by the title of its version in force."""
    return titled({form.code: form.title for form in form_codes()})


@provider(IVocabularyFactory)
def period_kinds(context: Any) -> SimpleVocabulary:
    """Offer the kinds of period."""
    return titled(TITLES)
