"""The record as XML of the profile, by the schema `schemas/pbgdpl-1.0.xsd`."""

from lxml.etree import _Element
from lxml.etree import Element
from sonla.pbgdpl.exchange.field_types import InvalidValue
from sonla.pbgdpl.exchange.field_types import text_of
from sonla.pbgdpl.exchange.fields import Field
from sonla.pbgdpl.exchange.fields import FIELDS
from sonla.pbgdpl.exchange.fields import finished
from sonla.pbgdpl.exchange.fields import NAMESPACE
from sonla.pbgdpl.exchange.fields import present
from sonla.pbgdpl.exchange.fields import VERSION
from sonla.pbgdpl.exchange.hashing import content_hash
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.exchange.record import Record
from typing import Any

MEDIA_TYPE = "application/xml"

ROOT = f"{{{NAMESPACE}}}record"
IDENTIFIER = f"{{{NAMESPACE}}}identifier"
NSMAP = {None: NAMESPACE}

_TAGS = {field.name: f"{{{NAMESPACE}}}{field.xml}" for field in FIELDS}
_BY_TAG = {tag: name for name, tag in _TAGS.items()}


def dump(record: Record) -> _Element:
    """Write a record as an element `record`."""
    root = Element(ROOT, {"version": VERSION, "type": record.type}, nsmap=NSMAP)
    identifier = Element(IDENTIFIER, nsmap=NSMAP)
    identifier.text = record.identifier
    root.append(identifier)
    for field, value in present(record):
        if field.xml.startswith("@"):
            root.set(field.xml[1:], field.kind.to_text(value))
        else:
            field.kind.to_xml(root, _TAGS[field.name], value)
    root.set("hash", content_hash(record))
    return root


def load(root: _Element) -> Record:
    """Read an element `record`; raise `InvalidRecord`.

    Unknown elements and attributes are ignored, and the hash, too: it is the sender's.
    """
    if root.tag != ROOT:
        raise InvalidRecord("", "is not a record of this profile")
    if root.get("version", VERSION).partition(".")[0] != VERSION.partition(".")[0]:
        raise InvalidRecord("version", "is another one than 1")
    found = _elements(root)
    values = {}
    for field in FIELDS:
        value = _read(field, root, found.get(field.name))
        if value is not None:
            values[field.name] = value
    identifier = root.find(IDENTIFIER)
    name = text_of(identifier).strip() if identifier is not None else None
    return finished(name, root.get("type"), values)


def _elements(root: _Element) -> dict[str, list[_Element]]:
    found: dict[str, list[_Element]] = {}
    for child in root:
        name = _BY_TAG.get(child.tag) if isinstance(child.tag, str) else None
        if name is not None:
            found.setdefault(name, []).append(child)
    return found


def _read(field: Field, root: _Element, elements: list[_Element] | None) -> Any:
    try:
        if field.xml.startswith("@"):
            text = root.get(field.xml[1:])
            return None if text is None else field.kind.from_text(text)
        return field.kind.from_xml(elements) if elements else None
    except InvalidValue as error:
        raise InvalidRecord(field.name, str(error), error.words) from None
