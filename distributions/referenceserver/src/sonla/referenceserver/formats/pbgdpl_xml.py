"""Write a record as XML of the profile `pbgdpl` 1.0.

Written from the agreed format, not from the code of the other side.
"""

from collections.abc import Callable
from hashlib import sha256
from lxml.etree import _Element
from lxml.etree import QName
from lxml.etree import SubElement
from sonla.referenceserver.records import Record
from typing import Any
from urllib.parse import urlsplit

import json

NAMESPACE = "tag:sonla.gov.vn,2026:pbgdpl/1.0"
VERSION = "1.0"
SCHEMA_NAME = "pbgdpl-1.0.xsd"

Write = Callable[[_Element, str, Any], None]


def write(parent: _Element, record: Record) -> _Element:
    """Write a record below an element."""
    root = SubElement(
        parent,
        QName(NAMESPACE, "record"),
        nsmap={None: NAMESPACE},
        version=VERSION,
        type=record.type,
        revision=str(record.revision),
        hash=content_hash(record),
    )
    values = {"identifier": record.identifier, **record.fields}
    for name, how in ELEMENTS.items():
        value = values.get(name)
        for one in value if isinstance(value, list | tuple) else [value]:
            if one not in (None, ""):
                how(root, name, one)
    return root


def content_hash(record: Record) -> str:
    """Digest what a version says, without addresses of the server and without times.

    A receiver may compare it with another hash of this server only: how it is computed
    is nobody else's business.
    """
    fields = {
        name: value
        for name, value in record.fields.items()
        if name not in ("url", "modified")
    }
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True)
    address = urlsplit(record.fields.get("url", ""))
    if address.netloc:
        text = text.replace(f"{address.scheme}://{address.netloc}", "")
    return f"sha-256:{sha256(text.encode()).hexdigest()}"


def _text(parent: _Element, name: str, value: Any) -> None:
    SubElement(parent, QName(NAMESPACE, name)).text = str(value)


def _html(parent: _Element, name: str, value: str) -> None:
    element = SubElement(parent, QName(NAMESPACE, name), mediaType="text/html")
    element.text = value


def _coded(parent: _Element, name: str, value: dict[str, str]) -> None:
    element = SubElement(parent, QName(NAMESPACE, name), code=value["code"])
    element.text = value["title"]


def _file(parent: _Element, name: str, value: dict[str, Any]) -> None:
    names = ("name", "mediaType", "size", "sha256", "url")
    attributes = {key: str(value[key]) for key in names if key in value}
    SubElement(parent, QName(NAMESPACE, name), attributes)


def _legal_document(parent: _Element, name: str, value: dict[str, Any]) -> None:
    element = SubElement(parent, QName(NAMESPACE, name))
    for part, how in LEGAL_DOCUMENT.items():
        if value.get(part):
            how(element, part, value[part])


LEGAL_DOCUMENT: dict[str, Write] = {
    "documentType": _coded,
    "number": _text,
    "issuer": _text,
    "issuedOn": _text,
    "effectiveOn": _text,
    "expiresOn": _text,
    "validity": _coded,
    "summary": _text,
    "url": _text,
}

ELEMENTS: dict[str, Write] = {
    "identifier": _text,
    "url": _text,
    "title": _text,
    "description": _text,
    "body": _html,
    "creator": _text,
    "publisher": _text,
    "agencyCode": _text,
    "issued": _text,
    "modified": _text,
    "validFrom": _text,
    "validTo": _text,
    "language": _text,
    "source": _text,
    "isVersionOf": _text,
    "contributor": _text,
    "subject": _coded,
    "keyword": _text,
    "audience": _coded,
    "coverage": _coded,
    "legalDocument": _legal_document,
    "attachment": _file,
    "rights": _text,
    "origin": _text,
    "kind": _coded,
    "textLanguage": _coded,
    "authorName": _text,
    "documentType": _coded,
    "number": _text,
    "issuer": _text,
    "signer": _text,
    "issuedOn": _text,
    "effectiveOn": _text,
    "expiresOn": _text,
    "group": _coded,
    "level": _coded,
    "validity": _coded,
    "replaces": _text,
    "replacedBy": _text,
    "materialPublisher": _text,
    "year": _text,
    "externalUrl": _text,
    "transcript": _text,
    "media": _file,
    "image": _file,
    "imageText": _text,
    "captions": _file,
}
"""In the order in which the schema wants them."""
