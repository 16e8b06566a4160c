"""Which day follows from which step of a request for dismissal."""

from datetime import date
from datetime import timedelta
from sonla.pbgdpl.options.requests.duties.labels import GROUNDS
from sonla.pbgdpl.options.requests.duties.rules import days_of
from sonla.pbgdpl.options.requests.duties.rules import next_steps
from sonla.pbgdpl.options.requests.duties.rules import PROPAGANDIST_GROUNDS
from sonla.pbgdpl.options.requests.duties.rules import REPORTER_GROUNDS
from sonla.pbgdpl.options.requests.duties.rules import WorkingDays

import pytest

CAME = date(2026, 12, 1)


def later(day, number):
    return day + timedelta(days=number)


def dismissal(**steps):
    days = {name: {"on": CAME + timedelta(days=day)} for name, day in steps.items()}
    return {"asked_on": CAME, "steps": days}


@pytest.mark.parametrize(
    ("steps", "is_complete", "days"),
    [
        ({}, True, {"notify": 1, "dismiss": 6}),
        ({}, False, {"notify": 1, "ask_for_more": 3, "dismiss": 6}),
        ({"notified": 1}, True, {"hear": 5, "dismiss": 6}),
        ({"notified": 1, "objected": 2}, True, {"uphold": 6, "dismiss": 6}),
        ({"notified": 1, "objected": 2, "upheld": 3}, True, {"dismiss": 6}),
        ({"notified": 0, "asked": 2}, False, {"hear": 4}),
        (
            {"notified": 0, "asked": 2, "completed": 9},
            False,
            {"hear": 4, "dismiss": 15},
        ),
    ],
)
def test_days(steps, is_complete, days):
    numbers = WorkingDays(decide=5, ask=2, object=3)
    found = dict(days_of(dismissal(**steps), is_complete, numbers, later))
    assert {kind: day.day for kind, day in found.items()} == days


@pytest.mark.parametrize(
    ("steps", "following"),
    [
        ({}, ["notified", "asked"]),
        ({"notified": 1}, ["objected", "asked"]),
        ({"notified": 1, "objected": 2}, ["upheld", "asked"]),
        ({"notified": 1, "asked": 2}, ["objected", "completed"]),
        (
            dict.fromkeys(("notified", "objected", "upheld", "asked", "completed"), 3),
            [],
        ),
    ],
)
def test_steps_that_can_follow(steps, following):
    assert list(next_steps(dismissal(**steps))) == following


def test_grounds_are_those_of_the_law():
    assert len(set(REPORTER_GROUNDS)) == 7
    assert len(set(PROPAGANDIST_GROUNDS)) == 4
    assert {*REPORTER_GROUNDS, *PROPAGANDIST_GROUNDS} == set(GROUNDS)
    titles = [one.default for one in GROUNDS.values()]
    assert len(set(titles)) == len(titles)
