"""What one person of the register did in a year: talks, requests, refusals, courses.

Each reports yearly on own work to the managing body (Law 14/2012/QH13, Article 36.2).
"""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from plone import api
from sonla.pbgdpl.activities import ACTIVITY_TYPE
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.options.requests.assigning import assigned_anywhere
from sonla.pbgdpl.options.requests.content import day_of
from sonla.pbgdpl.options.requests.matching import at_midnight
from sonla.pbgdpl.options.requests.matching import PERFORMERS
from sonla.pbgdpl.options.requests.rules import AGREED
from sonla.pbgdpl.options.requests.rules import Assignment
from sonla.pbgdpl.options.requests.rules import DECLINED
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.people.references import paths_with
from sonla.pbgdpl.training import COURSE_TYPE
from sonla.pbgdpl.training.content import ATTENDANCE
from typing import Any

MAX_HOURS = 24
"""Hours of a day: what has no time of day has no hours, and is not guessed."""


@dataclass(frozen=True)
class TalkLine:
    """One published activity at which a person spoke."""

    day: date
    title: str
    place: str
    hours: float | None
    people: int | None
    sessions: int | None


class YearOfPerson:
    """Collect the year of a person, for the office."""

    def __init__(self, person: Any, year: int) -> None:
        self.person = person
        self.year = year

    @cached_property
    def talks(self) -> list[TalkLine]:
        """The published activities, in order of time."""
        found = self.published(PERFORMERS, ACTIVITY_TYPE)
        return [talk_line(one) for one in found]

    @cached_property
    def courses(self) -> list[Any]:
        """The published courses attended, in order of time."""
        return list(self.published(ATTENDANCE, COURSE_TYPE))

    def published(self, field: str, portal_type: str) -> Iterator[Any]:
        """Yield the published items of the year that name the person in a field."""
        paths = list(paths_with(self.person, field))
        if not paths:
            return
        span = (
            at_midnight(date(self.year, 1, 1)),
            at_midnight(date(self.year + 1, 1, 1)),
        )
        brains = api.content.find(
            unrestricted=True,
            path={"query": paths, "depth": 0},
            portal_type=portal_type,
            review_state="published",
            start={"query": span, "range": "min:max"},
            sort_on="start",
        )
        for item in load_objects(brains):
            if in_portal_zone(stored_value(item, "start")).year == self.year:
                yield item

    @cached_property
    def assignments(self) -> list[tuple[Any, Assignment]]:
        """The requests to which the person was assigned, by the day of the talk."""
        found = [
            (request, one)
            for request, one in assigned_anywhere(
                stored_value(self.person, "person_id") or ""
            )
            if day_of(request).year == self.year
        ]
        return sorted(found, key=lambda pair: day_of(pair[0]))

    @property
    def accepted(self) -> list[tuple[Any, Assignment]]:
        """Those that the person accepted."""
        return [pair for pair in self.assignments if pair[1]["answer"] == AGREED]

    @property
    def refusals(self) -> list[tuple[Any, Assignment]]:
        """Those that the person declined."""
        return [pair for pair in self.assignments if pair[1]["answer"] == DECLINED]

    @property
    def hours(self) -> float:
        """The hours of the talks whose times are known."""
        return sum(one.hours or 0 for one in self.talks)

    @property
    def people(self) -> int:
        """How many people came, as far as they were counted."""
        return sum(one.people or 0 for one in self.talks)


def years_of_body(section: Any, agency: str, year: int) -> list[YearOfPerson]:
    """List the years of all who were in force for a body on a day of the year, by name."""
    span = {"valid_from": date(year, 1, 1), "ended_on": date(year + 1, 1, 1)}
    brains = api.content.find(
        unrestricted=True,
        path=path_of(section),
        portal_type=list(PERSON_TYPES),
        pbgdpl_agency=agency,
        sort_on="pbgdpl_name_order",
    )
    return [
        YearOfPerson(person, year)
        for person in load_objects(brains)
        if any(
            overlaps(span, one) for one in stored_value(person, "recognitions") or ()
        )
    ]


def overlaps(span: Mapping[str, Any], recognition: Mapping[str, Any]) -> bool:
    """Return whether a recognition was in force on a day of a span."""
    start, end = recognition.get("valid_from"), recognition.get("ended_on")
    return (start or date.min) < span["ended_on"] and (
        end is None or end > span["valid_from"]
    )


def talk_line(activity: Any) -> TalkLine:
    """Return what the sheet says of an activity."""
    start, end = stored_value(activity, "start"), stored_value(activity, "end")
    hours = None
    if end and not stored_value(activity, "whole_day"):
        hours = round((end - start).total_seconds() / 3600, 1)
    return TalkLine(
        in_portal_zone(start).date(),
        activity.title,
        stored_value(activity, "location") or "",
        hours if hours and 0 < hours <= MAX_HOURS else None,
        stored_value(activity, "attendees"),
        stored_value(activity, "sessions"),
    )
