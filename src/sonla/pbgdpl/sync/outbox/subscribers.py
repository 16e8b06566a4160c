"""Note in an editor's transaction that a record has to be sent; the runner sends it."""

from plone.registry.interfaces import IRecordModifiedEvent
from sonla.pbgdpl.exchange.interfaces import IRecordChanged
from sonla.pbgdpl.exchange.record_types import chosen_types
from sonla.pbgdpl.exchange.settings import name_repository
from sonla.pbgdpl.sync.settings import get_sync_settings
from sonla.pbgdpl.sync.settings import PREFIX
from sonla.pbgdpl.sync.store import make_store
from sonla.pbgdpl.sync.store import store_of
from zope.component.hooks import getSite


def queue_record(event: IRecordChanged) -> None:
    """Mark a record that changed for the outside, if it is sent or was.

    What the partner has must be taken back even when its kind is sent no more. While
    nothing is sent, it is enough to know that changes went by.
    """
    settings, outbox = get_sync_settings(), store_of(getSite()).outbox
    sent = settings.push_enabled and event.type in chosen_types(settings.push_types)
    if sent or event.uid in outbox.deliveries:
        make_store(getSite()).outbox.mark(event.uid)
    elif not settings.push_enabled:
        outbox.forget_kinds()


def setting_changed(event: IRecordModifiedEvent) -> None:
    """Name our repository before anything is sent under it."""
    if event.record.__name__ == f"{PREFIX}.push_enabled" and event.newValue:
        name_repository()
