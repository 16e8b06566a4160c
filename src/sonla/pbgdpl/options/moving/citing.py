"""Rows of the documents that a text names, and how they are written again."""

from collections.abc import Mapping
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.vietnamese.folding import number_key
from sonla.pbgdpl.legal_documents.behavior import ILegalDocument
from sonla.pbgdpl.legal_documents.query import cited_rows
from sonla.pbgdpl.legal_documents.recognition import mentions
from sonla.pbgdpl.options.moving.conversion import Conversion
from sonla.pbgdpl.options.moving.conversion import Source
from typing import Any
from zope.i18nmessageid import Message

MAX_ROWS = 10
"""Documents of one text that become rows; a text that names more is a list of them."""
MSG_INCOMPLETE = _(
    "msg_document_half_recognised",
    default="Named in the text, but type or issuer are not clear: ${numbers}",
)


def rows_of(text: str, section: Any) -> tuple[list[dict[str, Any]], list[Message]]:
    """Make rows of the documents that a text names; tell which ones are only half known.

    What the register of the section knows of a number counts for what the text leaves out.
    """
    rows: list[dict[str, Any]] = []
    incomplete: list[str] = []
    for one in mentions(text)[:MAX_ROWS]:
        known = registered(one.number, section) if section is not None else {}
        row = {
            "document_type": one.document_type or known.get("document_type"),
            "number": one.number,
            "issuer": one.issuer or known.get("issuer"),
            "issued_on": one.issued_on or known.get("issued_on"),
        }
        if row["document_type"] and row["issuer"]:
            rows.append({**dict.fromkeys(ILegalDocument), **row})
        else:
            incomplete.append(one.number)
    messages = [Message(MSG_INCOMPLETE, mapping={"numbers": ", ".join(incomplete)})]
    return rows, messages if incomplete else []


def written(row: Mapping[str, Any]) -> str:
    """Write a document so that `mentions` reads it again."""
    day, issuer = format_day(row.get("issued_on")), row.get("issuer")
    of_day, by = f" ngày {day}" if day else "", f" của {issuer}" if issuer else ""
    return f"{row.get('number') or ''}{of_day}{by}".strip()


class CitingConversion(Conversion):
    """Base class of conversions to types that cite documents in rows."""

    cites = True

    def cited(self, values: dict[str, Any]) -> str:
        """Return the documents, parted by semicolons."""
        return "; ".join(map(written, values.get("legal_documents") or ()))

    def cite(self, source: Source, values: dict[str, Any], text: str) -> list[Message]:
        """Set the rows anew; one whose number stays keeps what it said."""
        before = {number_key(row["number"]): row for row in values["legal_documents"]}
        rows: list[dict[str, Any]] = []
        half_known: list[Message] = []
        for part in text.split(";"):
            found, messages = rows_of(part, source.section)
            old = before.get(number_key(part.split(" ngày ")[0].split(" của ")[0]))
            rows += [old] if old and not found else found
            half_known += messages
        values["legal_documents"] = rows
        return half_known


def registered(number: str, section: Any) -> dict[str, Any]:
    """Return what the items of a section say of a document; nothing if several have its number."""
    key = number_key(number)
    brains = api.content.find(**{"pbgdpl_number": key, "path": path_of(section)})
    rows = [
        row
        for item in load_objects(brains[:5])
        for row in cited_rows(item)
        if number_key(row.get("number")) == key
    ]
    names = {row.get("issuer") for row in rows}
    return rows[0] if len(names) == 1 else {}
