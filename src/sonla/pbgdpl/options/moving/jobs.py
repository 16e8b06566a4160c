"""The job that continues batches whose page was closed."""

from collections.abc import Iterator
from datetime import datetime
from datetime import timedelta
from functools import partial
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import MOVING
from sonla.pbgdpl.editorial.attachments import user_of
from sonla.pbgdpl.jobs.base import Job
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.items import tried
from sonla.pbgdpl.options.moving.batches import all_at_work
from sonla.pbgdpl.options.moving.batches import AT_WORK
from sonla.pbgdpl.options.moving.batches import Batch
from sonla.pbgdpl.options.moving.running import work
from typing import Any

ABANDONED = timedelta(minutes=2)
"""After this time nobody's browser goes on with a batch any more."""
SECONDS = 2.0
"""How long one transaction works."""


class ContentImportJob(Job):
    """Go on with batches that were begun and whose page is closed, as those who began them."""

    belongs_to = MOVING
    title = _("job_content_import", default="Bringing in existing content")
    description = _(
        "job_content_import_help",
        default="Continues a batch of existing content whose page was closed. Without it the batch waits until its page is opened again.",
    )

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: while such a batch waits."""
        return super().due(context) and any(abandoned(context.now()))

    def run(self, context: JobContext) -> None:
        """Work through them, transaction by transaction, as long as there is time."""
        for section, batch in list(abandoned(context.now())):
            with tried(section):
                self.go_on(context, section, batch)

    def go_on(self, context: JobContext, section: Any, batch: Batch) -> None:
        """Work through one batch."""
        while batch.phase in AT_WORK:
            context.transact(partial(work_as_owner, section, batch))
            if context.dry_run:
                break
            context.check_budget()


def abandoned(now: datetime) -> Iterator[tuple[Any, Batch]]:
    """Yield the batches with which nobody goes on, and whose owner has still an account."""
    for section, _token, batch in all_at_work():
        if now - batch.touched > ABANDONED and user_of(batch.user_id) is not None:
            yield section, batch


def work_as_owner(section: Any, batch: Batch) -> None:
    """Continue a batch with the permissions of the user who began it."""
    with api.env.adopt_user(user=user_of(batch.user_id)):
        work(section, batch, SECONDS)
