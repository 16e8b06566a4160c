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
from sonla.pbgdpl.core.catalog import brains_with_objects
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.clock import portal_zone
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.options.requests.assigning import assigned_anywhere
from sonla.pbgdpl.options.requests.bars import is_barred
from sonla.pbgdpl.options.requests.content import day_of
from sonla.pbgdpl.options.requests.content import state_in_history
from sonla.pbgdpl.options.requests.content import talk_of
from sonla.pbgdpl.options.requests.rules import AGREED
from sonla.pbgdpl.options.requests.rules import ASKED
from sonla.pbgdpl.options.requests.rules import CANCELLED
from sonla.pbgdpl.options.requests.rules import Fit
from sonla.pbgdpl.options.requests.rules import fit_of
from sonla.pbgdpl.options.requests.rules import Speaker
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.people.references import paths_with
from sonla.pbgdpl.people.rules import OUTSIDE
from sonla.pbgdpl.people.workflow import is_taken_in
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


@dataclass(frozen=True)
class Record:
    """What a person did: days of talks in the twelve months before this one and on its day, courses."""

    talks: list[date]
    courses: int


class Matching:
    """Compare the people of a request's section with it.

    What they did is asked of the catalog for all of them together: some hundreds are compared.
    """

    def __init__(self, request: Any, day: date | None = None) -> None:
        self.request = request
        self.talk = talk_of(request, day)
        self.known: dict[str, Record] = {}
        """Person by UID → what they did."""

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Everybody in the register for this field, who fits best first."""
        people = list(self.people())
        self.look_up(people)
        found = [Candidate(one, self.fit(one)) for one in people]
        return sorted(found, key=lambda one: one.fit.place)

    def look_up(self, people: list[Any]) -> None:
        """Note the talks and courses of people of whom they aren't known yet."""
        new = {IUUID(one): one for one in people if IUUID(one) not in self.known}
        talks = {uid: set(paths_with(one, PERFORMERS)) for uid, one in new.items()}
        courses = {uid: set(paths_with(one, ATTENDANCE)) for uid, one in new.items()}
        days = self.days_of_activities(set().union(*talks.values()))
        fitting = self.courses_of_fields(set().union(*courses.values()))
        assigned = self.assigned(new.values())
        for uid, person in new.items():
            self.known[uid] = Record(
                [days[path] for path in talks[uid] & days.keys()]
                + assigned.get(stored_value(person, "person_id"), []),
                len(courses[uid] & fitting),
            )

    def assigned(self, people: Iterable[Any]) -> dict[str, list[date]]:
        """Map the codes of people to the days of other requests to which they are assigned."""
        found: dict[str, list[date]] = {}
        codes = [stored_value(one, "person_id") for one in people]
        for request, one in assigned_anywhere(*codes):
            if request is not None and self.counts(request, one):
                found.setdefault(one["person"], []).append(day_of(request))
        return found

    def days_of_activities(self, paths: set[str]) -> dict[str, date]:
        """Map paths to the days of activities in the year before the talk, and on its day."""
        after, until = self.talk.day - A_YEAR, self.talk.day
        found = {}
        if paths:
            brains = api.content.find(
                unrestricted=True,
                path={"query": list(paths), "depth": 0},
                portal_type=ACTIVITY_TYPE,
                start={
                    "query": (
                        at_midnight(after + timedelta(days=1)),
                        at_midnight(until + timedelta(days=1)),
                    ),
                    "range": "min:max",
                },
            )
            for brain, activity in brains_with_objects(brains):
                day = stored_value(activity, "start").astimezone(portal_zone()).date()
                if after < day <= until and state_of(activity) != "withdrawn":
                    found[brain.getPath()] = day
        return found

    def courses_of_fields(self, paths: set[str]) -> set[str]:
        """Return those of some paths at which courses in one of the fields stand."""
        if not paths or not self.talk.legal_fields:
            return set()
        brains = api.content.find(
            unrestricted=True,
            path={"query": list(paths), "depth": 0},
            portal_type=COURSE_TYPE,
            pbgdpl_legal_fields=list(self.talk.legal_fields),
        )
        return {brain.getPath() for brain in brains}

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
        self.look_up([person])
        did = self.known[IUUID(person)]
        return Speaker(
            name=person.title,
            recognitions=tuple(stored_value(person, "recognitions") or ()),
            legal_fields=tuple(stored_value(person, "legal_fields") or ()),
            languages=tuple(stored_value(person, "languages") or ()),
            is_near=bool(self.committee)
            and stored_value(person, "agency") == self.committee,
            is_barred=is_barred(person, self.talk.day),
            is_busy=self.talk.day in did.talks,
            talks=len(did.talks),
            courses=did.courses,
        )

    @cached_property
    def committee(self) -> str | None:
        """The agency that governs the commune of the talk."""
        return committee_of(self.talk.territory) if self.talk.territory else None

    def counts(self, request: Any, assignment: Any) -> bool:
        """Return whether an assignment to another request takes a day of its own."""
        if IUUID(request) == IUUID(self.request) or stored_value(request, "activity"):
            return False
        if assignment["answer"] not in (ASKED, AGREED):
            return False
        if state_in_history(request) == CANCELLED:
            return False
        return self.talk.day - A_YEAR < day_of(request) <= self.talk.day


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
