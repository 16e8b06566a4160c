"""The record as JSON-LD in the words of schema.org and dcterms.

The context stands in each record, so nobody needs the network to understand one. It is
read as plain JSON with fixed keys: a record may be trusted with its words, not with
what the words shall mean.
"""

from collections.abc import Mapping
from sonla.pbgdpl.exchange.field_types import InvalidValue
from sonla.pbgdpl.exchange.fields import Field
from sonla.pbgdpl.exchange.fields import FIELDS
from sonla.pbgdpl.exchange.fields import finished
from sonla.pbgdpl.exchange.fields import NAMESPACE
from sonla.pbgdpl.exchange.fields import present
from sonla.pbgdpl.exchange.formats.safe_parsers import read_json
from sonla.pbgdpl.exchange.formats.safe_parsers import UnreadableDocument
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.exchange.record_types import type_named
from typing import Any

import json

MEDIA_TYPE = "application/ld+json"
TYPE_KEY = "pbgdpl:type"

CONTEXT: Mapping[str, Any] = {
    "@vocab": "https://schema.org/",
    "dcterms": "http://purl.org/dc/terms/",
    "pbgdpl": f"{NAMESPACE}#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "contentUrl": {"@type": "@id"},
    "dateModified": {"@type": "xsd:dateTime"},
    "datePublished": {"@type": "xsd:dateTime"},
    "endDate": {"@type": "xsd:dateTime"},
    "legislationDate": {"@type": "xsd:date"},
    "legislationDateOfApplicability": {"@type": "xsd:date"},
    "pbgdpl:day": {"@type": "xsd:date"},
    "pbgdpl:effectiveOn": {"@type": "xsd:date"},
    "pbgdpl:expiresOn": {"@type": "xsd:date"},
    "pbgdpl:externalUrl": {"@type": "@id"},
    "pbgdpl:issuedOn": {"@type": "xsd:date"},
    "pbgdpl:validFrom": {"@type": "xsd:dateTime"},
    "startDate": {"@type": "xsd:dateTime"},
    "OrganizationRole": {
        "@id": "https://schema.org/OrganizationRole",
        "@context": {
            "endDate": {"@type": "xsd:date"},
            "startDate": {"@type": "xsd:date"},
        },
    },
    "url": {"@type": "@id"},
}
THINGS = {
    "location": "Place",
    "publisher": "GovernmentOrganization",
    "sdPublisher": "Organization",
}
"""Key → type of the thing that its parts, written as `publisher/name`, make up."""


def dump(record: Record) -> dict[str, Any]:
    """Write a record as JSON-LD."""
    kind = type_named(record.type)
    data: dict[str, Any] = {
        "@context": dict(CONTEXT),
        "@id": record.identifier,
        "@type": kind.schema_org(record) if kind is not None else "CreativeWork",
        "identifier": record.identifier,
        TYPE_KEY: record.type,
    }
    for field, value in present(record):
        _put(data, field, field.kind.to_json(value))
    if "text" in data:
        data["encodingFormat"] = "text/html"
    return data


def load(data: Any) -> Record:
    """Read a record; raise `InvalidRecord`. Unknown keys are ignored."""
    if not isinstance(data, dict):
        raise InvalidRecord("", "is not an object")
    values = {}
    for field in FIELDS:
        value = _read(field, data)
        if value is not None:
            values[field.name] = value
    return finished(data.get("identifier"), data.get(TYPE_KEY), values)


def dumps(record: Record) -> bytes:
    """Write a record as UTF-8."""
    return json.dumps(dump(record), ensure_ascii=False, allow_nan=False).encode()


def loads(data: bytes | str) -> Record:
    """Read a record strictly; raise `InvalidRecord`."""
    try:
        return load(read_json(data))
    except UnreadableDocument as error:
        raise InvalidRecord("", str(error)) from None


def _put(data: dict[str, Any], field: Field, value: Any) -> None:
    """Put a value under its key, beside those of fields that share the key."""
    key, _slash, part = field.json.partition("/")
    if part:
        thing = {"@type": THINGS[key]} if key in THINGS else {}
        data.setdefault(key, thing)[part] = value
    elif isinstance(value, list):
        data[key] = [*data.get(key, []), *value]
    else:
        data[key] = value


def _read(field: Field, data: dict[str, Any]) -> Any:
    key, _slash, part = field.json.partition("/")
    value = data.get(key)
    if part:
        value = _part(value, part)
    if value is None:
        return None
    try:
        return field.kind.from_json(value)
    except InvalidValue as error:
        raise InvalidRecord(field.name, str(error), error.words) from None


def _part(thing: Any, name: str) -> Any:
    """Return a part of a thing; a text alone is its name, of several things the first."""
    if isinstance(thing, list):
        thing = thing[0] if thing else None
    if isinstance(thing, dict):
        return thing.get(name)
    return thing if name == "name" else None
