"""Dialogues of the demonstration: one that is over, one that is open, one to come.

By days from the day on which the demonstration is made, so that one is open whenever
somebody tries it.
"""

from collections.abc import Callable
from datetime import datetime
from datetime import timedelta
from plone.app.textfield.value import RichTextValue
from sonla.demonstration.questions import create_questions
from sonla.demonstration.values import TIME_ZONE
from sonla.pbgdpl.dialogues import DIALOGUE_TYPE
from typing import Any

import pytz

PLAIN = ("id", "title", "description", "topic", "location")
SHARED = {
    "hosts": ("so-tu-phap",),
    "agency": "so-tu-phap",
    "audiences": ("nhan-dan",),
}
OPENS, CLOSES = 8, 17
"""Hours of the first and the last day."""


def create_dialogues(
    units: dict[str, Any],
    data: dict[str, Any],
    people: dict[str, Any],
    rows: dict[str, Any],
    make: Callable[..., Any],
) -> None:
    """Make the dialogues of the data file with `make`, and the questions in them."""
    for facts in data["dialogues"]:
        fields = dialogue_values(facts, data["officials"])
        dialogue = make(units[facts["unit"]], DIALOGUE_TYPE, fields, facts, people)
        create_questions(dialogue, facts, people, rows)


def dialogue_values(
    facts: dict[str, Any], officials: list[dict[str, Any]]
) -> dict[str, Any]:
    """Convert what the data file says into values of fields."""
    start = in_days(facts["opens_in_days"], OPENS)
    end = in_days(facts["closes_in_days"], CLOSES)
    summary = facts["summary"]
    return {
        **{name: facts[name] for name in PLAIN},
        **SHARED,
        "start": start,
        "end": end,
        "officials": [dict(row) for row in officials],
        "programme": [{"day": end.date(), **row} for row in facts["programme"]],
        "summary": RichTextValue(summary, "text/html", "text/x-html-safe")
        if summary
        else None,
    }


def in_days(days: int, hour: int) -> datetime:
    """Return an hour of a day from now; core's calendar files need a zone of pytz."""
    zone = pytz.timezone(TIME_ZONE)
    day = datetime.now(zone).date() + timedelta(days=days)
    return zone.localize(datetime(day.year, day.month, day.day, hour))
