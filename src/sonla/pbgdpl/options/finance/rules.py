"""When an amount is above the rate that was set, and what else doesn't add up. Asks no Plone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.numbers import group_digits
from sonla.pbgdpl.vocabularies.terms import ValidTerm
from zope.i18nmessageid import Message


@dataclass(frozen=True)
class Payment:
    """What rules ask of one expenditure."""

    day: date
    amount: int
    quantity: int | None = None
    price: int | None = None

    @property
    def unit_price(self) -> int:
        """What one unit cost, rounded up; the amount itself where nobody said how many."""
        if self.price is not None:
            return self.price
        return -(-self.amount // self.quantity) if self.quantity else self.amount


def warnings(payment: Payment, rate: ValidTerm | None) -> Iterator[Message]:
    """Yield what should be looked at once more; nothing of it is refused."""
    if payment.price is not None and payment.quantity:
        product = payment.price * payment.quantity
        if product != payment.amount:
            yield _(
                "msg_amount_differs",
                default="${quantity} times ${price} VND is ${product} VND, and the amount is ${amount} VND. Correct one of them if it is a slip.",
                mapping={
                    "quantity": group_digits(payment.quantity),
                    "price": group_digits(payment.price),
                    "product": group_digits(product),
                    "amount": group_digits(payment.amount),
                },
            )
    if rate is None:
        return
    if not rate.is_valid_on(payment.day):
        yield _(
            "msg_rate_not_valid",
            default="The rate of “${item}” was not in force on ${day} (${from} – ${to}). Choose the one that was.",
            mapping={
                "item": rate.title,
                "day": format_day(payment.day),
                "from": format_day(rate.valid_from) or "…",
                "to": format_day(rate.valid_to) or "…",
            },
        )
    elif rate.maximum is not None and payment.unit_price > rate.maximum:
        yield _(
            "msg_above_rate",
            default="${price} VND is above the most for “${item}”: ${maximum} VND for each ${unit} (${basis}). Keep it if another decision allows more, and name that as its basis.",
            mapping={
                "price": group_digits(payment.unit_price),
                "item": rate.title,
                "maximum": group_digits(rate.maximum),
                "unit": rate.unit,
                "basis": rate.basis,
            },
        )
