"""The legal documents of one item, read and written alike for all types.

A text cites documents in rows; guidance is itself a document, described by
fields of the same names. Each says how it is read as rows (`ILegalDocumentSource`).
"""

from datetime import date
from datetime import datetime
from plone.base.utils import safe_text
from plone.dexterity.interfaces import IDexterityContent
from sonla.pbgdpl.core.clock import midnight
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.vietnamese.folding import fold_number
from sonla.pbgdpl.legal_documents.interfaces import ILegalDocumentSource
from sonla.pbgdpl.legal_documents.rules import document_identity
from sonla.pbgdpl.legal_documents.rules import last_turn
from typing import Any
from zope.component import adapter
from zope.interface import implementer

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
        turns = (last_turn(row, day) for row in cited_rows(self.context))
        moments = [self.context.modified(), *map(midnight, filter(None, turns))]
        return max(moments).asdatetime()
