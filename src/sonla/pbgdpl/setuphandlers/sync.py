"""What the synchronisation remembers: kept with the content, and brought back."""

from plone import api
from sonla.pbgdpl.setuphandlers.memory import recall
from sonla.pbgdpl.setuphandlers.memory import remember
from sonla.pbgdpl.sync.expecting import expect_anew
from sonla.pbgdpl.sync.store import keep_store
from sonla.pbgdpl.sync.store import remove_store

STORE_KEY = "sonla.pbgdpl.remembered_sync"


def take_down_sync() -> None:
    """Keep identities and cursors with the first section.

    Without them the next installation would fetch everything again, as new items beside
    those that lived on.
    """
    store = remove_store(api.portal.get())
    if store is not None:
        remember(STORE_KEY, {"store": store})


def bring_back_sync() -> None:
    """Bring back what `take_down_sync` kept, with time for the first run.

    While the add-on was away nothing could run, which says nothing about the clock.
    """
    store = recall(STORE_KEY).get("store")
    if store is not None:
        keep_store(api.portal.get(), store)
        expect_anew()
