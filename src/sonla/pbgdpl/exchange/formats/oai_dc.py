"""The record in the fifteen elements of Dublin Core (TCVN 7980), as OAI-PMH asks for."""

from lxml.etree import _Element
from lxml.etree import Element
from lxml.etree import SubElement
from sonla.pbgdpl.exchange.fields import present
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.exchange.record_types import type_named

NAMESPACE = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
_SCHEMA_LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
_NSMAP = {
    "oai_dc": NAMESPACE,
    "dc": DC,
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}


def dump(record: Record) -> _Element:
    """Write a record as `oai_dc:dc`: identifier and type first, then as the table has it."""
    root = Element(f"{{{NAMESPACE}}}dc", nsmap=_NSMAP)
    root.set(_SCHEMA_LOCATION, f"{NAMESPACE} {SCHEMA}")
    for name, words in elements(record).items():
        for word in words:
            SubElement(root, f"{{{DC}}}{name}").text = word
    return root


def elements(record: Record) -> dict[str, list[str]]:
    """Return the words of each element, each once."""
    kind = type_named(record.type)
    types = [record.type, kind.dcmi_type(record) if kind is not None else "Text"]
    found: dict[str, dict[str, None]] = {
        "identifier": {record.identifier: None},
        "type": dict.fromkeys(types),
    }
    for field, value in present(record):
        if field.dc:
            words = found.setdefault(field.dc, {})
            words.update(dict.fromkeys(field.kind.plain(value)))
    return {name: list(words) for name, words in found.items()}
