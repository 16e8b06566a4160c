"""Write Atom (RFC 4287) with archives (RFC 5005) and tombstones (RFC 6721)."""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import datetime
from lxml.etree import _Element
from lxml.etree import Element
from lxml.etree import SubElement
from sonla.referenceserver.clock import stamp
from sonla.referenceserver.formats.pbgdpl_xml import NAMESPACE
from sonla.referenceserver.records import Record
from sonla.referenceserver.seeding.resources import load
from typing import Any
from uuid import UUID

ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
DCTERMS = "http://purl.org/dc/terms/"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NSMAP = {None: ATOM, "fh": HISTORY, "at": TOMBSTONES, "dcterms": DCTERMS}

TYPE_SCHEME = f"{NAMESPACE}#type"
SUBJECT_SCHEME = f"{NAMESPACE}#subject"


def feed(
    identifier: str,
    title: str,
    updated: datetime,
    links: Mapping[str, str],
    records: Iterable[Record],
    archive: bool,
) -> _Element:
    """Write a feed document; links by their relation, records in their order."""
    root = Element(f"{{{ATOM}}}feed", nsmap=NSMAP)
    root.set(XML_LANG, "vi")
    _text(root, "id", identifier)
    _text(root, "title", title)
    _text(root, "updated", stamp(updated))
    _text(_text(root, "author"), "name", title)
    for relation, address in links.items():
        _link(root, relation, address)
    if archive:
        SubElement(root, f"{{{HISTORY}}}archive")
    for record in records:
        if record.deleted:
            _tombstone(root, record)
        else:
            _entry(root, record)
    return root


def atom_id(record: Record) -> str:
    """Return the identifier that an entry has for ever."""
    try:
        return UUID(record.name).urn
    except ValueError:
        return record.identifier


def _tombstone(parent: _Element, record: Record) -> None:
    SubElement(
        parent,
        f"{{{TOMBSTONES}}}deleted-entry",
        ref=atom_id(record),
        when=stamp(record.datestamp),
    )


def _entry(parent: _Element, record: Record) -> None:
    values = record.fields
    entry = _text(parent, "entry")
    _text(entry, "id", atom_id(record))
    _text(entry, "title", values.get("title", ""))
    _text(entry, "updated", stamp(record.datestamp))
    _text(entry, "published", values.get("issued") or stamp(record.datestamp))
    _text(_text(entry, "author"), "name", values.get("creator", ""))
    for name in values.get("contributor", ()):
        _text(_text(entry, "contributor"), "name", name)
    if values.get("url"):
        _link(entry, "alternate", values["url"])
    for file in files(values):
        _enclosure(entry, file)
    label = load("terms")["types"].get(record.type, record.type)
    _category(entry, record.type, label, TYPE_SCHEME)
    for term in values.get("subject", ()):
        _category(entry, term["code"], term["title"], SUBJECT_SCHEME)
    for keyword in values.get("keyword", ()):
        SubElement(entry, f"{{{ATOM}}}category", term=keyword)
    _text(entry, "summary", values.get("description", ""))
    _text(entry, "content", values.get("body", "")).set("type", "html")
    if values.get("rights"):
        _text(entry, "rights", values["rights"])
    SubElement(entry, f"{{{DCTERMS}}}identifier").text = record.identifier


def files(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """List the files of a record, its own file last."""
    media = values.get("media")
    return [*values.get("attachment", ()), *([media] if media else [])]


def _text(parent: _Element, name: str, text: str | None = None) -> _Element:
    element = SubElement(parent, f"{{{ATOM}}}{name}")
    element.text = text
    return element


def _link(parent: _Element, relation: str, address: str) -> None:
    SubElement(parent, f"{{{ATOM}}}link", rel=relation, href=address)


def _enclosure(parent: _Element, file: Mapping[str, Any]) -> None:
    SubElement(
        parent,
        f"{{{ATOM}}}link",
        rel="enclosure",
        href=file["url"],
        type=file["mediaType"],
        length=str(file["size"]),
        title=file["name"],
    )


def _category(parent: _Element, term: str, label: str, scheme: str) -> None:
    SubElement(parent, f"{{{ATOM}}}category", term=term, label=label, scheme=scheme)
