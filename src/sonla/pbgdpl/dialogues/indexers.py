"""What the catalog knows of dialogues beyond what it knows of all our content."""

from datetime import UTC
from plone.indexer import indexer
from sonla.pbgdpl.activities.indexers import year_of_start
from sonla.pbgdpl.dialogues.interfaces import IDialogue
from sonla.pbgdpl.dialogues.phases import next_change
from typing import Any

pbgdpl_year = indexer(IDialogue)(year_of_start)


@indexer(IDialogue)
def pbgdpl_next_change(dialogue: Any) -> str | None:
    """Index the moment at which it opens or closes next, in UTC and ISO format.

    People of the register have days in this index; who asks it names the types.
    """
    moment = next_change(dialogue)
    return None if moment is None else turn(moment)


def turn(moment: Any) -> str:
    """Write a moment as it stands in the index: texts in the order of time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
