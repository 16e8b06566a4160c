"""What a period is called on each day, and that only the same days of two years are compared."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from made_once import made_once
from plone import api
from sonla.pbgdpl.core import clock
from sonla.pbgdpl.statistics.forms.store import form_for
from sonla.pbgdpl.statistics.pages.labels import period_words
from sonla.pbgdpl.statistics.periods import PeriodKind
from sonla.pbgdpl.statistics.periods import year_before
from statistics_content import activity
from statistics_content import moment
from statistics_content import put_report
from statistics_content import report
from statistics_content import RESULTS
from statistics_content import view

import json
import lxml.html
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

SESSIONS = "ket_qua.so_cuoc"
KINDS = {"six_months": (6, 30), "year": (12, 31), "official": (12, 31)}
"""Kind of period → its last day."""
HELD = [
    date(year, month, day)
    for year in (2027, 2028)
    for month, day in (
        *((1, 1), (1, 2), (2, 28), (3, 1), (6, 30), (7, 1), (10, 31), (11, 1)),
        *((12, 1), (12, 31)),
    )
]
HELD.append(date(2028, 2, 29))
"""Days on which something is held: where periods, months and years end."""
SESSIONS_OF = {day: 2**number for number, day in enumerate(HELD)}
"""Numbers of which no sum is that of other days."""


def own_sum(first, last):
    """Add up what was held, by the list of it."""
    return sum(one for day, one in SESSIONS_OF.items() if first <= day <= last)


def number(text):
    """Read a number as pages write it."""
    return int(text.replace(".", ""))


@pytest.fixture
def in_vietnam(portal):
    api.portal.set_registry_record("plone.portal_timezone", "Asia/Ho_Chi_Minh")


@pytest.fixture
def held(portal, in_vietnam, unit):
    made_once(portal, hold_all, unit.getPhysicalPath())


def hold_all(portal, path):
    """Hold everything in the unit at a path, at the edges of days."""
    unit = portal.unrestrictedTraverse(path)
    for at, (day, sessions) in enumerate(SESSIONS_OF.items()):
        start = moment(day.year, day.month, day.day, (0, 12, 23)[at % 3])
        activity(unit, start=start, sessions=sessions)


@pytest.fixture
def on(monkeypatch):
    """Let it be some moment."""

    def set_clock(now):
        for name in ("figures_filter", "menus"):
            monkeypatch.setattr(
                f"sonla.pbgdpl.statistics.pages.{name}.today", lambda: clock.today(now)
            )

    return set_clock


def noon(day):
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


DAYS = [
    *(date(2028, *one) for one in ((1, 1), (1, 2), (2, 28), (2, 29), (3, 1))),
    *(date(2028, *one) for one in ((6, 30), (7, 1), (10, 31), (12, 1), (12, 31))),
    date(2029, 1, 1),
]


@pytest.mark.sample(None)
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_days_of_both_years_are_told_on_each_day(section, held, on, kind):
    for day in DAYS:
        on(noon(day))
        first, last = date(2028, 1, 1), date(2028, *KINDS[kind])
        until = min(day, last)
        then = last.replace(year=2027) if day > last else year_before(until)
        expected = own_sum(first, until), own_sum(date(2027, 1, 1), then)
        asked = {"kind": kind, "year": "2028"}
        page = view(section, indicator=SESSIONS, **asked)
        line = page.total_line()
        assert (number(line["now"]), number(line["before"])) == expected, day
        (unit_line,) = [one for one in page.unit_lines() if one["is_unit"]]
        assert (number(unit_line["now"]), number(unit_line["before"])) == expected
        shown = view(section, **asked).rows()[0]["lines"][0]
        assert (number(shown["now"]), number(shown["before"])) == expected
        assert page.comparison_note == ""
        data = json.loads(view(section, "pbgdpl-statistics.json", **asked)())
        assert data["total"]["values"][SESSIONS] == expected[0]
        assert data["period"]["until"] == until.isoformat()
        months = page.trend.months
        assert sum(one.now for one in months if one.now is not None) == expected[0]
        assert sum(one.before or 0 for one in months) == expected[1]
        assert [one.number for one in months if one.now is None] == [
            *range(until.month + 1, last.month + 1)
        ]
        running = [one.number for one in months if one.until is not None]
        assert running == ([day.month] if day <= last else [])
        headings = page.now_heading, page.before_heading
        if day > last:
            assert headings == ("2028", "2027")
        else:
            assert headings == (
                f"2028, until {until:%d/%m}",
                f"2027, until {then:%d/%m}",
            )
            assert f"2028, until {until:%d/%m}" in page()
        assert ("Cả năm" in page()) is (kind == "official" and day > last)


def test_no_period_is_called_whole_on_any_day_before_it_ended(section):
    for kind, end in KINDS.items():
        _form, period = form_for(RESULTS, kind, 2028)
        day = date(2027, 12, 25)
        while day < date(2029, 1, 8):
            counted, told = period_words(period, day, True), period_words(period, day)
            if day > date(2028, *end):
                assert counted == told == period.title
            else:
                assert "Cả năm" not in counted + told
                coming = "still to come" if day.year < 2028 else ""
                assert (coming or f"until {day:%d/%m}") in counted
                assert (coming or "not over yet") in told
            day += timedelta(days=1)


def test_a_year_ends_at_midnight_of_the_province(section, held, on):
    on(datetime(2028, 12, 31, 16, 59, tzinfo=UTC))
    page = view(section)
    assert page.period_words == "Year 2028, until 31/12"
    on(datetime(2028, 12, 31, 17, 0, tzinfo=UTC))
    assert view(section).period_words == "Year 2029, until 01/01"
    assert view(section, year="2028").period_words == "Cả năm 2028 (số chính thức)"
    # The new year has nothing yet, so the page leads to the whole of the old one
    empty = lxml.html.fromstring(view(section)())
    assert "year=2028" in empty.cssselect(".pbgdpl-empty a")[0].get("href")


@pytest.mark.parametrize("first,compared", [((1, 31), True), ((2, 1), False)])
def test_a_year_whose_numbers_begin_later_is_not_compared(
    section, unit, in_vietnam, on, first, compared
):
    on(noon(date(2028, 12, 1)))
    activity(unit, start=moment(2027, *first), sessions=2)
    activity(unit, start=moment(2028, 3, 1), sessions=8)
    page = view(section, indicator=SESSIONS)
    line = page.total_line()
    expected = ("8", "2", "+6 (+300,0%)") if compared else ("8", "–", "–")
    assert (line["now"], line["before"], line["change"]) == expected
    assert bool(page.comparison_note) is not compared
    assert page.trend.compares is compared
    assert ('id="pbgdpl-not-compared"' in page()) is not compared
    # A unit that held nothing in January is compared where others did
    activity(section, start=moment(2026, 5, 1), sessions=1)
    assert view(unit, indicator=SESSIONS).total_line()["before"] == "2"


def test_a_span_that_ended_before_the_numbers_began_is_not_compared(
    section, unit, in_vietnam, on
):
    on(noon(date(2028, 1, 5)))
    activity(unit, start=moment(2027, 1, 20), sessions=2)
    activity(unit, start=moment(2028, 1, 3), sessions=8)
    line = view(section, indicator=SESSIONS).total_line()
    assert (line["now"], line["change"]) == ("8", "–")


def test_a_kind_whose_days_were_changed_is_not_compared():
    kind = PeriodKind("year", "Năm", "01-01", "12-31", "12-31", {})
    other = PeriodKind("year", "Năm", "01-01", "10-31", "10-31", {})
    assert kind.of(2028).has_equal_span(kind.of(2027))
    assert not kind.of(2028).has_equal_span(other.of(2027))


def test_what_is_approved_before_it_is_held_is_no_figure_yet(
    monkeypatch, section, unit, in_vietnam, on
):
    day = date(2028, 3, 9)
    activity(unit, start=moment(2028, 3, 9, 23), sessions=1)
    activity(unit, start=moment(2028, 3, 10, 0), sessions=2)
    on(noon(day))
    monkeypatch.setattr("sonla.pbgdpl.statistics.recounting.today", lambda: day)
    assert view(section).rows()[0]["lines"][0]["now"] == "1"
    item = report(unit, year=2028)
    counted = {row["indicator"]: row["counted"] for row in item.rows}
    assert counted[SESSIONS] == 1
    on(noon(day + timedelta(days=1)))
    assert view(section).rows()[0]["lines"][0]["now"] == "3"


def test_a_year_to_come_has_no_zeros(section, unit, on):
    on(noon(date(2028, 3, 9)))
    activity(unit, start=moment(2029, 3, 1), sessions=5)
    page = view(section, year="2029", indicator=SESSIONS)
    assert page.total_line()["now"] == "–"
    assert page.period_words == "Year 2029, still to come"
    data = json.loads(view(section, "pbgdpl-statistics.json", year="2029")())
    assert data["total"]["values"][SESSIONS] is None
    csv = view(section, "pbgdpl-statistics.csv", year="2029")().decode("utf-8-sig")
    assert not any(char.isdigit() for char in csv.splitlines()[-1])


def test_files_of_a_running_year_say_until_when(section, unit, in_vietnam, on):
    on(noon(date(2028, 3, 9)))
    activity(unit, start=moment(2028, 3, 1), sessions=5)
    page = view(section, "pbgdpl-statistics.csv")
    page()
    sent = page.request.response.getHeader("Content-Disposition")
    assert "2028-den-2028-03-09" in sent


def test_reports_of_a_running_year_are_called_so(section, unit, on):
    on(noon(date(2026, 12, 1)))
    put_report(report(unit, kind="official"), "approved")
    page = view(section, source="reports")
    assert page.period_words == "Year 2026, not over yet" and "Cả năm" not in page()
    assert page.now_heading == "2026"
