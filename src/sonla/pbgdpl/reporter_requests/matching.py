"""Who of the register fits a request, on the day of the talk, and why in this order."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from functools import cached_property
from plone import api
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.activities import ACTIVITY_TYPE
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.clock import portal_zone
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.people.references import paths_with
from sonla.pbgdpl.people.rules import OUTSIDE
from sonla.pbgdpl.people.workflow import is_taken_in
from sonla.pbgdpl.reporter_requests.assigning import assigned_anywhere
from sonla.pbgdpl.reporter_requests.bars import is_barred
from sonla.pbgdpl.reporter_requests.content import day_of
from sonla.pbgdpl.reporter_requests.content import state_in_history
from sonla.pbgdpl.reporter_requests.content import talk_of
from sonla.pbgdpl.reporter_requests.rules import AGREED
from sonla.pbgdpl.reporter_requests.rules import ASKED
from sonla.pbgdpl.reporter_requests.rules import CANCELLED
from sonla.pbgdpl.reporter_requests.rules import Fit
from sonla.pbgdpl.reporter_requests.rules import fit_of
from sonla.pbgdpl.reporter_requests.rules import Speaker
from sonla.pbgdpl.training import COURSE_TYPE
from sonla.pbgdpl.training.content import ATTENDANCE
from sonla.pbgdpl.units.proposals import committee_of
from typing import Any

PERFORMERS = "performers"
A_YEAR = timedelta(days=365)
MAX_COMPARED = 1000
"""People who are compared: a province has some hundreds in one field."""


@dataclass(frozen=True)
class Candidate:
    """A person of the register, and how they fit."""

    person: Any
    fit: Fit


class Matching:
    """Compare the people of a request's section with it."""

    def __init__(self, request: Any, day: date | None = None) -> None:
        self.request = request
        self.talk = talk_of(request, day)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Everybody in the register for this field, who fits best first."""
        found = [Candidate(one, self.fit(one)) for one in self.people()]
        return sorted(found, key=lambda one: one.fit.place)

    def people(self) -> Iterator[Any]:
        """Yield the reporters of the section, and the propagandists of the commune."""
        query = {
            "path": path_of(section_of(self.request)),
            "sort_on": "sortable_title",
            "sort_limit": MAX_COMPARED,
        }
        if self.talk.legal_fields:
            query["pbgdpl_legal_fields"] = list(self.talk.legal_fields)
        for portal_type in PERSON_TYPES:
            here = dict(query, portal_type=portal_type)
            if portal_type == "LegalPropagandist":
                here["pbgdpl_territory"] = self.talk.territory
            brains = api.content.find(unrestricted=True, **here)
            yield from filter(in_register, load_objects(brains[:MAX_COMPARED]))

    def fit(self, person: Any) -> Fit:
        """Compare one person."""
        return fit_of(self.talk, self.speaker(person))

    def speaker(self, person: Any) -> Speaker:
        """Collect what of a person decides."""
        talks = self.talks_of(person)
        return Speaker(
            name=person.title,
            recognitions=tuple(stored_value(person, "recognitions") or ()),
            legal_fields=tuple(stored_value(person, "legal_fields") or ()),
            languages=tuple(stored_value(person, "languages") or ()),
            is_near=bool(self.committee)
            and stored_value(person, "agency") == self.committee,
            is_barred=is_barred(person, self.talk.day),
            is_busy=self.talk.day in talks,
            talks=len([one for one in talks if one <= self.talk.day]),
            courses=self.courses_of(person),
        )

    @cached_property
    def committee(self) -> str | None:
        """The agency that governs the commune of the talk."""
        return committee_of(self.talk.territory) if self.talk.territory else None

    def talks_of(self, person: Any) -> list[date]:
        """List the days of a person's talks in the twelve months before this one, and on its day."""
        days = list(days_of_activities(person, self.talk.day - A_YEAR, self.talk.day))
        for request, one in assigned_anywhere(stored_value(person, "person_id")):
            if request is not None and self.counts(request, one):
                days.append(day_of(request))
        return days

    def counts(self, request: Any, assignment: Any) -> bool:
        """Return whether an assignment to another request takes a day of its own."""
        if IUUID(request) == IUUID(self.request) or stored_value(request, "activity"):
            return False
        if assignment["answer"] not in (ASKED, AGREED):
            return False
        if state_in_history(request) == CANCELLED:
            return False
        return self.talk.day - A_YEAR < day_of(request) <= self.talk.day

    def courses_of(self, person: Any) -> int:
        """Count the courses in one of the fields that a person attended."""
        paths = list(paths_with(person, ATTENDANCE)) if self.talk.legal_fields else []
        if not paths:
            return 0
        return len(
            api.content.find(
                unrestricted=True,
                path={"query": paths, "depth": 0},
                portal_type=COURSE_TYPE,
                pbgdpl_legal_fields=list(self.talk.legal_fields),
            )
        )


def days_of_activities(person: Any, after: date, until: date) -> Iterator[date]:
    """Yield the days of the activities at which a person spoke or shall speak: ]after, until]."""
    paths = list(paths_with(person, PERFORMERS))
    if not paths:
        return
    span = (at_midnight(after + timedelta(days=1)), at_midnight(until + timedelta(1)))
    brains = api.content.find(
        unrestricted=True,
        path={"query": paths, "depth": 0},
        portal_type=ACTIVITY_TYPE,
        start={"query": span, "range": "min:max"},
    )
    for activity in load_objects(brains):
        day = stored_value(activity, "start").astimezone(portal_zone()).date()
        if after < day <= until and state_of(activity) != "withdrawn":
            yield day


def at_midnight(day: date) -> datetime:
    """Return the moment at which a day begins in the portal's zone."""
    return datetime.combine(day, time(), portal_zone())


def in_register(person: Any) -> bool:
    """Return whether a keeper of the register has taken a person in."""
    return state_of(person) not in OUTSIDE or is_taken_in(person)


def people_by_uid(request: Any, uids: Iterable[str]) -> list[Any]:
    """Return the people of the request's section with these UIDs who are in the register."""
    brains = api.content.find(
        unrestricted=True,
        path=path_of(section_of(request)),
        UID=list(uids),
        portal_type=list(PERSON_TYPES),
    )
    return [one for one in load_objects(brains) if in_register(one)]
