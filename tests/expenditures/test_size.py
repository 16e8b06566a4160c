"""A year of a province: ten thousand records are added up in less than a second."""

from datetime import date
from datetime import timedelta
from expenditures import spend
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.core.catalog import records_by_key
from sonla.pbgdpl.expenditures.query import sums_by_place
from sonla.pbgdpl.expenditures.query import together
from time import perf_counter

import plone.api as api
import pytest

LINES = 10_000


@pytest.mark.long
def test_ten_thousand_records_are_added_up_within_a_second(section, unit):
    first = date(2026, 1, 1)
    catalog = api.portal.get_tool("portal_catalog")
    for number in range(LINES):
        spend(unit, 1_000_000 + number, day=first + timedelta(days=number % 365))
    index = get_index(catalog, "pbgdpl_counts")
    assert len(records_by_key(index)) >= LINES // 2
    sums_by_place(section, first, date(2026, 12, 31))
    begun = perf_counter()
    found = together(sums_by_place(section, first, date(2026, 12, 31)))
    took = perf_counter() - begun
    assert found.records == LINES
    assert found.total("thuc-chi") == LINES * 1_000_000 + LINES * (LINES - 1) // 2
    assert took < 1, took
