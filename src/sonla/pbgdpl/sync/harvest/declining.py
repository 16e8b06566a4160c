"""What it means to send back a text that nobody here wrote: to decline it.

There is no author to mend it. It stays as a draft, for somebody who wants to go on with it,
and its source is not listened to any more, or else the next change there would bring it
again. Of a public text only the revision is declined: the next change there proposes
another, and a withdrawal there counts. It goes by the transition itself, so that a
single text, a whole set, the state menu and REST all mean the same.
"""

from plone import api
from plone.uuid.interfaces import IUUID
from Products.CMFCore.interfaces import IActionSucceededEvent
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.working_copies import baseline_of
from sonla.pbgdpl.editorial.working_copies import maker_of
from sonla.pbgdpl.sync import operations
from sonla.pbgdpl.sync.bindings import DETACHED
from sonla.pbgdpl.sync.provenance import provenance_of
from sonla.pbgdpl.sync.store import make_store
from typing import Any

DECLINING_TRANSITION = "return_to_author"


def step_taken(obj: Any, event: IActionSucceededEvent) -> None:
    """Detach a text that was declined before it was ever public."""
    if event.workflow.id != EDITORIAL_WORKFLOW or event.action != DECLINING_TRANSITION:
        return
    if is_harvested(obj) and baseline_of(obj) is None:
        operations.detach(make_store(api.portal.get()), IUUID(obj))


def is_harvested(obj: Any) -> bool:
    """Return whether to send an item back means to decline what its source says.

    A revision that somebody here wrote is theirs, whatever it revises.
    """
    text = baseline_of(obj)
    if text is not None and maker_of(obj) is not None:
        return False
    origin = provenance_of(text or obj)
    return origin is not None and origin.state != DETACHED
