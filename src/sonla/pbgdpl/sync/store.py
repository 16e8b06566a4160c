"""What the synchronisation remembers between its runs, in one annotation of the portal.

Cursors, bindings, journal and content are written by the same transactions, so none
is ever ahead of another. Whatever is changed alone is an object of its own: a record
that was applied writes its `Binding`, not the map of all of them.

Times are aware and in UTC.
"""

from BTrees.OOBTree import OOBTree
from persistent import Persistent
from sonla.pbgdpl.core.btrees import CountedTree
from sonla.pbgdpl.core.btrees import SharedTree
from sonla.pbgdpl.core.interfaces import IHarvestedSite
from sonla.pbgdpl.sync.bindings import Binding
from sonla.pbgdpl.sync.deliveries import Outbox
from sonla.pbgdpl.sync.source_state import Peer
from sonla.pbgdpl.sync.source_state import SourceState
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.interface import alsoProvides
from zope.interface import noLongerProvides

KEY = "sonla.pbgdpl.sync"


class SyncStore(Persistent):
    """Everything; never changed itself once it is made."""

    def __init__(self) -> None:
        self.sources = OOBTree()
        self.bindings = OOBTree()
        self.by_uid = OOBTree()
        self.quarantine = CountedTree()
        self.conflicts = CountedTree()
        self.expected_since = OOBTree()
        """Source → since when it is expected to be asked (`sync.setup`).

        Not with its state, which runs write while an administrator saves the settings.
        """
        self.unindexed = SharedTree()
        """UIDs of items whose words have yet to be indexed (`sync.harvest.deferred_indexing`)."""
        self.outbox = Outbox()
        self.push = Peer()
        self.reconciliations = OOBTree()
        """Key → `reconciliation.state.Reconciliation`, the latest with each partner."""

    def source(self, name: str) -> SourceState:
        """Return the state of a source, made when it is asked for first."""
        if name not in self.sources:
            self.sources[name] = SourceState()
        return self.sources[name]

    def find_by_remote_id(self, source: str, remote_id: str) -> Binding | None:
        """Find what a record of a source is bound to."""
        return self.bindings.get(source, {}).get(remote_id)

    def bind(self, source: str, remote_id: str, binding: Binding) -> None:
        """Bind a record of a source to an item; raises ValueError if either is bound already.

        No binding is ever removed: a record that comes back finds its item.
        """
        if self.find_by_remote_id(source, remote_id) is not None:
            raise ValueError(f"{source}: {remote_id} is bound already")
        if binding.uid in self.by_uid:
            raise ValueError(f"{binding.uid} is bound already")
        if source not in self.bindings:
            self.bindings[source] = CountedTree()
        self.bindings[source][remote_id] = binding
        self.by_uid[binding.uid] = (source, remote_id)

    def find_by_uid(self, uid: str) -> tuple[str, str, Binding] | None:
        """Find source, remote id and binding of an item that came from elsewhere."""
        return self.get_by_uid(uid) if uid in self.by_uid else None

    def get_by_uid(self, uid: str) -> tuple[str, str, Binding]:
        """Return the same of an item that came from elsewhere; raises KeyError for others."""
        source, remote_id = self.by_uid[uid]
        return source, remote_id, self.bindings[source][remote_id]


def store_of(site: Any) -> SyncStore:
    """Return what is stored, for reading: nothing is written.

    Before the first run that is an empty store which is not kept; who writes asks
    `make_store`.
    """
    found = IAnnotations(site).get(KEY)
    return found if found is not None else SyncStore()


def make_store(site: Any) -> SyncStore:
    """Return what is stored, for writing; made at the first use."""
    annotations = IAnnotations(site)
    if KEY not in annotations:
        annotations[KEY] = SyncStore()
    return annotations[KEY]


def keep_store(site: Any, store: SyncStore) -> None:
    """Put back what `remove_store` gave."""
    IAnnotations(site)[KEY] = store
    if store.by_uid:
        mark_harvested(site)


def remove_store(site: Any) -> SyncStore | None:
    """Take everything away and give it."""
    if IHarvestedSite.providedBy(site):
        noLongerProvides(site, IHarvestedSite)
    return IAnnotations(site).pop(KEY, None)


def mark_harvested(site: Any) -> None:
    """Let others know that something came from elsewhere."""
    if not IHarvestedSite.providedBy(site):
        alsoProvides(site, IHarvestedSite)
