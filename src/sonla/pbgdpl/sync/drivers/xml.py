"""Read XML that may be hostile, and the dates in it."""

from datetime import datetime
from datetime import UTC
from lxml import etree
from sonla.pbgdpl.exchange.formats.safe_parsers import MAX_ELEMENTS
from sonla.pbgdpl.exchange.formats.safe_parsers import read_xml
from sonla.pbgdpl.exchange.formats.safe_parsers import UnreadableDocument
from sonla.pbgdpl.sync.failures import ProtocolFailure

import re

XML_TYPES = ("application/xml", "text/xml")
_UNUSABLE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|\A\.{1,2}\Z")
"""What stands in no identifier: space, what can't be written, and a step in a path."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
MAX_IDENTIFIER = 1000
MAX_NAMESPACES = 100
"""Those that hold at one element."""


def parse_xml(
    body: bytes, base_url: str = "", max_elements: int = MAX_ELEMENTS
) -> etree._Element:
    """Return the root of a document; raise `ProtocolFailure` for one that won't do.

    `exchange.formats.safe_parsers` says what it refuses.
    """
    try:
        return read_xml(body, base_url, max_elements)
    except UnreadableDocument as error:
        raise ProtocolFailure(str(error)) from None


def moment_of(text: str | None) -> datetime | None:
    """Read a time with its zone, or a day as its beginning in UTC; None if it is neither.

    A time without a zone is none: guessing one would be wrong by seven hours. Fractions
    are cut off: rounding up would skip changes.
    """
    text = (text or "").strip()
    try:
        if _DAY.fullmatch(text):
            return datetime.fromisoformat(text).replace(tzinfo=UTC)
        if _MOMENT.fullmatch(text.upper()):
            moment = datetime.fromisoformat(text.upper())
            return moment.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        pass
    return None


def identifier_of(text: str | None) -> str:
    """Return an identifier without space around it; empty if it can't be one."""
    text = (text or "").strip()
    if len(text) > MAX_IDENTIFIER or _UNUSABLE.search(text):
        return ""
    return text


def serialised(element: etree._Element) -> bytes:
    """Return an element with the namespaces that it needs, as UTF-8.

    Each record gets all of its page, and the time to write them grows with their square: raises
    `ProtocolFailure` for more than any document has.
    """
    if len(element.nsmap) > MAX_NAMESPACES:
        raise ProtocolFailure("the document has far too many namespaces")
    return etree.tostring(
        element, encoding="UTF-8", xml_declaration=False, with_tail=False
    )
