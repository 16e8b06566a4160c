"""Note in an editor's transaction that a record has to be sent; the runner sends it."""

from sonla.pbgdpl.controlpanel.sync_settings import get_sync_settings
from sonla.pbgdpl.exchange.events import IRecordChanged
from sonla.pbgdpl.sync.store import make_store
from zope.component.hooks import getSite


def mark_dirty(event: IRecordChanged) -> None:
    """Mark a record that changed for the outside, if its kind is sent."""
    settings = get_sync_settings()
    if settings.push_enabled and event.type in (settings.push_types or ()):
        make_store(getSite()).outbox.mark(event.uid)
