"""One line a legal document, over what the catalog shows to the user.

The index holds identities, and an identity holds number, issuer and date, so
that searching by number, year and order needs no object. Objects are read for
the lines of one page, and one for each document when type or validity filter.

A text cites documents in rows; guidance is itself a document, described by fields of the
same names. Each says how it is read as rows (`ILegalDocumentSource`).
"""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from plone import api
from plone.base.utils import safe_text
from plone.dexterity.interfaces import IDexterityContent
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.core.catalog import get_object
from sonla.pbgdpl.core.clock import midnight
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.clock import utc_of
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.vietnamese.folding import fold_name
from sonla.pbgdpl.core.vietnamese.folding import fold_number
from sonla.pbgdpl.core.vietnamese.words import words
from sonla.pbgdpl.editorial.embargo import without_embargoed
from sonla.pbgdpl.legal_documents import DOCUMENT_INDEX
from sonla.pbgdpl.legal_documents.interfaces import ILegalDocumentSource
from sonla.pbgdpl.legal_documents.rules import document_identity
from sonla.pbgdpl.legal_documents.rules import last_change
from sonla.pbgdpl.legal_documents.rules import validity_on
from sonla.pbgdpl.search.stock_search import munge_search_term
from typing import Any
from zope.component import adapter
from zope.interface import implementer

import re

ROW_NAMES = (
    "document_type",
    "number",
    "issuer",
    "issued_on",
    "effective_on",
    "expires_on",
    "validity",
)
"""Names that a row and the fields of guidance share."""


@implementer(ILegalDocumentSource)
@adapter(IDexterityContent)
class CitedDocuments:
    """Have the documents that an item cites in the rows of a field."""

    field = "legal_documents"
    states_itself = False

    def __init__(self, item: Any) -> None:
        self.item = item

    def rows(self) -> list[dict[str, Any]]:
        """Return the stored rows; none for an item without the field."""
        return [dict(row) for row in stored_value(self.item, self.field) or ()]

    def write(self, identity: str, changes: dict[str, Any]) -> None:
        """Replace the list: the database would not notice a change inside a row."""
        rows = [
            {**row, **changes} if document_identity(row) == identity else row
            for row in self.rows()
        ]
        setattr(self.item, self.field, rows)


def cited_rows(item: Any) -> list[dict[str, Any]]:
    """List the documents of an item as rows; those without a number have no identity.

    A row that came in over REST or an import may lack keys, so every reader
    uses `get`.
    """
    source = ILegalDocumentSource(item, None)
    rows = source.rows() if source is not None else []
    return [row for row in rows if fold_number(row.get("number"))]


def row_of(item: Any, identity: str) -> dict[str, Any] | None:
    """Find the row of an item with this identity."""
    for row in cited_rows(item):
        if document_identity(row) == identity:
            return row
    return None


def split_identity(identity: str) -> tuple[str, str, date | None]:
    """Take an identity apart: folded number, folded issuer, date of issue.

    Raises ValueError for text that is no identity, as it may come from an address.
    """
    number, issuer, issued = safe_text(identity).rsplit("|", 2)
    return number, issuer, date.fromisoformat(issued) if issued else None


class LastModified:
    """Since when a page says what it says, for `plone.app.caching` and browsers.

    The validity of a document turns at midnight, when nobody edits anything: a copy from
    the day before must not be taken for good then.
    """

    def __init__(self, context: Any) -> None:
        self.context = context

    def __call__(self) -> datetime:
        """Return the last change, or the last turn of a document if that came later."""
        day = today()
        changes = (last_change(row, day) for row in cited_rows(self.context))
        moments = [self.context.modified(), *map(midnight, filter(None, changes))]
        return utc_of(max(moments))


READ_FOR_ONE_LINE = 5
"""Items whose rows are merged into a line, the latest first."""

ORDERS = ("-issued", "issued", "number", "issuer")


@dataclass(frozen=True)
class DocumentFilters:
    """What a visitor asks for; empty text and None ask for everything."""

    text: str = ""
    document_type: str = ""
    validity: str = ""
    year: int | None = None
    order: str = ORDERS[0]
    identity: str = ""


@dataclass
class DocumentLine:
    """One legal document: its merged row and the catalog's brains citing it."""

    identity: str
    row: dict[str, Any]
    brains: list[Any] = field(default_factory=list)

    def validity_on(self, day: date) -> str:
        """Return the status token that holds on `day`; see `validity_on`."""
        return validity_on(self.row, day)


def visible_identities(context: Any) -> dict[str, list[Any]]:
    """Map each identity that the user may see below `context` to the items citing it.

    Items come the latest first. Expired items and those not yet effective are
    left out for those who may not see them, as in every listing.
    """
    catalog = api.portal.get_tool("portal_catalog")
    if DOCUMENT_INDEX not in catalog.indexes():
        return {}
    brains = catalog.searchResults(
        **{
            DOCUMENT_INDEX: {"query": "", "range": "min"},
            "path": path_of(context),
            "sort_on": "modified",
            "sort_order": "descending",
        }
    )
    index = get_index(catalog, DOCUMENT_INDEX)
    found: dict[str, list[Any]] = {}
    for brain in without_embargoed(brains):
        for identity in index.getEntryForObject(brain.getRID(), ()) or ():
            found.setdefault(identity, []).append(brain)
    return {identity: found[identity] for identity in found if readable(identity)}


def readable(identity: str) -> bool:
    """Return whether an indexed value is an identity with a number."""
    try:
        return bool(split_identity(identity)[0])
    except ValueError:
        return False


def select(
    context: Any, found: dict[str, list[Any]], filters: DocumentFilters, day: date
) -> list[str]:
    """Choose and order the identities that pass the filters."""
    chosen: Iterable[str] = found
    if filters.identity:
        chosen = [identity for identity in found if identity == filters.identity]
    if filters.text:
        chosen = matching(context, chosen, filters.text)
    if filters.year:
        chosen = [one for one in chosen if year_of(one) == filters.year]
    if filters.document_type or filters.validity:
        chosen = [one for one in chosen if _passes(one, found[one], filters, day)]
    return ordered(chosen, filters.order)


def matching(
    context: Any, identities: Iterable[str], text: str, most: int | None = None
) -> list[str]:
    """Find documents by a part of the number, or by words of issuer and summary.

    For words at most so many items are read, the latest first; None reads them all.
    """
    known = list(identities)
    number = fold_number(text)
    hits = [one for one in known if number in split_identity(one)[0]]
    if hits or not number:
        return hits
    by_words = set(identities_with_words(context, text, most))
    return [one for one in known if one in by_words]


def identities_with_words(context: Any, text: str, most: int | None) -> Iterator[str]:
    """Yield documents whose summary or issuer holds every word, accents or not.

    Signs between words are none of them, as in all our searches: the index takes quotes and
    parentheses for its own language, and fails on half of a pair.
    """
    typed = " ".join(words(text))
    if not typed:
        return
    brains = api.content.find(
        **{
            "SearchableText": munge_search_term(typed),
            DOCUMENT_INDEX: {"query": "", "range": "min"},
            "path": path_of(context),
            "sort_on": "modified",
            "sort_order": "descending",
        }
    )
    for brain in brains[:most]:
        for identity, row in rows_with_identity(get_object(brain)):
            if has_words(row, typed):
                yield identity


def has_words(row: dict[str, Any], text: str) -> bool:
    """Return whether summary, issuer and number of a row hold every word of a text."""
    cells = (row.get(name) or "" for name in ("summary", "issuer", "number"))
    known = fold_name(" ".join(cells))
    return all(word in known for word in fold_name(text).split())


def rows_with_identity(item: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each document of an item with its identity."""
    for row in cited_rows(item):
        yield document_identity(row), row


def line_of(identity: str, brains: list[Any]) -> DocumentLine:
    """Make the line of a document from the latest of the items citing it."""
    items = [get_object(brain) for brain in brains[:READ_FOR_ONE_LINE]]
    return DocumentLine(identity, merged_row(identity, items), brains)


def merged_row(identity: str, items: Iterable[Any]) -> dict[str, Any]:
    """Merge what items say of a document: for each cell the first that is filled."""
    merged: dict[str, Any] = dict.fromkeys(ROW_NAMES)
    for item in items:
        for name, value in (row_of(item, identity) or {}).items():
            if value and not merged.get(name):
                merged[name] = value
    return merged


def year_of(identity: str) -> int | None:
    """Return the year of issue; without a date, the year that the number names."""
    number, _issuer, issued = split_identity(identity)
    if issued:
        return issued.year
    named = re.search(r"/((?:19|20)\d\d)(?:/|$)", number)
    return int(named.group(1)) if named else None


def ordered(identities: Iterable[str], order: str) -> list[str]:
    """Put identities in one of `ORDERS`; numbers count as numbers, not as text."""
    by_number = sorted(identities, key=natural_order)
    match order:
        case "number":
            return by_number
        case "issuer":
            return sorted(by_number, key=lambda one: split_identity(one)[1])
        case "issued":
            return sorted(by_number, key=_issued)
    return sorted(by_number, key=_issued, reverse=True)


def natural_order(identity: str) -> list[tuple[int, int, str]]:
    """Return a key that puts 9/2020 before 10/2020."""
    parts = re.split(r"(\d+)", split_identity(identity)[0])
    numbers = ((part, parse_int(part, None)) for part in parts)
    return [
        (1, 0, part) if number is None else (0, number, "") for part, number in numbers
    ]


def _issued(identity: str) -> date:
    year = year_of(identity)
    return split_identity(identity)[2] or date(year or 1, 1, 1)


def _passes(
    identity: str, brains: list[Any], filters: DocumentFilters, day: date
) -> bool:
    line = line_of(identity, brains[:1])
    wanted_type, wanted = filters.document_type, filters.validity
    return (not wanted_type or line.row["document_type"] == wanted_type) and (
        not wanted or line.validity_on(day) == wanted
    )
