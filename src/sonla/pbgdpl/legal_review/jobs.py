"""The job for the days on which texts are to be reviewed.

The pages themselves go by the day. But cached copies of them stay until the catalog changes,
and nobody at the office looks at all texts each morning.
"""

from datetime import date
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import NEXT_CHANGE_INDEX
from sonla.pbgdpl.homepage.change_counter import bump
from sonla.pbgdpl.jobs.base import DailyJob
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.items import chosen
from sonla.pbgdpl.jobs.items import each
from sonla.pbgdpl.jobs.items import found_for
from sonla.pbgdpl.legal_review.mail import notices
from sonla.pbgdpl.legal_review.query import published_due
from sonla.pbgdpl.legal_review.query import review_reasons
from sonla.pbgdpl.mail.outbox import enqueue


class ReviewJob(DailyJob):
    """Remind the office of public texts for which a reason of review came with a day."""

    title = _("job_legal_review", default="Texts to be checked again")
    description = _(
        "job_legal_review_help",
        default="Reminds the office on the day on which a life situation or an introduction is to be checked again, and lets kept copies of its page grow old. Without it nobody is reminded.",
    )
    name = "legal_review"
    order = 47

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: once a day, while there is something to review."""
        day = context.today()
        return super().due(context) and any(published_due(self.site, day))

    def work(self, context: JobContext) -> None:
        """Handle what has come since the last time; at the first time all that is due."""
        handle_due(self.done_last(context) or date.min, context.today())


def handle_due(since: date, day: date) -> None:
    """Remind the office of public texts with a reason that came after one day, until another.

    They are indexed anew, which changes nothing but the catalog's counter: kept copies of
    their pages and of lists go by it.
    """
    found = list(
        chosen(
            published_due(api.portal.get(), day),
            lambda text: {*review_reasons(text, day)} - {*review_reasons(text, since)},
        )
    )
    each(found, lambda text: text.reindexObject(idxs=[NEXT_CHANGE_INDEX]))
    if found:
        bump()
    enqueue(*found_for(found, lambda text: notices([text])))
