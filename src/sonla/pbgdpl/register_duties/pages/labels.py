"""Deadlines in words, for the desk and the page of a person."""

from collections.abc import Iterable
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.register_duties.deadlines import Deadline
from sonla.pbgdpl.register_duties.labels import DUTIES
from typing import Any


def deadline_lines(deadlines: Iterable[Deadline]) -> list[dict[str, Any]]:
    """List what is to be done, about whom and by when."""
    return [
        {
            "title": one.person.Title(),
            "url": one.person.absolute_url(),
            "duty": DUTIES[one.kind],
            "day": format_day(one.day),
            "late": one.is_late,
        }
        for one in deadlines
    ]
