"""When a text last took a step in the editorial chain.

For figures by period: neither `modified` nor `effective` tells it, and a portal has
far more texts than a period has steps.
"""

from plone.dexterity.interfaces import IDexterityContent
from plone.indexer import indexer
from sonla.pbgdpl.workflow.states import history_of
from typing import Any


@indexer(IDexterityContent)
def pbgdpl_last_step(obj: Any) -> Any:
    """Index the time of the last transition; what was only created has none.

    Brought up to date by the subscriber that also sends the mail: core reindexes no
    more than the state after a transition.
    """
    for entry in reversed(history_of(obj)):
        if entry.get("action"):
            return entry["time"]
    raise AttributeError("pbgdpl_last_step")
