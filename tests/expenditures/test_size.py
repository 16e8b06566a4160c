"""A year of a province: ten thousand records are added up from the index."""

from datetime import date
from datetime import timedelta
from plone.uuid.interfaces import ATTRIBUTE_NAME
from sonla.pbgdpl.options.finance.content import Expenditure
from sonla.pbgdpl.options.finance.query import sums_by_place
from sonla.pbgdpl.options.finance.query import together

import plone.api as api
import pytest
import transaction

LINES = 10_000
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
FACTS = {"fund": "khac", "purpose": "pbgdpl", "stage": "thuc-chi", "item": "to-gap"}
INDEXES = ["pbgdpl_counts", "review_state", "portal_type", "path"]


def record(unit, number):
    """Store an expenditure without events; the catalog knows what counting asks for."""
    one = Expenditure(f"khoan-{number}")
    one.portal_type = "Expenditure"
    one.amount = 1_000_000 + number
    one.spent_on = FIRST + timedelta(days=number % 365)
    vars(one).update(FACTS, **{ATTRIBUTE_NAME: f"{number:032x}"})
    unit._setObject(one.id, one, suppress_events=True)
    catalog = api.portal.get_tool("portal_catalog")
    catalog.catalog_object(unit[one.id], idxs=INDEXES, update_metadata=0)


@pytest.mark.long
def test_ten_thousand_records_are_added_up(section, unit):
    for number in range(LINES):
        record(unit, number)
    transaction.savepoint()
    unit._p_jar.cacheMinimize()
    found = together(sums_by_place(section, FIRST, LAST))
    assert all(one._p_changed is None for one in unit._tree.values()), (
        "items are loaded"
    )
    assert found.records == LINES
    assert found.total("thuc-chi") == LINES * 1_000_000 + LINES * (LINES - 1) // 2
