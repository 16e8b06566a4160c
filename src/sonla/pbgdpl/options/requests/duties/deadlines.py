"""Which days are to be kept with whom: nominations that were sent, requests for dismissal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from plone import api
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.editorial.states import last_step
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.options.requests.duties.dismissals import is_complete
from sonla.pbgdpl.options.requests.duties.dismissals import open_dismissal
from sonla.pbgdpl.options.requests.duties.dismissals import people_asked_about
from sonla.pbgdpl.options.requests.duties.dismissals import REPORTER
from sonla.pbgdpl.options.requests.duties.rules import ASK_FOR_MORE
from sonla.pbgdpl.options.requests.duties.rules import days_of
from sonla.pbgdpl.options.requests.duties.rules import DECIDE
from sonla.pbgdpl.options.requests.duties.rules import HEAR
from sonla.pbgdpl.options.requests.duties.rules import WorkingDays
from sonla.pbgdpl.options.requests.duties.settings import get_duty_settings
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.people import REGISTRY_WORKFLOW
from sonla.pbgdpl.people.checks import NominationCheck
from sonla.pbgdpl.people.rules import SUBMITTED
from sonla.pbgdpl.people.workflow import is_taken_in
from sonla.pbgdpl.questions.working_days import due_day
from typing import Any


@dataclass(frozen=True)
class Deadline:
    """What is to be done about a person, and the last day for it."""

    person: Any
    kind: str
    day: date

    @property
    def is_late(self) -> bool:
        """Whether the day has passed; a time to object merely ends."""
        return self.day < today() and self.kind != HEAR


def deadlines_of(person: Any) -> list[Deadline]:
    """List what is to be done about a person, the next day first."""
    found = [*nomination_days(person), *dismissal_days(person)]
    return sorted(
        (Deadline(person, kind, day) for kind, day in found), key=lambda one: one.day
    )


def nomination_days(person: Any) -> Iterator[tuple[str, date]]:
    """Yield the days of an entry that was sent and is not accepted.

    One that was returned with a comment was asked for what it lacks: its clock begins anew when
    it is sent again.
    """
    if state_of(person) != SUBMITTED or is_taken_in(person):
        return
    settings = get_duty_settings()
    sent = in_portal_zone(last_step(person, REGISTRY_WORKFLOW)["time"]).date()
    if NominationCheck(person).missing(person):
        yield ASK_FOR_MORE, due_day(sent, settings.nomination_request_days)
    yield DECIDE, due_day(sent, settings.nomination_decision_days)


def dismissal_days(person: Any) -> Iterator[tuple[str, date]]:
    """Yield the days of the open request for dismissal; a time to object that is over is none."""
    dismissal = open_dismissal(person)
    if dismissal is None:
        return
    settings = get_duty_settings()
    is_reporter = person.portal_type == REPORTER
    numbers = WorkingDays(
        settings.dismissal_decision_days
        if is_reporter
        else settings.ending_decision_days,
        settings.nomination_request_days,
        settings.dismissal_objection_days,
    )
    for kind, day in days_of(dismissal, is_complete(person), numbers, due_day):
        if kind != HEAR or day >= today():
            yield kind, day


def open_deadlines(section: Any) -> list[Deadline]:
    """List what is to be done in a section, the next day first, without checking permissions."""
    sent = api.content.find(
        unrestricted=True,
        path=path_of(section),
        portal_type=list(PERSON_TYPES),
        review_state=SUBMITTED,
        show_inactive=True,
    )
    people = [*load_objects(sent), *people_asked_about(section)]
    found = (one for person in people for one in deadlines_of(person))
    return sorted(found, key=lambda one: one.day)
