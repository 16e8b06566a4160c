"""What it means to send back a text that nobody here wrote: to decline it.

There is no author to mend it. It stays as a draft, for whoever wants to go on with it,
and its source is not listened to any more, or else the next change there would bring it
again. It is told from the transition itself, so that a single text, a whole set, the
state menu and REST all mean the same.
"""

from plone import api
from plone.uuid.interfaces import IUUID
from Products.CMFCore.interfaces import IActionSucceededEvent
from sonla.pbgdpl.config import EDITORIAL_WORKFLOW
from sonla.pbgdpl.sync import operations
from sonla.pbgdpl.sync.provenance import provenance_of
from sonla.pbgdpl.sync.store import DETACHED
from sonla.pbgdpl.sync.store import make_store
from sonla.pbgdpl.workflow.copies import maker_of
from sonla.pbgdpl.workflow.copies import text_revised_by
from typing import Any

DECLINE = "return_to_author"


def step_taken(obj: Any, event: IActionSucceededEvent) -> None:
    """Detach a text that was declined, or whose revision by its source was."""
    if event.workflow.id != EDITORIAL_WORKFLOW or event.action != DECLINE:
        return
    text = declined_with(obj)
    if text is not None:
        operations.detach(make_store(api.portal.get()), IUUID(text))


def declined_with(obj: Any) -> Any | None:
    """Give the text that its source loses when an item is sent back; None for none.

    A revision that somebody here wrote is theirs, whatever it revises.
    """
    text = text_revised_by(obj)
    if text is not None and maker_of(obj) is not None:
        return None
    origin = provenance_of(text or obj)
    if origin is None or origin.state == DETACHED:
        return None
    return text or obj
