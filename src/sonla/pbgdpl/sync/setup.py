"""What the synchronisation remembers: kept with the content, and brought back."""

from plone import api
from plone.registry.interfaces import IRecordModifiedEvent
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.names import MAPPINGS
from sonla.pbgdpl.core.options import RECORD
from sonla.pbgdpl.core.preserved import preserve
from sonla.pbgdpl.core.preserved import restore
from sonla.pbgdpl.core.setup import SetupStep
from sonla.pbgdpl.exchange.setup import ExchangeRecordsStep
from sonla.pbgdpl.sync.settings import ISyncSettings
from sonla.pbgdpl.sync.settings import PREFIX
from sonla.pbgdpl.sync.sources import configured_sources
from sonla.pbgdpl.sync.store import keep_store
from sonla.pbgdpl.sync.store import make_store
from sonla.pbgdpl.sync.store import remove_store
from typing import Any

DECIDING = frozenset(
    (RECORD, *(f"{PREFIX}.{name}" for name in ("pull_enabled", "sources", "period")))
)
"""Settings that decide whether, what and how often is fetched."""


def setting_changed(event: IRecordModifiedEvent) -> None:
    """Ask every source that is switched on under the new settings, or that rested until now."""
    name, changed = event.record.__name__, event.oldValue != event.newValue
    if name == RECORD:
        changed = MAPPINGS in set(event.oldValue or ()) ^ set(event.newValue or ())
    if changed and name in DECIDING:
        expect_anew()


def expect_anew() -> None:
    """Set the time at which every source that is switched on is asked next, from now on."""
    now = utc_now()
    for source in configured_sources():
        make_store(api.portal.get()).expected_since[source.name] = now


STORE_KEY = "sonla.pbgdpl.remembered_sync"


SYNC_SETTINGS_STEP = ExchangeRecordsStep(
    order=12,
    schema=ISyncSettings,
    prefix=PREFIX,
    key="sonla.pbgdpl.remembered_sync_settings",
    chosen="push_types",
)


class SyncStep(SetupStep):
    """Keep identities and cursors.

    Without them the next installation would fetch everything again, as new items beside
    those that lived on.
    """

    order = 105

    def install(self, site: Any) -> None:
        """Bring back what was kept, with time for the first run.

        While the add-on was away nothing could run, which says nothing about the clock.
        """
        store = restore(STORE_KEY).get("store")
        if store is not None:
            keep_store(site, store)
            expect_anew()

    def uninstall(self, site: Any) -> None:
        """Keep them with the first section."""
        store = remove_store(site)
        if store is not None:
            preserve(STORE_KEY, {"store": store})
