"""Read XML that may be hostile."""

from lxml import etree
from sonla.pbgdpl import _
from sonla.pbgdpl.exchange.formats.safe_parsers import MAX_ELEMENTS
from sonla.pbgdpl.exchange.formats.safe_parsers import read_xml
from sonla.pbgdpl.exchange.formats.safe_parsers import UnreadableDocument
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.messages import TOO_LONG

XML_TYPES = ("application/xml", "text/xml")
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
        raise ProtocolFailure(
            _(
                "detail_no_xml",
                default="The answer is no XML that can be read (${why}).",
                mapping={"why": error.why},
            )
        ) from None


def serialised(element: etree._Element) -> bytes:
    """Return an element with the namespaces that it needs, as UTF-8.

    Each record gets all of its page, and the time to write them grows with their square: raises
    `ProtocolFailure` for more than any document has.
    """
    if len(element.nsmap) > MAX_NAMESPACES:
        raise ProtocolFailure(TOO_LONG)
    return etree.tostring(
        element, encoding="UTF-8", xml_declaration=False, with_tail=False
    )
