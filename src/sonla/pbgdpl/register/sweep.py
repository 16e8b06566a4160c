"""The days on which recognitions begin and end come by themselves."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import awake
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.names import PERSON_TYPES
from sonla.pbgdpl.core.names import TURN_INDEX
from sonla.pbgdpl.jobs.base import A_DAY
from sonla.pbgdpl.jobs.base import Job
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.register.following import pass_day
from typing import Any

MOST_AT_ONCE = 100
"""People whom one transaction moves: on the day a level ends they may be thousands."""


class RecognitionDatesJob(Job):
    """Move people whose day has come, in the first run after midnight.

    Before whatever is told to others (`ReconcileJob`). Not noted as done: there is nothing
    to do once it was.
    """

    title = _("job_recognition_dates", default="Beginning and end of recognitions")
    description = _(
        "job_recognition_dates_help",
        default="Lists legal reporters and propagandists from the day of their recognition on, and takes them off the public lists on the day it ends. Without it they stay listed.",
    )
    period = A_DAY
    order = 40

    def due(self, context: JobContext) -> bool:
        """Be due while somebody's day has passed."""
        return super().due(context) and any(due_people(day_of(context)))

    def run(self, context: JobContext) -> None:
        """Move them transaction by transaction, as long as there is time."""
        while context.transact(lambda: sweep(day_of(context))) and not context.dry_run:
            context.check_budget()


def sweep(day: date | None = None, most: int = MOST_AT_ONCE) -> bool:
    """Bring people up to date whose day has come; tell whether there are more."""
    day = day or today()
    moved = list(islice(due_people(day), most))
    for person in moved:
        pass_day(person, day)
    return len(moved) == most and any(due_people(day))


def due_people(day: date) -> Iterator[Any]:
    """Yield the people for whom a date has passed that nobody has looked at since."""
    return awake(due_brains(day))


def due_brains(day: date) -> Any:
    """Ask the catalog for them, whoever may see them."""
    catalog = api.portal.get_tool("portal_catalog")
    if TURN_INDEX not in catalog.indexes():
        return ()
    return catalog.unrestrictedSearchResults(
        {
            "portal_type": list(PERSON_TYPES),
            TURN_INDEX: {"query": day.isoformat(), "range": "max"},
        }
    )


def day_of(context: JobContext) -> date:
    """Return the day of the portal on which a run goes on."""
    return today(context.now())
