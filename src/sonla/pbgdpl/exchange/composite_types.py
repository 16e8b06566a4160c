"""Kinds of values that have parts: coded values, legal documents, files.

Values that are made of named parts, each of a kind of its own.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from lxml.etree import _Element
from lxml.etree import QName
from lxml.etree import SubElement
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.exchange.field_types import Address
from sonla.pbgdpl.exchange.field_types import as_list
from sonla.pbgdpl.exchange.field_types import at_most
from sonla.pbgdpl.exchange.field_types import Day
from sonla.pbgdpl.exchange.field_types import FieldType
from sonla.pbgdpl.exchange.field_types import InvalidValue
from sonla.pbgdpl.exchange.field_types import Number
from sonla.pbgdpl.exchange.field_types import Text
from sonla.pbgdpl.exchange.field_types import text_of
from sonla.pbgdpl.exchange.record import FileReference
from sonla.pbgdpl.exchange.record import LegalDocument
from sonla.pbgdpl.exchange.record import Term
from typing import Any
from typing import ClassVar
from typing import NamedTuple

import re


class Part(NamedTuple):
    """Describe a part: its attribute, kind and names."""

    name: str
    kind: FieldType
    xml: str
    json: str
    """Key in JSON-LD; `member/name` is a key of a thing inside."""


class CompositeType(FieldType):
    """A value with parts; subclasses say which, and of what it is made."""

    thing: ClassVar[str]
    """Type of the thing in JSON-LD."""
    parts: ClassVar[tuple[Part, ...]]
    """In the order in which XML has them."""
    made: ClassVar[type]
    called: ClassVar[str]
    """What it is, for errors, such as "a legal document"."""
    inner: ClassVar[dict[str, str]] = {}
    """Key of a thing inside → its type."""
    typed = True
    """Whether a thing without a type is one of another kind that shares the key."""

    def clean(self, value: Any) -> Any:
        """Clean each part; None if there is none."""
        if not isinstance(value, self.made):
            raise InvalidValue(f"is not {self.called}")
        return self._made((part, getattr(value, part.name)) for part in self.parts)

    def to_json(self, value: Any) -> dict[str, Any]:
        result: dict[str, Any] = {"@type": self.thing}
        for part, one in self._parts(value):
            key, _slash, inside = part.json.partition("/")
            data = part.kind.to_json(one)
            if inside:
                result.setdefault(key, {"@type": self.inner[key]})[inside] = data
            else:
                result[key] = data
        return result

    def from_json(self, data: Any) -> Any:
        if not isinstance(data, dict):
            raise InvalidValue(f"is not {self.called}")
        found = ((part, _given(data, part.json)) for part in self.parts)
        return self._made(
            (part, part.kind.from_json(one)) for part, one in found if one is not None
        )

    def to_xml(self, parent: _Element, tag: str, value: Any) -> None:
        """Write an element with an element a part, in the same namespace."""
        element = SubElement(parent, tag)
        for part, one in self._parts(value):
            part.kind.to_xml(element, _beside(tag, part.xml), one)

    def from_xml(self, elements: list[_Element]) -> Any:
        """Read the parts that are there."""
        element, found = elements[0], []
        for part in self.parts:
            child = element.find(_beside(str(element.tag), part.xml))
            if child is not None:
                found.append((part, part.kind.from_xml([child])))
        return self._made(found)

    def canonical(self, value: Any) -> dict[str, Any]:
        """Write the parts by their names."""
        return {part.name: part.kind.canonical(one) for part, one in self._parts(value)}

    def _parts(self, value: Any) -> Iterator[tuple[Part, Any]]:
        for part in self.parts:
            one = getattr(value, part.name)
            if one not in (None, ""):
                yield part, one

    def _made(self, parts: Iterable[tuple[Part, Any]]) -> Any:
        values = {}
        for part, value in parts:
            cleaned = None if value in (None, "") else _cleaned(part, value)
            if cleaned is not None:
                values[part.name] = cleaned
        return self.made(**values) if values else None


def _given(data: dict[str, Any], key: str) -> Any:
    """Return what stands under a key, or under a key of a thing inside."""
    outer, _slash, inside = key.partition("/")
    value = data.get(outer)
    if inside:
        return value.get(inside) if isinstance(value, dict) else None
    return value


def _cleaned(part: Part, value: Any) -> Any:
    try:
        return part.kind.clean(value)
    except InvalidValue as error:
        raise InvalidValue(f"{part.name} {error}", error.words) from None


def _beside(tag: str, name: str) -> str:
    return QName(QName(tag).namespace, name).text


_SHA256 = re.compile(r"[0-9a-f]{64}")
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*")
_TOKEN = Text(100)
_TITLE = Text(500)


@dataclass(frozen=True)
class Code(FieldType):
    """One coded value. In JSON-LD it is a thing of a type with a code and a name."""

    thing: str = "DefinedTerm"
    code_key: str = "termCode"

    def clean(self, value: Any) -> Term | None:
        """Clean code and title; None if both are empty."""
        if not isinstance(value, Term):
            raise InvalidValue("is not a coded value")
        token, title = _TOKEN.clean(value.token), _TITLE.clean(value.title)
        return Term(token or "", title or "") if token or title else None

    def to_json(self, value: Term) -> dict[str, str]:
        parts = {"@type": self.thing, self.code_key: value.token, "name": value.title}
        return {key: part for key, part in parts.items() if part}

    def from_json(self, data: Any) -> Term | None:
        """Read a thing, or a text that is its title."""
        if isinstance(data, str):
            return self.clean(Term("", data))
        if not isinstance(data, dict):
            raise InvalidValue("is not a coded value")
        return self.clean(Term(data.get(self.code_key, ""), data.get("name", "")))

    def to_xml(self, parent: _Element, tag: str, value: Term) -> None:
        """Write the title as text and the code as attribute."""
        element = SubElement(parent, tag)
        if value.token:
            element.set("code", value.token)
        element.text = value.title or None

    def from_xml(self, elements: list[_Element]) -> Term | None:
        element = elements[0]
        return self.clean(Term(element.get("code", ""), text_of(element)))

    def canonical(self, value: Term) -> dict[str, str]:
        """Write the code; the title only where there is none: lists are reworded."""
        return {"code": value.token} if value.token else {"title": value.title}

    def plain(self, value: Term) -> list[str]:
        return [value.title or value.token]


@dataclass(frozen=True)
class ListOf(FieldType):
    """Several values of one kind, each once."""

    kind: FieldType
    most: int = 100
    ordered: bool = True
    """Whether the order has a meaning."""
    repeats = True

    def clean(self, value: Any) -> tuple[Any, ...] | None:
        """Return the values, each cleaned; raise `InvalidValue` for more than may be."""
        return at_most(self.most, map(self.kind.clean, as_list(value)))

    def to_json(self, value: tuple[Any, ...]) -> list[Any]:
        return [self.kind.to_json(one) for one in value]

    def from_json(self, data: Any) -> tuple[Any, ...] | None:
        """Read those of a list that are things of this kind: others may share the key."""
        mine = (one for one in as_list(data) if is_a(one, self.kind))
        return at_most(self.most, map(self.kind.from_json, mine))

    def to_xml(self, parent: _Element, tag: str, value: tuple[Any, ...]) -> None:
        """Write an element a value."""
        for one in value:
            self.kind.to_xml(parent, tag, one)

    def from_xml(self, elements: list[_Element]) -> tuple[Any, ...] | None:
        return at_most(self.most, (self.kind.from_xml([one]) for one in elements))

    def canonical(self, value: tuple[Any, ...]) -> list[Any]:
        """Sort them unless their order has a meaning."""
        found = [self.kind.canonical(one) for one in value]
        return found if self.ordered else sorted(found, key=str)

    def plain(self, value: tuple[Any, ...]) -> list[str]:
        """Return the words of all values."""
        return [word for one in value for word in self.kind.plain(one)]


LEGAL_DOCUMENT = (
    Part("document_type", Code(), "documentType", "legislationType"),
    Part("number", Text(200), "number", "legislationIdentifier"),
    Part("issuer", Text(500), "issuer", "legislationPassedBy"),
    Part("issued_on", Day(), "issuedOn", "legislationDate"),
    Part("effective_on", Day(), "effectiveOn", "legislationDateOfApplicability"),
    Part("expires_on", Day(), "expiresOn", "expires"),
    Part("validity", Code(), "validity", "legislationLegalForce"),
    Part("summary", Text(5000, lines=True), "summary", "abstract"),
    Part("url", Address(), "url", "url"),
)
"""The parts in the order in which XML has them."""


class LegalDocumentKind(CompositeType):
    """What is known of a legal document.

    Shares its key with coded values: what names no type is one of those.
    """

    thing = "Legislation"
    parts = LEGAL_DOCUMENT
    made = LegalDocument
    called = "a legal document"

    def canonical(self, value: LegalDocument) -> dict[str, Any]:
        """Write the parts by their names; addresses of documents are content."""
        result = super().canonical(value)
        return {**result, "url": value.url} if value.url else result

    def plain(self, value: LegalDocument) -> list[str]:
        """Return type and number, as the document is cited."""
        words = [value.document_type.title if value.document_type else "", value.number]
        return [" ".join(word for word in words if word) or value.summary or value.url]


class FileKind(FieldType):
    """A reference to a file; `thing` is its type in schema.org."""

    def __init__(self, thing: str = "MediaObject") -> None:
        self.thing = thing

    def clean(self, value: Any) -> FileReference | None:
        """Check address, digest and size; a file without a name has that of its address."""
        if not isinstance(value, FileReference):
            raise InvalidValue("is not a file")
        url = Address().clean(value.url)
        if url is None:
            raise InvalidValue("is a file without an address")
        name = Text(255).clean(value.name) or url.rstrip("/").rpartition("/")[2]
        media_type = (Text(127).clean(value.media_type) or "").partition(";")[0].lower()
        if media_type and not _MEDIA_TYPE.fullmatch(media_type.strip()):
            media_type = ""
        digest = value.sha256.lower() if isinstance(value.sha256, str) else ""
        if digest and not _SHA256.fullmatch(digest):
            raise InvalidValue("has a digest that is not SHA-256")
        size = Number(0, 2**53 - 1).clean(value.size)
        return FileReference(name[:255], media_type.strip(), size or 0, digest, url)

    def to_json(self, value: FileReference) -> dict[str, Any]:
        """Write a thing; `contentSize` is text in schema.org."""
        parts = {
            "@type": self.thing,
            "name": value.name,
            "encodingFormat": value.media_type,
            "contentSize": str(value.size) if value.size else "",
            "sha256": value.sha256,
            "contentUrl": value.url,
        }
        return {key: part for key, part in parts.items() if part}

    def from_json(self, data: Any) -> FileReference | None:
        if not isinstance(data, dict):
            raise InvalidValue("is not a file")
        size = data.get("contentSize", "")
        return self.clean(
            FileReference(
                name=data.get("name", ""),
                media_type=data.get("encodingFormat", ""),
                size=size_of(size) if isinstance(size, str) else size,
                sha256=data.get("sha256", ""),
                url=data.get("contentUrl", ""),
            )
        )

    def to_xml(self, parent: _Element, tag: str, value: FileReference) -> None:
        """Write an element with attributes."""
        attributes = {
            "name": value.name,
            "mediaType": value.media_type,
            "size": str(value.size) if value.size else "",
            "sha256": value.sha256,
            "url": value.url,
        }
        SubElement(parent, tag, {key: text for key, text in attributes.items() if text})

    def from_xml(self, elements: list[_Element]) -> FileReference | None:
        given = elements[0].get
        return self.clean(
            FileReference(
                name=given("name", ""),
                media_type=given("mediaType", ""),
                size=size_of(given("size", "")),
                sha256=given("sha256", ""),
                url=given("url", ""),
            )
        )

    def canonical(self, value: FileReference) -> dict[str, Any]:
        """Write all of it, the address without its host."""
        result = self.to_json(value)
        del result["@type"]
        return {**result, "contentUrl": Address().canonical(value.url)}

    def plain(self, value: FileReference) -> list[str]:
        return [value.media_type] if value.media_type else []


def is_a(data: Any, kind: FieldType) -> bool:
    """Return whether something in JSON-LD may be of a kind; others may share its key."""
    if not isinstance(data, dict) or "@type" not in data:
        return not getattr(kind, "typed", False)
    return getattr(kind, "thing", None) in (None, *as_list(data["@type"]))


def size_of(text: str) -> int:
    """Read a size in bytes; 0 for what is none, since a size is a mere hint."""
    return parse_int(text.strip(), 0, digits=16)
