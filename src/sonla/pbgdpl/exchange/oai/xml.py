"""Write answers (OAI-PMH 2.0, section 3.2)."""

from collections.abc import Mapping
from datetime import datetime
from datetime import UTC
from lxml import etree
from sonla.pbgdpl.exchange.oai.arguments import SECONDS
from sonla.pbgdpl.exchange.oai.errors import OaiError
from sonla.pbgdpl.exchange.oai.repository import Item
from sonla.pbgdpl.exchange.oai.repository import SET_PREFIX

OAI = "http://www.openarchives.org/OAI/2.0/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA = f"{OAI}OAI-PMH.xsd"
SCHEMA_LOCATION = f"{{{XSI}}}schemaLocation"
IDENTIFIER = f"{OAI}oai-identifier"


def moment(seconds: int) -> str:
    """Write a datestamp."""
    return datetime.fromtimestamp(seconds, UTC).strftime(SECONDS)


def add(
    parent: etree._Element, name: str, text: str = "", **attributes: str
) -> etree._Element:
    """Add an element of the protocol."""
    element = etree.SubElement(parent, f"{{{OAI}}}{name}", attributes)
    if text:
        element.text = text
    return element


def envelope(base_url: str, now: int, arguments: Mapping[str, str]) -> etree._Element:
    """Begin an answer; `arguments` are repeated in it unless they were wrong."""
    root = etree.Element(f"{{{OAI}}}OAI-PMH", nsmap={None: OAI, "xsi": XSI})
    root.set(SCHEMA_LOCATION, f"{OAI} {SCHEMA}")
    add(root, "responseDate", moment(now))
    add(root, "request", base_url, **arguments)
    return root


def add_error(root: etree._Element, error: OaiError) -> None:
    """Add what was wrong with a request, by the code of the protocol."""
    add(root, "error", str(error), code=error.code)


def add_header(parent: etree._Element, item: Item) -> None:
    """Add the header of a record; a tombstone says so."""
    header = add(parent, "header")
    if item.deleted:
        header.set("status", "deleted")
    add(header, "identifier", item.identifier)
    add(header, "datestamp", moment(item.datestamp))
    add(header, "setSpec", f"{SET_PREFIX}{item.type}")


def add_record(
    parent: etree._Element, item: Item, metadata: etree._Element | None
) -> None:
    """Add a record; one that is deleted has only its header."""
    record = add(parent, "record")
    add_header(record, item)
    if metadata is not None:
        add(record, "metadata").append(metadata)


def add_token(
    parent: etree._Element,
    token: str,
    given: int,
    size: int | None,
    expires: int | None,
) -> None:
    """Add where the list goes on; the empty token says that it ends here."""
    attributes = {"cursor": str(given)}
    if size is not None:
        attributes["completeListSize"] = str(size)
    if expires is not None:
        attributes["expirationDate"] = moment(expires)
    add(parent, "resumptionToken", token, **attributes)


def add_set(parent: etree._Element, spec: str, name: str) -> None:
    """Add a set with its name."""
    one = add(parent, "set")
    add(one, "setSpec", spec)
    add(one, "setName", name)


def add_identifier(parent: etree._Element, repository: str) -> None:
    """Write how identifiers are made (OAI Identifier Format, 2.0)."""
    described = etree.SubElement(
        add(parent, "description"),
        f"{{{IDENTIFIER}}}oai-identifier",
        nsmap={None: IDENTIFIER},
    )
    described.set(SCHEMA_LOCATION, f"{IDENTIFIER} {IDENTIFIER}.xsd")
    facts = {
        "scheme": "oai",
        "repositoryIdentifier": repository,
        "delimiter": ":",
        "sampleIdentifier": f"oai:{repository}:{'0' * 32}",
    }
    for name, fact in facts.items():
        etree.SubElement(described, f"{{{IDENTIFIER}}}{name}").text = fact


def serialised(root: etree._Element) -> bytes:
    """Write the document; text that XML can't hold was left out by the record."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)
