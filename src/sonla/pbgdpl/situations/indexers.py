"""What the catalog knows of situations alone."""

from plone.indexer import indexer
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.situations.content import ILifeSituation
from sonla.pbgdpl.situations.query import dates_of
from typing import Any


@indexer(ILifeSituation)
def pbgdpl_next_change(situation: Any) -> str | None:
    """Index the next day on which the situation may have to be checked.

    Dialogues have moments in this index, so queries name the types.
    """
    day = dates_of(situation).next_check_day(today())
    return None if day is None else day.isoformat()
