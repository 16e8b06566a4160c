"""Where an item that came from elsewhere came from."""

from dataclasses import dataclass
from datetime import datetime
from plone import api
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.sync.bindings import RecordConflict
from sonla.pbgdpl.sync.sources import title_of
from sonla.pbgdpl.sync.store import store_of
from typing import Any


@dataclass(frozen=True)
class Provenance:
    """What a page says of the origin of its text."""

    source: str
    remote_id: str
    state: str
    """One of the states in `sync.bindings`."""
    applied: datetime | None
    conflict: RecordConflict | None = None

    @property
    def title(self) -> str:
        """The source as the settings do now, else by its code."""
        return title_of(self.source)


def provenance_of(obj: Any) -> Provenance | None:
    """Return where an item came from; None for one of our own."""
    if not IHarvested.providedBy(obj):
        return None
    store, uid = store_of(api.portal.get()), IUUID(obj)
    found = store.find_by_uid(uid)
    if found is None:
        return None
    source, remote_id, binding = found
    return Provenance(
        source,
        remote_id,
        binding.state,
        binding.applied,
        store.conflicts.get(uid),
    )
