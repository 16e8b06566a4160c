"""Numbers and identities of legal documents in the catalog."""

from collections.abc import Iterator
from plone.app.querystring.interfaces import IParsedQueryIndexModifier
from plone.indexer import indexer
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.core.vietnamese.folding import number_key
from sonla.pbgdpl.core.vietnamese.folding import number_keys
from sonla.pbgdpl.legal_documents.interfaces import ILegalDocumentSource
from sonla.pbgdpl.legal_documents.query import cited_rows
from sonla.pbgdpl.legal_documents.rules import document_identity
from sonla.pbgdpl.search.interfaces import ISearchableWords
from sonla.pbgdpl.vocabularies.terms import term_words
from typing import Any
from zope.component import adapter
from zope.interface import implementer

DOCUMENT_TYPES = "sonla.pbgdpl.DocumentTypes"
SEARCHED_CELLS = ("number", "issuer", "summary")


@indexer(IOwnContent)
def pbgdpl_number(obj: Any) -> tuple[str, ...]:
    """Index the numbers of the text itself and of the documents it introduces.

    Whole and in each run of parts, as `number_keys` gives them.
    """
    keys: set[str] = set()
    for row in cited_rows(obj):
        keys |= number_keys(row.get("number"))
    return tuple(sorted(keys))


@indexer(IOwnContent)
def pbgdpl_legal_document(obj: Any) -> tuple[str, ...]:
    """Index the identities of the documents that the text is, introduces or cites."""
    identities = {document_identity(row) for row in cited_rows(obj)}
    return tuple(sorted(identities))


@implementer(ISearchableWords)
@adapter(IOwnContent)
class DocumentWords:
    """Have items found by what is said of the legal documents that they cite.

    A document itself is found by its fields.
    """

    def __init__(self, item: Any) -> None:
        self.item = item

    def words(self) -> Iterator[str]:
        """Yield type, number, issuer and summary of each that is cited."""
        if ILegalDocumentSource(self.item).states_itself:
            return
        for row in cited_rows(self.item):
            yield from term_words(DOCUMENT_TYPES, {row.get("document_type")})
            yield from (row.get(cell) or "" for cell in SEARCHED_CELLS)


@implementer(IParsedQueryIndexModifier)
class NumberQuery:
    """Fold a number that an editor types as criterion of a Collection."""

    def __call__(self, value: Any) -> tuple[str, Any]:
        """Fold the numbers of a parsed criterion, whether it seeks or excludes them."""
        folded = dict(value)
        for key in ("query", "not"):
            if key in folded:
                folded[key] = _keys(folded[key])
        return "pbgdpl_number", folded


def _keys(numbers: str | list[str] | None) -> list[str]:
    listed = [numbers] if isinstance(numbers, str) else numbers or []
    return [number_key(number) for number in listed]
