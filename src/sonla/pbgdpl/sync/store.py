"""What the synchronisation remembers between its runs, in one annotation of the portal.

Cursors, identities, journal and content are written by the same transactions, so none
is ever ahead of another. Whatever is changed alone is an object of its own: a record
that was applied writes its `Identity`, not the map of all of them. Attributes have
defaults in their classes, so that what an older release stored can be read.

Times are aware and in UTC.
"""

from BTrees.Length import Length
from BTrees.OOBTree import OOBTree
from BTrees.OOBTree import OOTreeSet
from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from persistent import Persistent
from sonla.pbgdpl.sync.counted import CountedTree
from sonla.pbgdpl.sync.counted import SharedTree
from sonla.pbgdpl.sync.journal import Journal
from sonla.pbgdpl.sync.lease import Lease
from typing import Any
from zope.annotation.interfaces import IAnnotations

import time

KEY = "sonla.pbgdpl.sync"


@dataclass(frozen=True)
class Hold:
    """Tell why nothing is done until somebody has looked: a failure's code and detail."""

    code: str
    detail: str
    since: datetime
    about: str = ""
    """What is held, see `failures.Suspicious`."""


@dataclass(frozen=True)
class LastFailure:
    """Tell of the last failure of a partner."""

    code: str
    detail: str
    at: datetime


class Peer(Persistent):
    """Hold how it stands with a partner in one direction."""

    breaker: Any = None
    """What `sync.breaker` keeps; None before the first failure."""
    not_before: datetime | None = None
    held: Hold | None = None
    last_attempt: datetime | None = None
    last_success: datetime | None = None
    last_failure: LastFailure | None = None


class Progress(Persistent):
    """Hold how far one set in one format was read.

    Only `cursor` counts for correctness: every change up to it is applied or in
    quarantine. `reading` (`sync.windows`) belongs to a window that is not through.
    """

    cursor: datetime | None = None
    reading: Any = None
    failures: int = 0
    """How often a page of the window failed."""
    exists: bool = False
    """The source has listed the set, or something in it."""
    released: bool = False
    """An administrator has looked at what the window holds: no cap stops it."""
    changed: int = 0
    withdrawn: int = 0
    created: int = 0
    """What the window has done so far, for the caps."""

    def forget_window(self) -> None:
        """End the window that is being read; writes nothing where there is none."""
        if self.reading is not None:
            self.reading = None
            self.released = False
            self.failures = self.changed = self.withdrawn = self.created = 0


class Taking(Persistent):
    """Hold an inventory of a source that is not complete yet.

    Sets are known by their names: the settings may change while it goes on.
    """

    done: tuple[str, ...] = ()
    """The sets whose lists are complete."""
    current: str | None = None
    """The set that is being listed; None before the first page of one."""
    token: str | None = None
    """Where the list of that set goes on."""
    listed: Any = None
    """What `sync.windows` knows of the completeness of that list."""
    spoilt: bool = False
    """A list ended and is not complete, so nothing that is missing means anything."""
    continued: bool = False
    """It has several pages, between which something may have moved."""
    changed: int = 0
    created: int = 0
    """How many records it has found in another version or as new, for the caps."""
    released: bool = False

    def __init__(self, begun: datetime) -> None:
        self.begun = begun
        self.live = OOTreeSet()


class SourceState(Peer):
    """Hold how it stands with a source that is harvested."""

    identity: Any = None
    """What the source said of itself (`drivers`)."""
    inventoried: datetime | None = None
    inventory: Taking | None = None
    landing: str = ""
    """UID of the folder that was made for new items."""
    released: bool = False
    """An administrator has looked at what was held outside of lists: no cap stops it."""
    last_page: datetime | None = None
    """When something of it was applied last, however the run ended."""
    clock_off: int = 0
    """Minutes that its clock is ahead of ours, or behind, where operators should know."""

    def __init__(self) -> None:
        self._progress = OOBTree()

    def progress(self, set_name: str, prefix: str) -> Progress:
        """Give the progress of a set in a format, made when it is asked for first."""
        key = (set_name, prefix)
        if key not in self._progress:
            self._progress[key] = Progress()
        return self._progress[key]

    def all_progress(self) -> dict[tuple[str, str], Progress]:
        """Give the progress of every set and format that was read."""
        return dict(self._progress.items())

    def read_only(self, sets: Collection[str], prefix: str) -> None:
        """Forget the windows of all other sets and formats: nobody goes on with them.

        Else the source would seem unfinished for ever. Their cursors stay.
        """
        for (set_name, its_prefix), progress in self._progress.items():
            if set_name not in sets or its_prefix != prefix:
                progress.forget_window()


IN_SYNC = "in_sync"
DIVERGED = "diverged"
CONFLICT = "conflict"
WITHDRAWN = "withdrawn"
DETACHED = "detached"


class Identity(Persistent):
    """Tie a record of a source to an item of the portal, for ever.

    `field_hashes` are those of the version that was applied last, `own_hashes` those of
    the item as it was then: by the two an edit made there is told from one made here.
    """

    state: str = IN_SYNC
    datestamp: datetime | None = None
    content_hash: str = ""
    field_hashes: Mapping[str, str] = {}
    own_hashes: Mapping[str, str] = {}
    raw_digest: str = ""
    applied: datetime | None = None
    attachments: str = ""
    """Empty, or `partial` while a file of the record is still missing."""
    sets: tuple[str, ...] = ()
    """Where it was found: the sets that it is in, and the one that was asked for."""
    taken_back: bool = False
    """The source took it back while it was edited here: an editor decides."""
    buried: bool = False
    """A tombstone said that it is gone, so that only a newer version brings it back."""

    def __init__(self, uid: str, **facts: Any) -> None:
        self.uid = uid
        self.__dict__.update(facts)

    @property
    def is_gone(self) -> bool:
        """Tell whether its source is known to have taken it back."""
        return self.state == WITHDRAWN or (self.taken_back and self.state == CONFLICT)


class Quarantined(Persistent):
    """Hold a record that could not be applied, and when it is tried again."""

    code: str = ""
    detail: str = ""
    datestamp: datetime | None = None
    raw_digest: str = ""
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    next_try: datetime | None = None
    attempts: int = 0
    asked_set: str = ""
    """The set in which it was found."""
    version: str = ""
    """That of the code which failed with it."""

    def __init__(self, **facts: Any) -> None:
        self.__dict__.update(facts)


class Conflict(Persistent):
    """Hold the version of a source that waits for an editor's choice."""

    source: str = ""
    remote_id: str = ""
    fields: tuple[str, ...] = ()
    theirs: Any = None
    """Their record, as JSON."""
    since: datetime | None = None

    def __init__(self, **facts: Any) -> None:
        self.__dict__.update(facts)


QUEUED = "queued"
IN_FLIGHT = "in_flight"
ACKNOWLEDGED = "acknowledged"
REJECTED = "rejected"
WAITING = "waiting"
STUCK = (REJECTED, CONFLICT)
"""Somebody has to decide."""
SETTLED = (ACKNOWLEDGED, *STUCK, WITHDRAWN)
"""Nothing is done about it until the record changes."""


class Delivery(Persistent):
    """Hold how it stands with the delivery of one of our records.

    States are those above, `CONFLICT` and `WITHDRAWN`. `attempt` names the request
    that was sent, committed before it goes out. `etag` and `acknowledged` are what
    `partner`, an address, said.
    """

    state: str = QUEUED
    partner: str = ""
    identifier: str = ""
    operation: str = ""
    attempt: str = ""
    attempts: int = 0
    etag: str = ""
    content_hash: str = ""
    may_have: tuple[str, ...] = ()
    """Hashes of the versions of ours that the partner may have.

    The one that it acknowledged last, and those that were sent since without an answer;
    an empty one says that it may have nothing: it was deleted, or never there.
    """
    sent: datetime | None = None
    acknowledged: datetime | None = None
    not_before: datetime | None = None
    code: str = ""
    detail: str = ""

    def allow(self, content_hash: str) -> None:
        """Note that the partner may have this version; an empty one is nothing."""
        if content_hash not in self.may_have:
            self.may_have += (content_hash,)


class Outbox(Persistent):
    """Hold which of our records have changed, and how their deliveries stand.

    A record is named once however often it was edited. What is sent is decided when it
    is sent: the record as it is then, or that it is gone.
    """

    kinds: frozenset[str] = frozenset()
    """Record types of which every change is listed; public records were marked once."""
    partner: str = ""
    """The address for which that is so."""

    def __init__(self) -> None:
        self.dirty = SharedTree()
        self.deliveries = OOBTree()
        self.stuck = CountedTree()
        """Those of `deliveries` that wait for somebody, and whose record is not dirty."""
        self._settled = {state: Length() for state in SETTLED}

    def mark(self, uid: str) -> None:
        """Note in the editor's transaction that a record has changed.

        Each mark differs, so a runner that takes a mark while an editor renews it
        conflicts with the editor: the later edit can't be lost.
        """
        if uid not in self.dirty:
            self._tally(uid, -1)
        self.dirty[uid] = time.time_ns()

    def waiting(self) -> list[str]:
        """List the records that have changed, the longest waiting first."""
        return sorted(self.dirty, key=self.dirty.get)

    def is_postponed(self, uid: str, now: datetime) -> bool:
        """Tell whether a record failed and has to wait before it is tried again."""
        delivery = self.deliveries.get(uid)
        until = delivery.not_before if delivery is not None else None
        return until is not None and now < until

    def forget_kinds(self) -> None:
        """Note that changes went by unlisted: everything has to be looked at again."""
        if self.kinds:
            self.kinds = frozenset()

    def delivery(self, uid: str) -> Delivery:
        """Give the delivery of a record, made when it is asked for first."""
        if uid not in self.deliveries:
            self.deliveries[uid] = Delivery()
        return self.deliveries[uid]

    def settle(self, uid: str, mark: int) -> None:
        """Take a record off the list, unless it was marked again since `mark`.

        Only then: what was on its way when the process died is still on the list.
        """
        if self.dirty.get(uid) == mark:
            del self.dirty[uid]
            self._tally(uid, 1)

    def numbers(self) -> dict[str, int]:
        """Count the records by state; one that has changed since only waits again."""
        settled = {state: number() for state, number in self._settled.items()}
        return {QUEUED: len(self.dirty), **settled}

    def _tally(self, uid: str, change: int) -> None:
        """Count a delivery in or out; its state changes only while it is out."""
        delivery = self.deliveries.get(uid)
        if delivery is None or delivery.state not in self._settled:
            return
        self._settled[delivery.state].change(change)
        if delivery.state in STUCK:
            if change > 0:
                self.stuck[uid] = delivery
            else:
                self.stuck.pop(uid, None)


class Store(Persistent):
    """Hold everything; never changed itself once it is made."""

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
    return annotations[KEY]


def keep_store(site: Any, store: Store) -> None:
    """Put back what `remove_store` gave."""
    IAnnotations(site)[KEY] = store


def remove_store(site: Any) -> Store | None:
    """Take everything away and give it; a run that goes on can commit nothing more."""
    store = IAnnotations(site).pop(KEY, None)
    if store is not None:
        store.lease.revoke()
    return store
