"""Expenditures that tests share."""

from datetime import date
from new_items import create
from plone import api
from typing import Any


def spend(place: Any, amount: int, day: date = date(2026, 3, 10), **fields: Any) -> Any:
    """Record an expenditure as an administrator."""
    fields = {
        "item": "to-gap",
        "fund": "nsnn-thuong-xuyen",
        "stage": "thuc-chi",
        "purpose": "pbgdpl",
        **fields,
    }
    with api.env.adopt_roles(["Manager"]):
        return create(
            place, "Expenditure", title="–", amount=amount, spent_on=day, **fields
        )
