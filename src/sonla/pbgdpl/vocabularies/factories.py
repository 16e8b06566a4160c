"""The named vocabularies that schemas refer to: `sonla.pbgdpl.<Name>`."""

from Acquisition import aq_base
from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from plone.dexterity.interfaces import IDexterityContent
from plone.dexterity.utils import iterSchemata
from sonla.pbgdpl.vocabularies.terms import all_terms
from sonla.pbgdpl.vocabularies.terms import ValidTerm
from typing import Any
from zope.interface import implementer
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IChoice
from zope.schema.interfaces import ICollection
from zope.schema.interfaces import IObject
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


@implementer(IVocabularyFactory)
class ValidTermsFactory:
    """Offer the terms valid today, and those that the edited item already holds.

    An item recorded under a term that has ended since must still be shown and
    saved; a new one must not choose it.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, context: Any) -> SimpleVocabulary:
        today = date.today()
        kept = stored_tokens(context, self.name)
        terms = [
            term
            for term in all_terms(self.name)
            if term.valid_on(today) or term.token in kept
        ]
        known = {term.token for term in terms}
        orphans = [ValidTerm(token, token) for token in sorted(kept - known)]
        return SimpleVocabulary([simple_term(term) for term in (*terms, *orphans)])


@implementer(IVocabularyFactory)
class AllTermsFactory:
    """Offer every term, ended ones too: for filters over what is already stored."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, context: Any) -> SimpleVocabulary:
        return SimpleVocabulary([simple_term(term) for term in all_terms(self.name)])


def simple_term(term: ValidTerm) -> SimpleTerm:
    """Make the vocabulary term of one of ours."""
    return SimpleTerm(value=term.token, token=term.token, title=term.title)


def stored_tokens(context: Any, vocabulary: str) -> set[str]:
    """Collect the tokens of a vocabulary that an item stores, in rows as well."""
    if not IDexterityContent.providedBy(context):
        return set()
    base = aq_base(context)
    tokens: set[str] = set()
    for schema in iterSchemata(context):
        for name, field in getFieldsInOrder(schema):
            tokens.update(_tokens(field, getattr(base, name, None), vocabulary))
    return tokens


def _tokens(field: Any, value: Any, vocabulary: str) -> Iterator[str]:
    if value is None:
        return
    if IChoice.providedBy(field):
        if field.vocabularyName == vocabulary and isinstance(value, str):
            yield value
    elif ICollection.providedBy(field) and isinstance(value, Iterable):
        for item in value:
            yield from _tokens(field.value_type, item, vocabulary)
    elif IObject.providedBy(field) and isinstance(value, dict):
        for name, cell in getFieldsInOrder(field.schema):
            yield from _tokens(cell, value.get(name), vocabulary)


DocumentTypes = ValidTermsFactory("sonla.pbgdpl.DocumentTypes")
ValidityStatuses = ValidTermsFactory("sonla.pbgdpl.ValidityStatuses")
LegalFields = ValidTermsFactory("sonla.pbgdpl.LegalFields")
Audiences = ValidTermsFactory("sonla.pbgdpl.Audiences")
DisseminationForms = ValidTermsFactory("sonla.pbgdpl.DisseminationForms")
IntroductionKinds = ValidTermsFactory("sonla.pbgdpl.IntroductionKinds")
MaterialKinds = ValidTermsFactory("sonla.pbgdpl.MaterialKinds")
GovernmentLevels = ValidTermsFactory("sonla.pbgdpl.GovernmentLevels")
AdministrativeUnits = ValidTermsFactory("sonla.pbgdpl.AdministrativeUnits")
Agencies = ValidTermsFactory("sonla.pbgdpl.Agencies")
CouncilRoles = ValidTermsFactory("sonla.pbgdpl.CouncilRoles")
EndKinds = ValidTermsFactory("sonla.pbgdpl.EndKinds")
Languages = ValidTermsFactory("sonla.pbgdpl.Languages")
GuidanceGroups = ValidTermsFactory("sonla.pbgdpl.GuidanceGroups")
RoyaltyKinds = ValidTermsFactory("sonla.pbgdpl.RoyaltyKinds")
