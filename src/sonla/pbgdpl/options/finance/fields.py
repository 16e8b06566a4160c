"""A field for an amount of money: whole đồng, typed as Vietnamese write it."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.numbers import group_digits
from sonla.pbgdpl.core.numbers import parse_grouped
from sonla.pbgdpl.statistics.cells.reported import MAX_NUMBER
from typing import Any
from z3c.form.converter import BaseDataConverter
from z3c.form.converter import FormatterValidationError
from z3c.form.interfaces import IWidget
from zope.component import adapter
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.schema import Int
from zope.schema.interfaces import IInt

DIGITS = 15
MSG_NO_AMOUNT = _(
    "msg_no_amount",
    default="“${value}” is no amount of money. Type whole VND, such as 1.500.000, with at most 15 digits.",
)


def refusal(value: Any) -> Message:
    """Return the refusal of something that is no amount."""
    return Message(MSG_NO_AMOUNT, mapping={"value": str(value)[:40]})


def amount(value: int) -> bool:
    """Accept an amount; raise `InvalidInput` for any other number."""
    if 0 <= value <= MAX_NUMBER:
        return True
    raise InvalidInput(refusal(value))


class IAmount(IInt):
    """Mark a field that holds an amount of money."""


@implementer(IAmount)
class Amount(Int):
    """An amount of money in đồng; empty means that nobody has said it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"constraint": amount, **options})


def read_amount(text: str) -> int | None:
    """Read what was typed: 1.500.000, 1 500 000 đồng; None for nothing.

    Raises `InvalidInput` for anything else.
    """
    typed = text.strip().lower().removesuffix("đồng").removesuffix("đ").strip()
    if not typed:
        return None
    found = parse_grouped(typed, None, DIGITS)
    if found is None:
        raise InvalidInput(refusal(text.strip()))
    return found


@adapter(IAmount, IWidget)
class AmountConverter(BaseDataConverter):
    """Write 1.500.000, and read it with or without the points."""

    def toWidgetValue(self, value: Any) -> str:
        """Return what stands in the input."""
        return "" if value is self.field.missing_value else group_digits(value)

    def toFieldValue(self, value: Any) -> Any:
        """Read what was typed; what is no amount is told as such."""
        try:
            found = read_amount(str(value or ""))
        except InvalidInput as refused:
            raise FormatterValidationError(refused.message, value) from refused
        return self.field.missing_value if found is None else found
