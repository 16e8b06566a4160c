"""What the catalog knows of the review."""

from plone.indexer import indexer
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
