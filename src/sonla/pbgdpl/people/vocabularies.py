"""Answers about people that forms of the state fix: degree and gender."""

from sonla.pbgdpl import _
from sonla.pbgdpl.vocabularies.terms import titled
from typing import Any
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleVocabulary

QUALIFICATIONS = {
    "law": _("qualification_law", default="Degree in law"),
    "other": _("qualification_other", default="Degree in another subject"),
    "none": _("qualification_none", default="No university degree"),
}
"""Which of the two conditions of Article 35, Law 14/2012/QH13, a person can meet."""

GENDERS = {
    "female": _("gender_female", default="Female"),
    "male": _("gender_male", default="Male"),
}


@provider(IVocabularyFactory)
def qualifications(context: Any) -> SimpleVocabulary:
    """Offer the degrees by which the law tells reporters apart."""
    return titled(QUALIFICATIONS)


@provider(IVocabularyFactory)
def genders(context: Any) -> SimpleVocabulary:
    """Offer the columns by which the state's forms count people."""
    return titled(GENDERS)
