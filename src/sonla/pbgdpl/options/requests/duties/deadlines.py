"""Which days are to be kept with whom: nominations that were sent, requests for dismissal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from plone import api
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
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
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.people import REGISTRY_WORKFLOW
from sonla.pbgdpl.people.checks import NominationCheck
from sonla.pbgdpl.people.rules import SUBMITTED
from sonla.pbgdpl.people.workflow import is_taken_in
from sonla.pbgdpl.questions.working_days import due_day
from typing import Any

NOMINATION_DAYS = 5
"""Working days to decide on a nomination: Circular 10/2016/TT-BTP, Articles 3.6 and 5."""
REQUEST_DAYS = 2
"""To ask for what a file lacks: Articles 3.6 and 4.5."""
DISMISSAL_DAYS = 5
"""To decide on the dismissal of a reporter, from a complete file: Article 4.5."""
OBJECTION_DAYS = 3
"""To object, from being told the reason: Article 4.3."""
ENDING_DAYS = 3
"""To decide that a propagandist ends, from a complete file: Article 6."""


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
    sent = in_portal_zone(last_step(person, REGISTRY_WORKFLOW)["time"]).date()
    if NominationCheck(person).missing(person) and not has_decision(person):
        yield ASK_FOR_MORE, due_day(sent, REQUEST_DAYS)
    yield DECIDE, due_day(sent, NOMINATION_DAYS)


def has_decision(person: Any) -> bool:
    """Return whether each recognition that was entered has its decision: no paper is owed then."""
    rows = stored_value(person, "recognitions") or ()
    return bool(rows) and all(
        row.get("decision_number") and row.get("decision_date") for row in rows
    )


def dismissal_days(person: Any) -> Iterator[tuple[str, date]]:
    """Yield the days of the open request for dismissal; a time to object that is over is none."""
    dismissal = open_dismissal(person)
    if dismissal is None:
        return
    is_reporter = person.portal_type == REPORTER
    numbers = WorkingDays(
        DISMISSAL_DAYS if is_reporter else ENDING_DAYS, REQUEST_DAYS, OBJECTION_DAYS
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
