"""Vocabularies of what is stored: for filters and criteria of Collections.

`sonla.pbgdpl.All<Name>` lists ended terms too: content recorded under them must
stay findable.
"""

from plone import api
from sonla.pbgdpl.core.types import kinds_of_types
from sonla.pbgdpl.core.types import types_with
from sonla.pbgdpl.vocabularies.factories import AllTermsFactory
from sonla.pbgdpl.vocabularies.terms import all_terms
from typing import Any
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary

KIND_VOCABULARIES = (
    "sonla.pbgdpl.IntroductionKinds",
    "sonla.pbgdpl.MaterialKinds",
    "sonla.pbgdpl.DocumentTypes",
    "sonla.pbgdpl.DisseminationForms",
)
"""The lists whose tokens share the index `pbgdpl_kind`."""

AllLegalFields = AllTermsFactory("sonla.pbgdpl.LegalFields")
AllAudiences = AllTermsFactory("sonla.pbgdpl.Audiences")
AllAdministrativeUnits = AllTermsFactory("sonla.pbgdpl.AdministrativeUnits")
AllAgencies = AllTermsFactory("sonla.pbgdpl.Agencies")
AllLanguages = AllTermsFactory("sonla.pbgdpl.Languages")
AllGovernmentLevels = AllTermsFactory("sonla.pbgdpl.GovernmentLevels")


def kind_titles() -> dict[str, str]:
    """Map each token of a kind to its title.

    A token that two lists share, such as `khac`, has one title where they agree
    and both where they do not.
    """
    titles: dict[str, list[str]] = {}
    for vocabulary in KIND_VOCABULARIES:
        for term in all_terms(vocabulary):
            known = titles.setdefault(term.token, [])
            if term.title not in known:
                known.append(term.title)
    return {
        **{token: " / ".join(known) for token, known in titles.items()},
        **type_kind_titles(),
    }


def type_kind_titles() -> dict[str, str]:
    """Map the tokens of which there is no list to their titles, in the language of the page."""
    request = getRequest()
    kinds = kinds_of_types()
    return {token: translate(title, context=request) for token, title in kinds.items()}


def all_kinds(context: Any) -> SimpleVocabulary:
    """Offer every kind of introduction, of material and of document."""
    return _vocabulary(kind_titles())


def type_titles() -> dict[str, str]:
    """Map each of our portal_types to its untranslated title."""
    types = api.portal.get_tool("portal_types")
    return {name: types[name].Title() for name in types_with("is_own") if name in types}


def _vocabulary(titles: dict[str, str]) -> SimpleVocabulary:
    return SimpleVocabulary(
        [
            # Tokens must be ASCII, values may not be: a number can hold any letter.
            SimpleTerm(value, value.encode("unicode_escape").decode("ascii"), title)
            for value, title in titles.items()
        ]
    )
