"""Lists put one page in order: by walking down from the last date, or by comparing what is found."""

from BTrees.IIBTree import IISet
from DateTime import DateTime
from public_content import make
from public_content import make_section
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.core.catalog import keys_by_record
from sonla.pbgdpl.core.catalog import records_downwards
from sonla.pbgdpl.search.list_query import PublishedListQuery
from sonla.pbgdpl.search.pages.filters import Filters

import pytest

DAYS = (3, 1, 2, 3, 1, 3)
"""Several are published on one day: of them, the one catalogued last comes first."""
UNKNOWN = [7, 6]
"""Records of which the index has no date."""


class AllFilters(Filters):
    """The filters of a list that has none."""

    facets = ()


@pytest.fixture
def query(portal):
    section = make_section(portal)
    for number, day in enumerate(DAYS):
        effective = DateTime(f"2025/03/0{day} 08:00 UTC")
        make(section, "LegalNews", f"Tin {number}", effective_date=effective)
    return PublishedListQuery(section, "LegalNews", AllFilters())


@pytest.fixture
def ordered(query):
    """The records by what the items themselves say."""
    items = {record: next(query.loaded([record])) for record in query.results}
    assert len(items) == len(DAYS)
    return sorted(
        items, key=lambda record: (items[record].effective(), record), reverse=True
    )


def test_records_from_the_last_date_down(query, ordered):
    dates = get_index(query.catalog, "effective")
    assert not {*UNKNOWN} & {*keys_by_record(dates)}
    records = IISet([*ordered, *UNKNOWN])
    assert list(records_downwards(dates, records)) == [*ordered, *UNKNOWN]
    assert list(records_downwards(dates, IISet(ordered[1:3]))) == ordered[1:3]


@pytest.mark.parametrize("start", [0, 1, 2, 5, 6])
@pytest.mark.parametrize("size", [1, 2, 20])
def test_each_page_is_a_part_of_one_order(query, ordered, start, size):
    """The first pages are found by walking down, the last ones by comparing."""
    shown = list(query.latest("effective", start, size))
    assert shown == ordered[start : start + size]
