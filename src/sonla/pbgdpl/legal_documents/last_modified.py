"""Since when a page says what it says, for `plone.app.caching` and browsers.

The validity of a document turns at midnight, when nobody edits anything: a copy from the
day before must not be taken for good then.
"""

from datetime import datetime
from sonla.pbgdpl.core.clock import midnight
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.legal_documents.rows import cited_rows
from sonla.pbgdpl.legal_documents.rules import last_turn
from typing import Any


class LastModified:
    """Adapt content of ours to `z3c.caching.interfaces.ILastModified`."""

    def __init__(self, context: Any) -> None:
        self.context = context

    def __call__(self) -> datetime:
        """Return the last change, or the last turn of a document if that came later."""
        day = today()
        turns = (last_turn(row, day) for row in cited_rows(self.context))
        moments = [self.context.modified(), *map(midnight, filter(None, turns))]
        return max(moments).asdatetime()
