"""What a dialogue's opening and closing asks for, when nobody does anything.

The page itself goes by the clock. But a proxy, or `plone.app.caching`, keeps a page as
long as the catalog stands still; so the catalog is made to notice that a moment has
passed."""

from collections.abc import Iterator
from datetime import datetime
from datetime import UTC
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import item_of
from sonla.pbgdpl.core.names import NEXT_CHANGE_INDEX
from sonla.pbgdpl.dialogues import DIALOGUE_TYPE
from sonla.pbgdpl.dialogues.indexers import turn
from sonla.pbgdpl.homepage.change_counter import bump
from sonla.pbgdpl.jobs.base import Job
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.items import each
from typing import Any

MAX_AT_ONCE = 50


class PhaseJob(Job):
    """Let the catalog know of dialogues that opened or closed, in each run."""

    title = _("job_dialogue_phases", default="Opening and closing of policy dialogues")
    description = _(
        "job_dialogue_phases_help",
        default="Shows a dialogue as open or over from its very moment on. Without it, lists and feeds keep showing a dialogue as coming.",
    )
    order = 45

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: while a moment has passed that the catalog still takes for coming."""
        return super().due(context) and any(turned(context.now()))

    def run(self, context: JobContext) -> None:
        """Reindex them, transaction by transaction."""
        while (
            context.transact(lambda: update_phases(context.now()))
            and not context.dry_run
        ):
            context.check_budget()


def update_phases(now: datetime | None = None) -> bool:
    """Index the next turn of dialogues whose last one has passed; return whether more wait."""
    held = each(
        turned(now),
        lambda one: one.reindexObject(idxs=[NEXT_CHANGE_INDEX]),
        MAX_AT_ONCE,
    )
    if held:
        bump()
    return len(held) == MAX_AT_ONCE


def turned(now: datetime | None = None) -> Iterator[Any]:
    """Yield the dialogues for which a moment has passed that nobody has looked at since."""
    catalog = api.portal.get_tool("portal_catalog")
    if NEXT_CHANGE_INDEX not in catalog.indexes():
        return iter(())
    brains = catalog.unrestrictedSearchResults(
        {
            "portal_type": DIALOGUE_TYPE,
            NEXT_CHANGE_INDEX: {
                "query": turn(now or datetime.now(UTC)),
                "range": "max",
            },
        }
    )
    return filter(None, map(item_of, brains))
