"""The metadata formats that are offered."""

from collections.abc import Callable
from dataclasses import dataclass
from lxml import etree
from sonla.pbgdpl.exchange.formats import oai_dc
from sonla.pbgdpl.exchange.formats import pbgdpl_xml
from sonla.pbgdpl.exchange.record import Record


@dataclass(frozen=True)
class Format:
    """A format; `schema` is an address, or a path from the portal."""

    prefix: str
    namespace: str
    schema: str
    dump: Callable[[Record], etree._Element]


FORMATS = {
    format.prefix: format
    for format in (
        Format(
            "oai_dc",
            "http://www.openarchives.org/OAI/2.0/oai_dc/",
            "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
            oai_dc.dump,
        ),
        Format(
            "pbgdpl",
            pbgdpl_xml.NAMESPACE,
            "++resource++sonla.pbgdpl.exchange/pbgdpl-1.0.xsd",
            pbgdpl_xml.dump,
        ),
    )
}
"""Dublin Core is compulsory; the other one carries everything."""
