"""Whose an activity is in figures: the agency as a row, and a contest once, by its organiser."""

from datetime import date
from plone import api
from sonla.pbgdpl.activities.counter import ActivityCounter
from sonla.pbgdpl.statistics.counting import scope_of
from statistics_content import activity
from statistics_content import change

import pytest

COUNTS = {"sessions": 1, "attendees": 70, "contest_entrants": 50}


def sums(place, measure, **where):
    """Add a measure up over the activities that have some facts."""
    counter = ActivityCounter()
    at, names = counter.measures().index(measure), counter.facts()
    scope = scope_of(place, date(2026, 1, 1), date(2026, 12, 31))
    return sum(
        amounts[at]
        for _rid, _place, facts, amounts in counter.entries(scope)
        if all(facts[names.index(name)] == value for name, value in where.items())
    )


def test_a_contest_that_a_unit_joined_is_counted_by_its_organiser_alone(section, unit):
    held = activity(section, form="thi-tim-hieu", **COUNTS)
    joined = activity(
        unit, form="thi-tim-hieu", documents_handed_out=200, broadcasts=3, **COUNTS
    )
    assert sums(section, "sessions") == 2
    change(joined, organiser_kind="joined")
    assert sums(section, "sessions", form="thi-tim-hieu") == 1
    assert sums(section, "contest_entrants") == held.contest_entrants
    assert sums(section, "attendees") == 70
    assert sums(section, "documents_handed_out") == 200
    assert sums(section, "broadcasts") == 3


@pytest.mark.parametrize("own", ["cong-an-tinh", ""])
def test_an_activity_stands_in_the_row_of_its_agency_or_else_of_its_unit(
    section, unit, own
):
    with api.env.adopt_roles(["Manager"]):
        change(unit, agency="so-tu-phap")
    activity(unit, agency=own or None, **COUNTS)
    row = own or "so-tu-phap"
    assert sums(section, "sessions", agency=row) == 1
    assert sums(section, "sessions") == 1
    change(unit, agency="so-y-te")
    assert sums(section, "sessions", agency=own or "so-y-te") == 1
