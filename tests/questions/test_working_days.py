"""Working days in Vietnam, with Tết and what the settings add."""

from collections import Counter
from datetime import date
from plone import api
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.questions.settings import days_of_the_calendar
from sonla.pbgdpl.questions.working_days import due_day
from sonla.pbgdpl.questions.working_days import is_working_day
from sonla.pbgdpl.questions.working_days import public_holidays
from sonla.pbgdpl.questions.working_days import working_days_between

import pytest

TET = [date(2026, 2, day) for day in range(16, 21)]


@pytest.mark.parametrize("day", [*TET, date(2026, 4, 30), date(2026, 5, 1)])
def test_public_holidays_are_free(portal, day):
    assert not is_working_day(day)


@pytest.mark.parametrize("day", [date(2026, 2, 23), date(2026, 3, 2)])
def test_mondays_are_worked(portal, day):
    assert is_working_day(day)


def test_fifteen_days_jump_over_tet(portal):
    # Friday 6 February 2026: five days, then Tết, then ten
    assert due_day(date(2026, 2, 6)) == date(2026, 3, 6)


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2026, 3, 2), 1, date(2026, 3, 3)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
    ],
)
def test_the_day_of_coming_in_does_not_count(portal, start, days, last):
    assert due_day(start, days) == last


def test_the_table_has_each_year_whole():
    """Tết is five days, the others six from 2026 on, and what falls on a weekend is made up for."""
    years = Counter(day.year for day in public_holidays())
    assert sorted(years) == list(range(2024, 2051))
    assert all(count >= 11 for count in years.values())


def test_the_settings_mend_the_calendar(portal):
    saturday, monday = date(2026, 3, 7), date(2026, 3, 9)
    api.portal.set_registry_record(
        "sonla.pbgdpl.questions.days_worked", [saturday.isoformat()]
    )
    api.portal.set_registry_record(
        "sonla.pbgdpl.questions.days_off", [monday.isoformat()]
    )
    assert is_working_day(saturday)
    assert not is_working_day(monday)
    assert due_day(date(2026, 3, 6), 2) == date(2026, 3, 10)


def test_days_between(portal):
    assert working_days_between(date(2026, 3, 2), date(2026, 3, 9)) == 5
    assert working_days_between(date(2026, 3, 9), date(2026, 3, 2)) == -5
    assert working_days_between(date(2026, 3, 2), date(2026, 3, 2)) == 0


@pytest.mark.parametrize("value", ["10/02/2027", "2027-02-30", "Tết"])
def test_what_is_no_day_is_refused(value):
    with pytest.raises(InvalidInput):
        days_of_the_calendar([value])
