"""The search text of our content, and of stock content inside a section.

Two indexes read it. `SearchableText` is the portal's own: our texts are found
there from installation on. `pbgdpl_text` is ours: whole syllables with their
accents, for `@@pbgdpl-search`. No private field is named in this module, and no
field comes in by itself.
"""

from collections.abc import Iterator
from plone.base.interfaces import IPloneCatalogTool
from plone.indexer import indexer
from plone.indexer.interfaces import IIndexer
from Products.ZCatalog.interfaces import IZCatalog
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.fields import tokens
from sonla.pbgdpl.core.html import body_text
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.vietnamese.words import index_words
from sonla.pbgdpl.editorial.authorship import agency_of
from sonla.pbgdpl.legal_documents.indexers import documents_of
from sonla.pbgdpl.people.interfaces import IRegisteredPerson
from sonla.pbgdpl.search.stock_search import forms_that_stock_misses
from sonla.pbgdpl.vocabularies.terms import find_term
from typing import Any
from zope.component import getSiteManager
from zope.interface import Interface
from zope.interface import providedBy

TITLE_WEIGHT = 3
"""How often a title's words count, so that a title outranks a mention."""

PLAIN_FIELDS = (
    "author_name",
    "source",
    "publisher",
    "year",
    "signer",
    "code",
    "transcript",
    "position",
    "rank",
    "question",
    "answered_by",
    "topic",
)
NUMBER_FIELDS = ("replaces", "replaced_by")
ROW_FIELDS = ("decisions", "members", "secretariat", "officials", "programme")
ROW_CELLS = ("number", "issuer", "name", "position", "topic", "speaker")
"""Rows of councils and dialogues, and what of them is found; past members are, too."""
TERM_FIELDS = {
    "kind": ("sonla.pbgdpl.IntroductionKinds", "sonla.pbgdpl.MaterialKinds"),
    "document_type": ("sonla.pbgdpl.DocumentTypes",),
    "legal_fields": ("sonla.pbgdpl.LegalFields",),
    "audiences": ("sonla.pbgdpl.Audiences",),
    "territory": ("sonla.pbgdpl.AdministrativeUnits",),
    "text_language": ("sonla.pbgdpl.Languages",),
    "languages": ("sonla.pbgdpl.Languages",),
    "level": ("sonla.pbgdpl.GovernmentLevels",),
    "unit": ("sonla.pbgdpl.AdministrativeUnits",),
    "standing_agency": ("sonla.pbgdpl.Agencies",),
}


@indexer(IOwnContent, IPloneCatalogTool)
def SearchableText(obj: Any) -> str:
    """Return all that our content says, in the forms that the portal's search needs."""
    return own_text(obj)


def own_text(obj: Any) -> str:
    """Put together what our content says, for the portal's search."""
    text = " ".join((obj.getId(), obj.Title(), *details(obj)))
    return " ".join((text, *forms_that_stock_misses(text)))


@indexer(Interface, IPloneCatalogTool)
def SearchableText_stock(obj: Any) -> str | None:
    """Add to stock content inside a section the forms that Plone's folding misses.

    Registered for each stock type, more specifically than Plone's own indexer,
    which still does the work; outside of a section its answer is passed on as is. What of
    ours is an event gets here, too: behaviors come before the schema of a type.
    """
    if IOwnContent.providedBy(obj):
        return own_text(obj)
    text = stock_searchable_text(obj)
    if not text or section_of(obj) is None:
        return text
    return " ".join((text, *forms_that_stock_misses(text)))


@indexer(IOwnContent, IPloneCatalogTool)
def pbgdpl_text(obj: Any) -> str:
    """Return the canonical words of our content, for our own search."""
    return " ".join(index_words(" ".join((*titles(obj), *details(obj)))))


@indexer(Interface, IPloneCatalogTool)
def pbgdpl_text_stock(obj: Any) -> str:
    """Return the canonical words of stock content inside a section, for our own search."""
    if section_of(obj) is None:
        raise AttributeError("outside of every section")
    text = stock_searchable_text(obj) or ""
    return " ".join(index_words(" ".join((*titles(obj), text))))


def stock_searchable_text(obj: Any) -> str | None:
    """Ask the next less specific `SearchableText` indexer: Plone's, or an add-on's."""
    required = (providedBy(obj), IZCatalog)
    factory = getSiteManager().adapters.lookup(required, IIndexer, "SearchableText")
    return factory(obj, None)() if factory is not None else None


def titles(obj: Any) -> list[str]:
    """Repeat the title as often as it weighs."""
    return [obj.Title()] * TITLE_WEIGHT


def details(obj: Any) -> Iterator[str]:
    """Yield what the content says beyond its title, each part once."""
    yield obj.Description()
    yield " ".join(obj.Subject())
    yield body_text(obj)
    yield from (str(stored_value(obj, name) or "") for name in PLAIN_FIELDS)
    yield from (number for name in NUMBER_FIELDS for number in tokens(obj, name))
    for row in documents_of(obj):
        yield from document_words(row)
    for name in ROW_FIELDS:
        for row in stored_value(obj, name) or ():
            yield from (row.get(cell) or "" for cell in ROW_CELLS)
    yield from term_words(obj)


def document_words(row: dict[str, Any]) -> Iterator[str]:
    """Yield what is said of one legal document."""
    document_type = row.get("document_type")
    if document_type:
        yield from term_titles("sonla.pbgdpl.DocumentTypes", {document_type})
    for name in ("number", "issuer", "summary"):
        yield row.get(name) or ""


def term_words(obj: Any) -> Iterator[str]:
    """Yield the titles and other spellings of the terms by which an item is classified."""
    agency = agency_of(obj)
    if agency:
        yield from term_titles("sonla.pbgdpl.Agencies", {agency})
    is_person = IRegisteredPerson.providedBy(obj)
    for name, vocabularies in TERM_FIELDS.items():
        value = stored_value(obj, name)
        if name == "territory" and is_person:
            value = obj.territory
        chosen = {value} if isinstance(value, str) else set(filter(None, value or ()))
        for vocabulary in vocabularies if chosen else ():
            yield from term_titles(vocabulary, chosen)


def term_titles(vocabulary: str, chosen: set[str]) -> Iterator[str]:
    """Yield titles and aliases of the chosen tokens; unknown ones say nothing."""
    for token in sorted(chosen):
        term = find_term(vocabulary, token)
        if term is not None:
            yield term.title
            yield from term.aliases
