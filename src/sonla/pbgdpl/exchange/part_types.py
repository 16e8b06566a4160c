"""Kinds of values that are parts of a record: figures, memberships, parts of a programme.

Who speaks in a part of a programme is left out.
"""

from lxml.etree import _Element
from sonla.pbgdpl.exchange.composite_types import Code
from sonla.pbgdpl.exchange.composite_types import CompositeType
from sonla.pbgdpl.exchange.composite_types import Part
from sonla.pbgdpl.exchange.field_types import Day
from sonla.pbgdpl.exchange.field_types import FieldType
from sonla.pbgdpl.exchange.field_types import InvalidValue
from sonla.pbgdpl.exchange.field_types import Number
from sonla.pbgdpl.exchange.field_types import Text
from sonla.pbgdpl.exchange.field_types import text_of
from sonla.pbgdpl.exchange.record import Figure
from sonla.pbgdpl.exchange.record import Membership
from sonla.pbgdpl.exchange.record import ProgrammePart
from sonla.pbgdpl.exchange.record import Term
from typing import Any

_CELL = Code("PropertyValue", "propertyID")
_NUMBER = Number(0, 10**15 - 1)


class FigureKind(FieldType):
    """What is counted, how many, and how many of them are estimated.

    In JSON-LD it is a `PropertyValue` of schema.org, whose value includes the estimate.
    """

    thing = "PropertyValue"

    def clean(self, value: Any) -> Figure | None:
        """Clean name and numbers; None without a name.

        Raises `InvalidValue` for what is no number, and for an estimate above the whole.
        """
        if not isinstance(value, Figure):
            raise InvalidValue("is no figure")
        return self._made(value.cell, value.value, value.estimate)

    def _made(self, name: Term, amount: Any, part: Any) -> Figure | None:
        cell = _CELL.clean(name)
        number, estimate = _NUMBER.clean(amount), _NUMBER.clean(part)
        if number is None:
            raise InvalidValue("is a figure without a number")
        if (estimate or 0) > number:
            raise InvalidValue("has an estimate above its number")
        return Figure(cell, number, estimate or 0) if cell is not None else None

    def to_json(self, value: Figure) -> dict[str, Any]:
        data = {**_CELL.to_json(value.cell), "value": value.value}
        return {**data, "pbgdpl:estimate": value.estimate} if value.estimate else data

    def from_json(self, data: Any) -> Figure | None:
        if not isinstance(data, dict):
            raise InvalidValue("is no figure")
        cell = Term(data.get("propertyID", ""), data.get("name", ""))
        return self._made(cell, data.get("value"), data.get("pbgdpl:estimate", 0))

    def to_xml(self, parent: _Element, tag: str, value: Figure) -> None:
        """Write the name as text, all else as attributes."""
        _CELL.to_xml(parent, tag, value.cell)
        element = parent[-1]
        element.set("value", str(value.value))
        if value.estimate:
            element.set("estimate", str(value.estimate))

    def from_xml(self, elements: list[_Element]) -> Figure | None:
        """Read name and attributes."""
        element = elements[0]
        cell = Term(element.get("code", ""), text_of(element))
        number = _NUMBER.from_text(element.get("value", ""))
        estimate = _NUMBER.from_text(element.get("estimate", "0"))
        return self._made(cell, number, estimate)

    def canonical(self, value: Figure) -> dict[str, Any]:
        """Write the code and the numbers; forms are reworded."""
        return {
            "cell": _CELL.canonical(value.cell),
            "estimate": value.estimate,
            "value": value.value,
        }

    def plain(self, value: Figure) -> list[str]:
        return [f"{value.cell.title or value.cell.token}: {value.value}"]


class Flag(FieldType):
    """That something is so; that it is not so is no value."""

    def clean(self, value: Any) -> bool | None:
        """Refuse anything but a truth value."""
        if not isinstance(value, bool):
            raise InvalidValue("is neither true nor false")
        return value or None

    def to_json(self, value: bool) -> bool:
        return value

    def to_text(self, value: bool) -> str:
        """Write it as XML Schema does."""
        return "true" if value else "false"

    def from_text(self, text: str) -> bool | None:
        """Read one of the four spellings of XML Schema."""
        words = {"true": True, "1": True, "false": None, "0": None, "": None}
        try:
            return words[text.strip()]
        except KeyError:
            raise InvalidValue("is neither true nor false") from None


MEMBERSHIP = (
    Part("name", Text(500), "name", "member/name"),
    Part("position", Text(500), "position", "member/jobTitle"),
    Part("agency", Code("Organization", "identifier"), "agency", "member/worksFor"),
    Part("role", Code(), "role", "roleName"),
    Part("invited", Flag(), "invited", "pbgdpl:invited"),
    Part("valid_from", Day(), "validFrom", "startDate"),
    Part("ended_on", Day(), "endedOn", "endDate"),
)
"""The parts in the order in which XML has them."""


class MembershipKind(CompositeType):
    """One membership, in the words of schema.org a role of an organisation."""

    thing = "OrganizationRole"
    parts = MEMBERSHIP
    made = Membership
    called = "a membership"
    inner = {"member": "Person"}

    def plain(self, value: Membership) -> list[str]:
        words = [value.name, value.role.title if value.role else ""]
        text = ", ".join(word for word in words if word)
        return [text] if text else []


PROGRAMME_PART = (
    Part("day", Day(), "day", "pbgdpl:day"),
    Part("starts_at", Text(100), "startsAt", "pbgdpl:startsAt"),
    Part("ends_at", Text(100), "endsAt", "pbgdpl:endsAt"),
    Part("topic", Text(1000), "topic", "name"),
)
"""The parts in the order in which XML has them."""


class ProgrammePartKind(CompositeType):
    """One part of a programme, in the words of schema.org an event of an event."""

    thing = "Event"
    parts = PROGRAMME_PART
    made = ProgrammePart
    called = "a part of a programme"

    def plain(self, value: ProgrammePart) -> list[str]:
        return [value.topic] if value.topic else []
