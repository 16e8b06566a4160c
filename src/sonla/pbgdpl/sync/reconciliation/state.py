"""A reconciliation as it is stored: what the other side has, and what was found to differ.

It is done in parts, each a transaction that also stores the place that was reached. So a
run that ends, or a process that dies, costs one part.
"""

from BTrees.OOBTree import OOBTree
from collections.abc import Iterable
from collections.abc import Iterator
from datetime import datetime
from sonla.pbgdpl.core.btrees import CountedTree
from sonla.pbgdpl.exchange.field_types import usable
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.harvest.source_list import SourceList
from sonla.pbgdpl.sync.messages import ENDLESS
from sonla.pbgdpl.sync.record_headers import MAX_IDENTIFIER
from sonla.pbgdpl.sync.store import SyncStore
from typing import NamedTuple

import re

PART = "reconciliation"
"""The part of a run that a report is; that of a source has its name behind it."""

SENDING = "send"
"""Key of the reconciliation with the partner that we send to."""
OFFERING = "offer"
"""Key of that with a system which fetches from us; only its list can tell what it has."""
FETCHING = "fetch/"
"""Begins the key of that with a source; its code follows."""

DIFFERS = "differs"
ONLY_HERE = "only_here"
ONLY_THERE = "only_there"
WITHDRAWN_HERE = "withdrawn_here"
"""Taken back here, and still there."""
WITHDRAWN_THERE = "withdrawn_there"
"""Taken back there, and still here."""
KINDS = (DIFFERS, ONLY_HERE, ONLY_THERE, WITHDRAWN_HERE, WITHDRAWN_THERE)
SAME = "same"
PENDING = "pending"
"""Something is about to be done about it, or somebody decided that nothing is."""

MAX_LISTED = 1_000_000
"""Records that the other side may list: many times what any province has."""
MAX_DIGEST = 200
LISTING = "listing"
OURS = "ours"
THEIRS = "theirs"
DONE = "done"
STOPPED = "stopped"
"""The other side gives no list that could be compared."""

PREFIX = re.compile(r'^(?:w/)?"?(?:sha-?256[:=])?(.*?)"?$', re.IGNORECASE)


class Listed(NamedTuple):
    """A record as the other side lists it; without a digest only its presence counts."""

    deleted: bool
    digest: str


def listed_as(
    name: str, digest: str, deleted: bool = False
) -> tuple[str, Listed] | None:
    """Return a record of a list under its name; None for a name that can be none.

    What no text should have is left out, of both: they stand on pages.
    """
    known = usable(name).strip()
    if not known or len(known) > MAX_IDENTIFIER:
        return None
    return known, Listed(deleted, usable(digest)[:MAX_DIGEST])


class Difference(NamedTuple):
    """What was found of one record; `uid` is that of the item here, if there is one."""

    uid: str
    ours: str
    theirs: str


class Reconciliation(SourceList):
    """One comparison of both sides, finished or not.

    The list that is read may also be that of a partner, which has no sets.
    """

    phase: str = LISTING
    place: str = ""
    """The record that was compared last, in the phase that goes on."""
    looked_at: int = 0
    total: int = 0
    """How many records the phase has that goes on; 0 if nobody knows."""
    finished: datetime | None = None
    code: str = ""
    detail: str = ""
    """The last failure, as long as nothing went well since."""

    def __init__(self, begun: datetime, uploaded: bool = False) -> None:
        self.begun = begun
        self.uploaded = uploaded
        self.theirs = CountedTree()
        self.found = OOBTree({kind: CountedTree() for kind in KINDS})
        self.counts = OOBTree({SAME: 0, PENDING: 0})

    @property
    def is_open(self) -> bool:
        """Whether a run has to go on with it."""
        return self.phase not in (DONE, STOPPED)

    def note_listed(self, records: Iterable[tuple[str, Listed]]) -> None:
        """Keep what a page of their list says; raise `ProtocolFailure` for far too many."""
        for name, record in records:
            self.theirs[name] = tuple(record)
        if len(self.theirs) > MAX_LISTED:
            raise ProtocolFailure(ENDLESS)

    def their_record(self, name: str) -> Listed | None:
        """Return what they have of a record; None if they don't list it."""
        found = self.theirs.get(name)
        return None if found is None else Listed(*found)

    def begin_phase(self, phase: str, total: int = 0) -> None:
        """Go on with the next part of the work, from its beginning."""
        self.phase, self.place = phase, ""
        self.looked_at, self.total = 0, total

    def note(self, kind: str, name: str, difference: Difference | None = None) -> None:
        """Write down how a record stands."""
        if difference is None:
            self.counts[kind] += 1
        else:
            self.found[kind][name] = tuple(difference)

    def differences(self, kind: str) -> Iterator[tuple[str, Difference]]:
        """Yield what was found of a kind, by the names of the records."""
        return ((name, Difference(*found)) for name, found in self.found[kind].items())

    def number(self, kind: str) -> int:
        """Count what was found of a kind."""
        return self.counts[kind] if kind in self.counts else len(self.found[kind])


def plain_digest(digest: str) -> str:
    """Return a digest without what it may be wrapped in: quotes, the name of the algorithm."""
    found = PREFIX.match(digest.strip())
    return (found[1] if found else digest).lower()


def same_digest(theirs: str, *ours: str) -> bool:
    """Return whether their digest is one of ours; none of theirs tells nothing."""
    return not theirs or plain_digest(theirs) in {
        plain_digest(one) for one in ours if one
    }


def key_of(source: str) -> str:
    """Return the key of the reconciliation with a source."""
    return f"{FETCHING}{source}"


def source_of_key(key: str) -> str:
    """Return the source that a key names; empty for sending."""
    return key.removeprefix(FETCHING) if key.startswith(FETCHING) else ""


def open_keys(store: SyncStore) -> list[str]:
    """List the reconciliations that a run has to go on with."""
    return [key for key, one in store.reconciliations.items() if one.is_open]


def begin(store: SyncStore, key: str, now: datetime) -> Reconciliation:
    """Begin one anew; what the one before found is forgotten."""
    found = store.reconciliations[key] = Reconciliation(now)
    return found


def begin_with_list(
    store: SyncStore, key: str, records: Iterable[tuple[str, Listed]], now: datetime
) -> Reconciliation:
    """Begin with a list that somebody uploaded, of whoever has our records."""
    found = store.reconciliations[key] = Reconciliation(now, uploaded=True)
    found.note_listed(records)
    found.begin_phase(OURS)
    return found


def discard(store: SyncStore, key: str) -> None:
    """Forget a reconciliation and what it found."""
    store.reconciliations.pop(key, None)
