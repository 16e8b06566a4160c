"""Values that are made of named parts, each of a kind of its own."""

from collections.abc import Iterable
from collections.abc import Iterator
from lxml.etree import _Element
from lxml.etree import QName
from lxml.etree import SubElement
from sonla.pbgdpl.exchange.kinds import BadValue
from sonla.pbgdpl.exchange.kinds import Kind
from typing import Any
from typing import ClassVar
from typing import NamedTuple


class Part(NamedTuple):
    """Describe a part: its attribute, kind and names."""

    name: str
    kind: Kind
    xml: str
    json: str
    """Key in JSON-LD; `member/name` is a key of a thing inside."""


class PartedKind(Kind):
    """Hold a value with parts; subclasses say which, and of what it is made."""

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
            raise BadValue(f"is not {self.called}")
        return self._made((part, getattr(value, part.name)) for part in self.parts)

    def to_json(self, value: Any) -> dict[str, Any]:
        """Write a thing."""
        told: dict[str, Any] = {"@type": self.thing}
        for part, one in self._parts(value):
            key, _slash, inside = part.json.partition("/")
            data = part.kind.to_json(one)
            if inside:
                told.setdefault(key, {"@type": self.inner[key]})[inside] = data
            else:
                told[key] = data
        return told

    def from_json(self, data: Any) -> Any:
        """Read a thing."""
        if not isinstance(data, dict):
            raise BadValue(f"is not {self.called}")
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
    except BadValue as error:
        raise BadValue(f"{part.name} {error}") from None


def _beside(tag: str, name: str) -> str:
    return QName(QName(tag).namespace, name).text
