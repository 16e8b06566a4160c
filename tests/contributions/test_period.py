"""The period as it stands in the address."""

from datetime import date
from sonla.pbgdpl.contributions.period import BadPeriod
from sonla.pbgdpl.contributions.period import parts
from sonla.pbgdpl.contributions.period import read_period
from zope.i18n import translate

import pytest

TODAY = date(2026, 11, 24)
PERIODS = [
    ({}, "2026-11-01", "2026-11-30"),
    ({"part": "m2", "year": "2024"}, "2024-02-01", "2024-02-29"),
    ({"part": "m12", "year": "2025"}, "2025-12-01", "2025-12-31"),
    ({"part": "q1"}, "2026-01-01", "2026-03-31"),
    ({"part": "q4", "year": "2025"}, "2025-10-01", "2025-12-31"),
    ({"part": "year", "year": "2025"}, "2025-01-01", "2025-12-31"),
    (
        {"part": "dates", "from": "2025-12-15", "to": "2026-01-15"},
        "2025-12-15",
        "2026-01-15",
    ),
    (
        {"part": "dates", "from": "2026-01-15", "to": "2026-01-15"},
        "2026-01-15",
        "2026-01-15",
    ),
    ({"part": "vớ vẩn", "year": "năm nay"}, "2026-11-01", "2026-11-30"),
    ({"part": "m13"}, "2026-11-01", "2026-11-30"),
    ({"part": "year", "year": "99999"}, "2026-01-01", "2026-12-31"),
    ({"part": "year", "year": "٢٠٢٦"}, "2026-01-01", "2026-12-31"),
]


@pytest.mark.parametrize("form,first,last", PERIODS)
def test_periods(form, first, last):
    period = read_period(form, TODAY)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


BAD = [
    ({"part": "dates"}, "msg_dates_missing"),
    ({"part": "dates", "from": "2026-01-01"}, "msg_dates_missing"),
    ({"part": "dates", "from": "01/02/2026", "to": "2026-02-30"}, "msg_dates_missing"),
    ({"part": "dates", "from": "2026-02-01", "to": "2026-01-01"}, "msg_dates_reversed"),
]


@pytest.mark.parametrize("form,message", BAD)
def test_dates_that_make_no_sense(form, message):
    with pytest.raises(BadPeriod) as caught:
        read_period(form, TODAY)
    assert caught.value.args[0] == message


def test_every_part_of_the_form_has_a_title():
    for part, _title in parts():
        form = {"part": part, "from": "2026-01-01", "to": "2026-01-31"}
        title = translate(read_period(form, TODAY).title)
        assert "2026" in title and "$" not in title
