"""The search text of our content, and of stock content inside a section.

Two indexes read it. `SearchableText` is the portal's own: our texts are found
there from installation on. `pbgdpl_text` is ours: whole syllables with their
accents, for `@@pbgdpl-search`. Which fields are in it stands beside them in their schemas.
"""

from collections.abc import Iterator
from plone.base.interfaces import IPloneCatalogTool
from plone.indexer import indexer
from plone.indexer.interfaces import IIndexer
from Products.ZCatalog.interfaces import IZCatalog
from sonla.pbgdpl.core.fields import searchable
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.html import body_text
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.vietnamese.words import index_words
from sonla.pbgdpl.editorial.authorship import agency_of
from sonla.pbgdpl.search.interfaces import ISearchableWords
from sonla.pbgdpl.search.stock_search import forms_that_stock_misses
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies.fields import ITermChoice
from sonla.pbgdpl.vocabularies.fields import ITermChoices
from sonla.pbgdpl.vocabularies.terms import term_words
from typing import Any
from zope.component import getAdapters
from zope.component import getSiteManager
from zope.interface import Interface
from zope.interface import providedBy
from zope.schema.interfaces import ICollection

TITLE_WEIGHT = 3
"""How often a title's words count, so that a title outranks a mention."""


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
    yield from field_words(obj)
    if agency := agency_of(obj):
        yield from term_words(AGENCIES, {agency})
    for _name, computed in getAdapters((obj,), ISearchableWords):
        yield from computed.words()


def field_words(obj: Any) -> Iterator[str]:
    """Yield the words of the fields that the schemas of an item name as searchable.

    By what it provides, not by its type information: after an uninstallation there is none.
    """
    for schema in providedBy(obj).__iro__:
        named = schema.queryDirectTaggedValue(searchable.key) or {}
        for name, cells in named.items():
            if value := stored_value(obj, name):
                yield from words_in(schema[name], value, cells)


def words_in(field: Any, value: Any, cells: tuple[str, ...]) -> Iterator[str]:
    """Yield the words of one value: titles of terms, cells of rows, all else as it is."""
    if ITermChoice.providedBy(field):
        yield from term_words(field.vocabularyName, {value})
    elif ITermChoices.providedBy(field):
        yield from term_words(field.value_type.vocabularyName, set(value))
    elif cells:
        yield from (row.get(cell) or "" for row in value for cell in cells)
    elif ICollection.providedBy(field):
        yield from filter(None, value)
    else:
        yield str(value)
