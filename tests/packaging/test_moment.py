"""`make test-calendar` moves the clock to where a year, a month or a day is another one."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from pathlib import Path

import pytest

NOWS = [
    datetime(2026, 7, 1, 5, tzinfo=UTC),
    datetime(2026, 12, 31, 16, 59, tzinfo=UTC),
    datetime(2026, 12, 31, 17, tzinfo=UTC),
    datetime(2028, 2, 29, 2, tzinfo=UTC),
]


@pytest.fixture(scope="module")
def moment(tool):
    return tool("moment")


@pytest.fixture(params=NOWS, ids=str)
def now(request):
    return request.param


def test_the_province_has_a_new_year_before_the_server(moment, now):
    began = moment.moment_of("new-year", now)
    assert began > now
    assert (began.year, began.day) == (began.astimezone(UTC).year + 1, 1)


def test_the_year_is_young_everywhere(moment, now):
    found = moment.moment_of("january", now)
    year = now.astimezone(moment.PROVINCE).year + 1
    assert (found.year, found.astimezone(UTC).year) == (year, year)


@pytest.mark.parametrize(
    ("year", "leap"), [(2026, 2028), (2028, 2032), (2096, 2104), (2399, 2400)]
)
def test_a_leap_day_lies_ahead(moment, year, leap):
    found = moment.moment_of("leap-day", datetime(year, 3, 1, tzinfo=UTC))
    assert (found.year, found.month, found.day) == (leap, 2, 29)


def test_later_is_forty_days_away(moment, now):
    assert moment.moment_of("later", now) - now == timedelta(days=40)


def test_a_moment_without_a_zone_is_the_provinces(moment, now):
    written = moment.moment_of("2027-01-31T17:00", now)
    assert written == moment.moment_of("2027-01-31T10:00Z", now)


def test_all_programs_are_as_far_away(moment):
    now = datetime(2026, 7, 1, 5, tzinfo=UTC)
    for moved, written in ((timedelta(days=1), "+86400s"), (-timedelta(1), "-86400s")):
        found = moment.variables(Path("/x.so"), now + moved, now)
        assert (found["FAKETIME"], found["LD_PRELOAD"]) == (written, "/x.so")


@pytest.mark.parametrize(
    ("name", "says"), [("", "MOMENT"), ("tet", "leap-day"), ("later", "libfaketime")]
)
def test_what_is_missing_is_said_in_a_line(moment, monkeypatch, capsys, name, says):
    monkeypatch.setattr(moment, "FOLDERS", ())
    assert moment.main([name]) == 1
    said = capsys.readouterr()
    assert says in said.err and said.err.count("\n") == 1 and said.out == ""
