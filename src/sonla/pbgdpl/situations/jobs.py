"""The job for the days on which situations are to be checked again.

The pages themselves go by the day. But cached copies of them stay until the catalog changes,
and nobody at the office looks at all texts each morning.
"""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import item_of
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.names import NEXT_CHANGE_INDEX
from sonla.pbgdpl.homepage.change_counter import bump
from sonla.pbgdpl.jobs.base import A_DAY
from sonla.pbgdpl.jobs.base import Job
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.mail.outbox import enqueue
from sonla.pbgdpl.situations import SITUATION_TYPE
from sonla.pbgdpl.situations.mail import notices
from sonla.pbgdpl.situations.query import review_reasons
from typing import Any

MAX_AT_ONCE = 50


class ReviewJob(Job):
    """Update the catalog and remind the office for situations whose day has come.

    Not noted as done: there is nothing to do once it was.
    """

    title = _("job_situations", default="Life situations to be checked again")
    description = _(
        "job_situations_help",
        default="Marks life situations as to be checked again on the day itself, and reminds the office. Without it, the notice comes late and nobody is reminded.",
    )
    period = A_DAY
    order = 47

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: while a day has passed that the catalog takes for coming."""
        return super().due(context) and any(due_situations(today(context.now())))

    def run(self, context: JobContext) -> None:
        """Look at them, transaction by transaction."""
        while (
            context.transact(lambda: handle_due(today(context.now())))
            and not context.dry_run
        ):
            context.check_budget()


def handle_due(day: date) -> bool:
    """Index the next day of situations whose last one has come; return whether more wait.

    The office gets a mail about those that are public and to be checked.
    """
    found = list(islice(due_situations(day), MAX_AT_ONCE))
    for situation in found:
        situation.reindexObject(idxs=[NEXT_CHANGE_INDEX])
    if found:
        bump()
    enqueue(*notices(filter(is_to_check, found)))
    return len(found) == MAX_AT_ONCE


def is_to_check(situation: Any) -> bool:
    """Return whether readers are told now that a public situation is being checked."""
    public = api.content.get_state(situation, default="") == "published"
    return public and bool(review_reasons(situation))


def due_situations(day: date) -> Iterator[Any]:
    """Yield the situations for which a day has come that nobody has looked at since."""
    catalog = api.portal.get_tool("portal_catalog")
    if NEXT_CHANGE_INDEX not in catalog.indexes():
        return iter(())
    brains = catalog.unrestrictedSearchResults(
        {
            "portal_type": SITUATION_TYPE,
            NEXT_CHANGE_INDEX: {"query": day.isoformat(), "range": "max"},
        }
    )
    return filter(None, map(item_of, brains))
