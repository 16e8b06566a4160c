"""The kind of value that holds one number of statistics."""

from lxml.etree import _Element
from sonla.pbgdpl.exchange.compound import Code
from sonla.pbgdpl.exchange.kinds import BadValue
from sonla.pbgdpl.exchange.kinds import Kind
from sonla.pbgdpl.exchange.kinds import Number
from sonla.pbgdpl.exchange.kinds import text_of
from sonla.pbgdpl.exchange.record import Figure
from sonla.pbgdpl.exchange.record import Term
from typing import Any

_CELL = Code("PropertyValue", "propertyID")
_NUMBER = Number(0, 10**15 - 1)


class FigureKind(Kind):
    """Hold what is counted, how many, and how many of them are estimated.

    In JSON-LD it is a `PropertyValue` of schema.org, whose value includes the estimate.
    """

    thing = "PropertyValue"

    def clean(self, value: Any) -> Figure | None:
        """Clean name and numbers; None without a name.

        Raises `BadValue` for what is no number, and for an estimate above the whole.
        """
        if not isinstance(value, Figure):
            raise BadValue("is no figure")
        return self._made(value.cell, value.value, value.estimate)

    def _made(self, name: Term, amount: Any, part: Any) -> Figure | None:
        cell = _CELL.clean(name)
        number, estimate = _NUMBER.clean(amount), _NUMBER.clean(part)
        if number is None:
            raise BadValue("is a figure without a number")
        if (estimate or 0) > number:
            raise BadValue("has an estimate above its number")
        return Figure(cell, number, estimate or 0) if cell is not None else None

    def to_json(self, value: Figure) -> dict[str, Any]:
        """Write a thing."""
        data = {**_CELL.to_json(value.cell), "value": value.value}
        return {**data, "pbgdpl:estimate": value.estimate} if value.estimate else data

    def from_json(self, data: Any) -> Figure | None:
        """Read a thing."""
        if not isinstance(data, dict):
            raise BadValue("is no figure")
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
        """Return name and number."""
        return [f"{value.cell.title or value.cell.token}: {value.value}"]
