"""Vocabularies of legal documents."""

from plone import api
from sonla.pbgdpl.editorial.local_roles import works_in_section
from sonla.pbgdpl.legal_documents import DOCUMENT_INDEX
from sonla.pbgdpl.legal_documents.query import visible_identities
from sonla.pbgdpl.vocabularies.filters import _vocabulary
from typing import Any
from zope.schema.vocabulary import SimpleVocabulary


def legal_document_identities(context: Any) -> SimpleVocabulary:
    """Offer the legal documents that an item of a section is, introduces or cites.

    Visitors and members may ask for it, too: who works in no section is told only of what items
    cite that they may see.
    """
    catalog = api.portal.get_tool("portal_catalog")
    if DOCUMENT_INDEX not in catalog.indexes():
        return SimpleVocabulary([])
    if works_in_section():
        identities = catalog.uniqueValuesFor(DOCUMENT_INDEX)
    else:
        identities = sorted(visible_identities(api.portal.get()))
    return _vocabulary({identity: identity_title(identity) for identity in identities})


def identity_title(identity: str) -> str:
    """Name a document by number, issuer and day: `218/QD-UBND, ubnd tinh, 2026-01-30`."""
    return ", ".join(part for part in identity.split("|") if part)
