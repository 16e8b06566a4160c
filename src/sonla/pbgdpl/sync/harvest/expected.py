"""From when on it counts that nothing comes from a source."""

from plone import api
from plone.registry.interfaces import IRecordModifiedEvent
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.sync.settings import PREFIX
from sonla.pbgdpl.sync.sources import configured_sources
from sonla.pbgdpl.sync.store import make_store

DECIDING = frozenset(
    f"{PREFIX}.{name}" for name in ("pull_enabled", "sources", "period")
)
"""Settings that decide whether, what and how often is fetched."""


def setting_changed(event: IRecordModifiedEvent) -> None:
    """Ask every source that is switched on under the new settings."""
    if event.record.__name__ not in DECIDING or event.oldValue == event.newValue:
        return
    expect_anew()


def expect_anew() -> None:
    """Set the time at which every source that is switched on is asked next, from now on."""
    now = utc_now()
    for source in configured_sources():
        make_store(api.portal.get()).expected[source.name] = now
