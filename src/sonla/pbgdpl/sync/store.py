"""What the synchronisation remembers between its runs, in one annotation of the portal.

Cursors, identities, journal and content are written by the same transactions, so none
is ever ahead of another. Whatever is changed alone is an object of its own: a record
that was applied writes its `Identity`, not the map of all of them. Attributes have
defaults in their classes, so that what an older release stored can be read.

Times are aware and in UTC.
"""

from BTrees.OOBTree import OOBTree
from collections.abc import Mapping
from datetime import date
from datetime import datetime
from persistent import Persistent
from sonla.pbgdpl.jobs.journal import Journal
from sonla.pbgdpl.jobs.lease import Lease
from sonla.pbgdpl.sync.counted import CountedTree
from sonla.pbgdpl.sync.counted import SharedTree
from sonla.pbgdpl.sync.identity import Conflict
from sonla.pbgdpl.sync.identity import Identity
from sonla.pbgdpl.sync.identity import Quarantined
from sonla.pbgdpl.sync.outbox import Delivery
from sonla.pbgdpl.sync.outbox import Outbox
from sonla.pbgdpl.sync.source_state import Hold
from sonla.pbgdpl.sync.source_state import LastFailure
from sonla.pbgdpl.sync.source_state import Peer
from sonla.pbgdpl.sync.source_state import Progress
from sonla.pbgdpl.sync.source_state import SourceState
from sonla.pbgdpl.sync.source_state import Taking
from types import MappingProxyType
from typing import Any
from typing import NamedTuple
from zope.annotation.interfaces import IAnnotations

KEY = "sonla.pbgdpl.sync"
ONCE_STORED_HERE = (
    *(Conflict, Delivery, Hold, Identity, LastFailure, Outbox, Peer, Progress),
    *(Quarantined, SourceState, Taking),
)
"""Classes that profile version 1000 had in this module: what it stored names them here."""


class Guest(NamedTuple):
    """Tell of a save that met changes of others, and begins anew."""

    tries: int
    """How often it had begun anew before."""
    at: datetime
    """When that was, by the clock of its server."""


class Door(Persistent):
    """Name the saves that begin anew: runs wait for them, see `jobs.contention`."""

    guests: Mapping[str, Guest] = MappingProxyType({})
    """Thread that saves → its save; a dictionary that is never changed but replaced."""


class Store(Persistent):
    """Hold everything; never changed itself once it is made."""

    door: Door | None = None
    """None as long as no run has begun since an older release."""

    def __init__(self) -> None:
        self.sources = OOBTree()
        self.identities = OOBTree()
        self.by_uid = OOBTree()
        self.quarantine = CountedTree()
        self.conflicts = CountedTree()
        self.days = OOBTree()
        self.expected = OOBTree()
        """Source → since when it is expected to be asked (`sync.expecting`).

        Not with its state, which runs write while an administrator saves the settings.
        """
        self.wordless = SharedTree()
        """UIDs of items whose words have yet to be indexed (`sync.fulltext`)."""
        self.outbox = Outbox()
        self.push = Peer()
        self.journal = Journal()
        self.lease = Lease()
        self.door = Door()

    def source(self, name: str) -> SourceState:
        """Give the state of a source, made when it is asked for first."""
        if name not in self.sources:
            self.sources[name] = SourceState()
        return self.sources[name]

    def identity(self, source: str, remote_id: str) -> Identity | None:
        """Find what a record of a source is tied to."""
        return self.identities.get(source, {}).get(remote_id)

    def bind(self, source: str, remote_id: str, identity: Identity) -> None:
        """Tie a record of a source to an item; raises ValueError if either is tied.

        No tie is ever undone: a record that comes back finds its item.
        """
        if self.identity(source, remote_id) is not None:
            raise ValueError(f"{source}: {remote_id} is bound already")
        if identity.uid in self.by_uid:
            raise ValueError(f"{identity.uid} is bound already")
        if source not in self.identities:
            self.identities[source] = CountedTree()
        self.identities[source][remote_id] = identity
        self.by_uid[identity.uid] = (source, remote_id)

    def identity_of(self, uid: str) -> tuple[str, str, Identity] | None:
        """Find source, remote id and identity of an item that came from elsewhere."""
        found = self.by_uid.get(uid)
        return (*found, self.identity(*found)) if found else None

    def done_on(self, name: str, day: date) -> bool:
        """Tell whether daily work was done on that very day.

        A day yet to come, written by a clock that was wrong, counts for nothing.
        """
        return self.days.get(name) == day


def store_of(site: Any) -> Store:
    """Give what is stored, for reading: nothing is written, whoever asks.

    Before the first run that is an empty store which is not kept; who writes asks
    `make_store`.
    """
    found = IAnnotations(site).get(KEY)
    return found if found is not None else Store()


def make_store(site: Any) -> Store:
    """Give what is stored, for writing; made at the first use."""
    annotations = IAnnotations(site)
    if KEY not in annotations:
        annotations[KEY] = Store()
    store = annotations[KEY]
    if store.door is None:
        store.door = Door()
    return store


def keep_store(site: Any, store: Store) -> None:
    """Put back what `remove_store` gave."""
    IAnnotations(site)[KEY] = store


def remove_store(site: Any) -> Store | None:
    """Take everything away and give it; a run that goes on can commit nothing more."""
    store = IAnnotations(site).pop(KEY, None)
    if store is not None:
        store.lease.revoke()
    return store
