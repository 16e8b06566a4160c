"""Rates: above the most, out of force, or a product that isn't the amount."""

from datetime import date
from sonla.pbgdpl.options.finance.rules import Payment
from sonla.pbgdpl.options.finance.rules import warnings
from sonla.pbgdpl.vocabularies.terms import ValidTerm

import pytest

DAY = date(2026, 3, 10)
LEAFLET = ValidTerm(
    "leaflet",
    "Tờ gấp",
    date(2023, 10, 6),
    date(2026, 12, 31),
    maximum=1_500_000,
    unit="tờ gấp",
    basis="Điều 3",
)
OPEN = ValidTerm("fee", "Thù lao")


@pytest.mark.parametrize(
    ("payment", "rate", "said"),
    [
        (Payment(DAY, 1_500_000), LEAFLET, []),
        (Payment(DAY, 1_500_001), LEAFLET, ["msg_above_rate"]),
        (Payment(DAY, 3_000_000, quantity=2), LEAFLET, []),
        (Payment(DAY, 3_000_001, quantity=2), LEAFLET, ["msg_above_rate"]),
        (Payment(DAY, 3_000_000, quantity=2, price=1_500_000), LEAFLET, []),
        (
            Payment(DAY, 3_000_000, quantity=2, price=1_600_000),
            LEAFLET,
            ["msg_amount_differs", "msg_above_rate"],
        ),
        (Payment(DAY, 10**15 - 1), OPEN, []),
        (Payment(DAY, 10**15 - 1), None, []),
        (Payment(date(2023, 10, 6), 1), LEAFLET, []),
        (Payment(date(2023, 10, 5), 1), LEAFLET, ["msg_rate_not_valid"]),
        (Payment(date(2026, 12, 31), 1), LEAFLET, []),
        (Payment(date(2027, 1, 1), 9_000_000), LEAFLET, ["msg_rate_not_valid"]),
        (Payment(DAY, 0), LEAFLET, []),
    ],
)
def test_rules_say_what_to_look_at(payment, rate, said):
    assert list(warnings(payment, rate)) == said
