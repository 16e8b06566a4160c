"""What the catalog and caches know of the review."""

from datetime import datetime
from plone.indexer import indexer
from sonla.pbgdpl.core.clock import midnight
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.clock import utc_of
from sonla.pbgdpl.legal_review.behavior import ILegalReview
from sonla.pbgdpl.legal_review.query import dates_of
from typing import Any


@indexer(ILegalReview)
def pbgdpl_next_change(text: Any) -> str | None:
    """Index the day from which the text is to be reviewed, until somebody has done it.

    Dialogues have moments in this index, so queries ask for the behavior, too.
    """
    day = dates_of(text).first_reason_day()
    return None if day is None else day.isoformat()


class LastModified:
    """Since when a page says what it says: the notice of a review comes with a day."""

    def __init__(self, context: Any) -> None:
        self.context = context

    def __call__(self) -> datetime:
        """Return the later of the last change and the last day on which a review came due."""
        due = dates_of(self.context).last_check_day(today())
        moments = [self.context.modified(), *map(midnight, filter(None, [due]))]
        return utc_of(max(moments))
