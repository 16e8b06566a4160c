"""The legal documents of one item, read and written alike for all types.

A text cites documents in rows; a Guidance is itself a document, described by
fields of the same names. Both are handled as rows here.
"""

from datetime import date
from plone.base.utils import safe_text
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.vietnamese.folding import fold_number
from sonla.pbgdpl.legal_documents.rules import document_identity
from sonla.pbgdpl.legal_documents.rules import ROW_FIELDS
from sonla.pbgdpl.texts.content import IGuidance
from typing import Any

ROW_NAMES = (
    "document_type",
    "number",
    "issuer",
    "issued_on",
    "effective_on",
    "expires_on",
    "validity",
)
"""Names that a row and a Guidance share."""


def cited_rows(item: Any) -> list[dict[str, Any]]:
    """List the documents of an item as rows; those without a number have no identity.

    A row that came in over REST or an import may lack keys, so every reader
    uses `get`.
    """
    if IGuidance.providedBy(item):
        rows = [_guidance_row(item)]
    else:
        rows = [dict(row) for row in stored_rows(item)]
    return [row for row in rows if fold_number(row.get("number"))]


def row_of(item: Any, identity: str) -> dict[str, Any] | None:
    """Find the row of an item with this identity."""
    for row in cited_rows(item):
        if document_identity(row) == identity:
            return row
    return None


def write_row(item: Any, identity: str, changes: dict[str, Any]) -> None:
    """Set values in the row with this identity; every other value stays as it is.

    The list is replaced, not changed in place: rows are plain dictionaries, and
    the database would not notice a change inside.
    """
    if IGuidance.providedBy(item):
        for name, value in changes.items():
            setattr(item, name, value)
        return
    rows = [
        {**row, **changes} if document_identity(row) == identity else row
        for row in stored_rows(item)
    ]
    setattr(item, field_of_rows(item), rows)


def stored_rows(item: Any) -> list[dict[str, Any]]:
    """Return the stored rows of a text; an empty list for what has none."""
    return stored_value(item, field_of_rows(item)) or []


def field_of_rows(item: Any) -> str:
    """Name the field in which an item holds its rows."""
    held = (name for name in ROW_FIELDS if stored_value(item, name))
    return next(held, ROW_FIELDS[0])


def split_identity(identity: str) -> tuple[str, str, date | None]:
    """Take an identity apart: folded number, folded issuer, date of issue.

    Raises ValueError for text that is no identity, as it may come from an address.
    """
    number, issuer, issued = safe_text(identity).rsplit("|", 2)
    return number, issuer, date.fromisoformat(issued) if issued else None


def _guidance_row(item: Any) -> dict[str, Any]:
    row = {name: stored_value(item, name) for name in ROW_NAMES}
    return {
        **row,
        "summary": item.title,
        "url": None,
        "replaced_by": tuple(stored_value(item, "replaced_by") or ()),
    }
