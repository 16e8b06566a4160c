"""The named vocabularies that schemas refer to: `sonla.pbgdpl.<Name>`."""

from Acquisition import aq_base
from plone.dexterity.interfaces import IDexterityContent
from plone.dexterity.utils import iterSchemata
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today as portal_today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.vocabularies.stored_tokens import tokens_in
from sonla.pbgdpl.vocabularies.terms import all_terms
from sonla.pbgdpl.vocabularies.terms import find_term
from sonla.pbgdpl.vocabularies.terms import titled
from sonla.pbgdpl.vocabularies.terms import ValidTerm
from typing import Any
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary

TOPIC_ICONS = {
    "dat-dai": _("icon_dat_dai", default="Map"),
    "hon-nhan": _("icon_hon_nhan", default="Two rings"),
    "giao-thong": _("icon_giao_thong", default="Motorcycle"),
    "lao-dong": _("icon_lao_dong", default="Helmet"),
    "khieu-nai": _("icon_khieu_nai", default="Loudspeaker"),
    "ma-tuy": _("icon_ma_tuy", default="Capsule, forbidden"),
    "tre-em": _("icon_tre_em", default="Child"),
    "an-sinh": _("icon_an_sinh", default="Umbrella"),
    "cu-tru": _("icon_cu_tru", default="Identity card"),
    "ho-tich": _("icon_ho_tich", default="Certificate"),
    "tro-giup": _("icon_tro_giup", default="Scales"),
    "bao-luc": _("icon_bao_luc", default="House with a heart"),
    "hinh-su": _("icon_hinh_su", default="Gavel"),
    "du-lieu": _("icon_du_lieu", default="Shield with a lock"),
    "lam-nghiep": _("icon_lam_nghiep", default="Tree"),
    "hoa-giai": _("icon_hoa_giai", default="Two people talking"),
    "users": _("icon_users", default="People"),
    "book": _("icon_book", default="Book"),
    "money": _("icon_money", default="Money"),
}
"""The pictures that a topic may have, in words: names of symbols of the sprite in `ui/static`."""


class TermsFactory:
    """The base of those that offer terms of a controlled list."""

    def __init__(self, name: str) -> None:
        self.name = name


@implementer(IVocabularyFactory)
class ValidTermsFactory(TermsFactory):
    """Offer the terms valid today, and those that the edited item already holds.

    An item recorded under a term that has ended since must still be shown and
    saved; a new one must not choose it.
    """

    # The stubs say that `__call__` of the interface returns None.
    def __call__(self, context: Any) -> SimpleVocabulary:  # type: ignore[override]
        """Make the vocabulary for an item; `context` None or a container is a new one."""
        today = portal_today()
        kept = stored_tokens(context, self.name)
        terms = [
            term
            for term in all_terms(self.name)
            if term.is_valid_on(today) or term.token in kept
        ]
        orphans = [
            ValidTerm(token, token)
            for token in sorted(kept)
            if find_term(self.name, token) is None
        ]
        return SimpleVocabulary([simple_term(term) for term in (*terms, *orphans)])


@implementer(IVocabularyFactory)
class DatedTermsFactory(TermsFactory):
    """Offer every term with its validity: what is recorded is often of a day long past."""

    # The stubs say that `__call__` of the interface returns None.
    def __call__(self, context: Any) -> SimpleVocabulary:  # type: ignore[override]
        """Make the vocabulary, the same for every context; ended terms come last."""
        terms = sorted(all_terms(self.name), key=lambda term: term.valid_to is not None)
        return SimpleVocabulary(
            [SimpleTerm(term.token, term.token, dated_title(term)) for term in terms]
        )


def dated_title(term: ValidTerm) -> str:
    """Name a term; one that has an end with its days."""
    if term.valid_to is None:
        return term.title
    first = format_day(term.valid_from) or "…"
    return f"{term.title} ({first} – {format_day(term.valid_to)})"


@implementer(IVocabularyFactory)
class AllTermsFactory(TermsFactory):
    """Offer every term, ended ones too: for filters over what is already stored."""

    # The stubs say that `__call__` of the interface returns None.
    def __call__(self, context: Any) -> SimpleVocabulary:  # type: ignore[override]
        """Make the vocabulary, the same for every context."""
        return SimpleVocabulary([simple_term(term) for term in all_terms(self.name)])


@implementer(IVocabularyFactory)
class TitledFactory:
    """Offer what no list has: values that code or files name, with their titles."""

    def __init__(self, titles: dict[str, Message]) -> None:
        self.titles = titles

    # The stubs say that `__call__` of the interface returns None.
    def __call__(self, context: Any) -> SimpleVocabulary:  # type: ignore[override]
        """Make the vocabulary, the same for every context."""
        return titled(self.titles)


def simple_term(term: ValidTerm) -> SimpleTerm:
    """Make the vocabulary term of one of ours."""
    return SimpleTerm(value=term.token, token=term.token, title=term.title)


def stored_tokens(context: Any, vocabulary: str) -> set[str]:
    """Collect the tokens of a vocabulary that an item stores, in rows as well."""
    if not IDexterityContent.providedBy(context):
        return set()
    base = aq_base(context)
    return {
        token
        for schema in iterSchemata(context)
        for name, field in getFieldsInOrder(schema)
        for token in tokens_in(field, getattr(base, name, None), vocabulary)
    }


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
CouncilDecisionKinds = ValidTermsFactory("sonla.pbgdpl.CouncilDecisionKinds")
EndKinds = ValidTermsFactory("sonla.pbgdpl.EndKinds")
Languages = ValidTermsFactory("sonla.pbgdpl.Languages")
GuidanceGroups = ValidTermsFactory("sonla.pbgdpl.GuidanceGroups")
RoyaltyKinds = ValidTermsFactory("sonla.pbgdpl.RoyaltyKinds")
HandlingLevels = ValidTermsFactory("sonla.pbgdpl.HandlingLevels")
ExpenditureItems = DatedTermsFactory("sonla.pbgdpl.ExpenditureItems")


topic_icons = TitledFactory(TOPIC_ICONS)
