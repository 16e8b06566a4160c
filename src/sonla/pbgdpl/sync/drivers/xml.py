"""Read XML that may be hostile, and the dates in it."""

from datetime import datetime
from datetime import UTC
from lxml import etree
from sonla.pbgdpl.sync.failures import ProtocolFailure

import re

MAX_ELEMENTS = 500_000
"""Elements of one answer; a page of a hundred records has a few thousand."""
XML_TYPES = ("application/xml", "text/xml")
_COUNT = etree.XPath("count(//*)")
_SPACE = re.compile(r"\s")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
MAX_IDENTIFIER = 1000


def parse_xml(
    body: bytes, base_url: str = "", max_elements: int = MAX_ELEMENTS
) -> etree._Element:
    """Give the root of a document; raise `ProtocolFailure` for one that won't do.

    Entities are not resolved, nothing is fetched, libxml2's own limits stay on, and
    any document type is refused: none of the formats has one.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body, parser, base_url=base_url or None)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ProtocolFailure(f"not XML: {error}") from None
    tree = root.getroottree()
    if tree.docinfo.doctype or tree.docinfo.internalDTD is not None:
        raise ProtocolFailure("the document has a document type")
    if (count := _COUNT(root)) > max_elements:
        raise ProtocolFailure(f"the document has {count:.0f} elements")
    return root


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


def is_day(text: str | None) -> bool:
    """Tell whether a text is a day without a time."""
    return bool(_DAY.fullmatch((text or "").strip()))


def identifier_of(text: str | None) -> str:
    """Give an identifier without space around it; empty if it can't be one."""
    text = (text or "").strip()
    if len(text) > MAX_IDENTIFIER or _SPACE.search(text):
        return ""
    return text


def serialised(element: etree._Element) -> bytes:
    """Give an element with the namespaces that it needs, as UTF-8."""
    return etree.tostring(
        element, encoding="UTF-8", xml_declaration=False, with_tail=False
    )
