"""Monitoring learns how many questions are beyond their day, and fails long after it."""

from datetime import datetime
from datetime import time
from datetime import timedelta
from questions_content import ask
from questions_content import put
from sonla.pbgdpl.core.clock import portal_zone
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.health import check_health
from sonla.pbgdpl.questions import DUE_INDEX
from sonla.pbgdpl.questions.health import GRACE_PERIOD

import pytest


@pytest.fixture
def look(portal):
    return lambda: dict(check_health(portal))["questions-overdue"]


def due_in(section, days, state="received"):
    """Leave a question that is to be answered in so many days."""
    question = put(ask(section), state)
    question.due_date = today() + timedelta(days=days)
    question.reindexObject(idxs=[DUE_INDEX])


def beginning(days):
    """Return when the day begins that is so many days from today."""
    return datetime.combine(today() + timedelta(days=days), time(), portal_zone())


def test_none_is_overdue(section, look):
    due_in(section, 0)
    due_in(section, 3)
    due_in(section, -40, "published")
    health = look()
    assert (health.ok, health.count, health.oldest) == (True, 0, None)


def test_some_are_and_people_are_reminded(section, look):
    for days in (-2, -9, -1, 0):
        due_in(section, days, "assigned")
    health = look()
    assert (health.ok, health.count, health.oldest) == (True, 3, beginning(-9))
    assert "3" in health.detail and beginning(-9).date().isoformat() in health.detail


def test_one_is_far_beyond_its_day(section, look):
    due_in(section, -GRACE_PERIOD.days)
    assert look().ok
    due_in(section, -GRACE_PERIOD.days - 1)
    health = look()
    expected = (False, 2, beginning(-GRACE_PERIOD.days - 1))
    assert (health.ok, health.count, health.oldest) == expected
