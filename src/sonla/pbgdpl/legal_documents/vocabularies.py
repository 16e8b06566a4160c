"""Vocabularies of legal documents."""

from plone import api
from sonla.pbgdpl.legal_documents import DOCUMENT_INDEX
from sonla.pbgdpl.vocabularies.filters import _vocabulary
from typing import Any
from zope.schema.vocabulary import SimpleVocabulary


def legal_document_identities(context: Any) -> SimpleVocabulary:
    """Offer the legal documents that an item of the section is, introduces or cites."""
    catalog = api.portal.get_tool("portal_catalog")
    if DOCUMENT_INDEX not in catalog.indexes():
        return SimpleVocabulary([])
    identities = catalog.uniqueValuesFor(DOCUMENT_INDEX)
    return _vocabulary({identity: identity_title(identity) for identity in identities})


def identity_title(identity: str) -> str:
    """Name a document by number, issuer and day: `218/QD-UBND, ubnd tinh, 2026-01-30`."""
    return ", ".join(part for part in identity.split("|") if part)
