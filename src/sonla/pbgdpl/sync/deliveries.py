"""What is remembered of the records that are sent: which have changed, and the states of deliveries."""

from BTrees.Length import Length
from BTrees.OOBTree import OOBTree
from dataclasses import dataclass
from datetime import datetime
from persistent import Persistent
from sonla.pbgdpl.core.btrees import CountedTree
from sonla.pbgdpl.core.btrees import SharedTree
from sonla.pbgdpl.sync.bindings import CONFLICT
from sonla.pbgdpl.sync.bindings import WITHDRAWN

import time

QUEUED = "queued"
IN_FLIGHT = "in_flight"
ACKNOWLEDGED = "acknowledged"
REJECTED = "rejected"
WAITING = "waiting"
STUCK = (REJECTED, CONFLICT)
"""Somebody has to decide."""
FINAL_STATES = (ACKNOWLEDGED, *STUCK, WITHDRAWN)
"""Nothing is done about it until the record changes."""


class Delivery(Persistent):
    """The state of the delivery of one of our records.

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
    body_digest: str = ""
    """SHA-256 of the body that `partner` acknowledged last, in hex: what lists may tell of it."""
    may_have: tuple[str, ...] = ()
    """Hashes of the versions of ours that the partner may have.

    The one that it acknowledged last, and those that were sent since without an answer;
    an empty one says that it may have nothing: it was deleted, or never there.
    """
    refusals: int = 0
    """How often the partner refused it in a row for what may be otherwise soon."""
    reported: bool = False
    """Whether somebody was told by mail that it waits for a decision."""
    sent: datetime | None = None
    acknowledged: datetime | None = None
    not_before: datetime | None = None
    code: str = ""
    detail: str = ""
    remote_id: str = ""
    """The name that `partner` gave the record."""
    receipt_code: str = ""
    receipt_message: str = ""
    """What its last receipt said, accepted or not."""

    def allow(self, content_hash: str) -> None:
        """Note that the partner may have this version; an empty one is nothing."""
        if content_hash not in self.may_have:
            self.may_have += (content_hash,)


@dataclass(frozen=True)
class SentRecord:
    """One record of a request that was sent."""

    uid: str
    mark: int
    identifier: str
    name: str
    """What the partner calls it by our words."""
    content_hash: str
    gone: bool


@dataclass(frozen=True)
class SentRequest:
    """A request that may have arrived: sent again as it is, until it is answered."""

    key: str
    partner: str
    operation: str
    method: str
    url: str
    body: bytes
    is_list: bool
    records: tuple[SentRecord, ...]


class Outbox(Persistent):
    """Which of our records have changed, and how their deliveries stand.

    A record is named once however often it was edited. What is sent is decided when it
    is sent: the record as it is then, or that it is gone.
    """

    kinds: frozenset[str] = frozenset()
    """Record types of which every change is listed; public records were marked once."""
    partner: str = ""
    """The partner for which that is so."""
    mapping_digest: str = ""
    """The way of writing records for which that is so."""
    delay_reported: bool = False
    """Whether somebody was told by mail that records wait for long."""

    def __init__(self) -> None:
        self.dirty = SharedTree()
        self.deliveries = OOBTree()
        self.unanswered = OOBTree()
        """Key → request whose answer nobody has seen (`outbox.mapped_sender`)."""
        self.stuck = CountedTree()
        """Those of `deliveries` that wait for somebody, and whose record is not dirty."""
        self._final_counts = {state: Length() for state in FINAL_STATES}

    def mark(self, uid: str) -> None:
        """Note in the editor's transaction that a record has changed.

        Each mark differs, so a runner that takes a mark while an editor renews it
        conflicts with the editor: the later edit can't be lost.
        """
        if uid not in self.dirty:
            self._count(uid, -1)
        self.dirty[uid] = time.time_ns()

    def waiting(self) -> list[str]:
        """List the records that have changed, the longest waiting first."""
        return sorted(self.dirty, key=self.dirty.__getitem__)

    def is_postponed(self, uid: str, now: datetime) -> bool:
        """Return whether a record failed and has to wait before it is tried again."""
        delivery = self.deliveries.get(uid)
        until = delivery.not_before if delivery is not None else None
        return until is not None and now < until

    def is_unanswered(self, uid: str) -> bool:
        """Return whether a record is part of a request without an answer."""
        delivery = self.deliveries.get(uid)
        return delivery is not None and delivery.attempt in self.unanswered

    def forget_kinds(self) -> None:
        """Note that changes went by unlisted: everything has to be looked at again."""
        if self.kinds:
            self.kinds = frozenset()

    def delivery(self, uid: str) -> Delivery:
        """Return the delivery of a record, made when it is asked for first."""
        if uid not in self.deliveries:
            self.deliveries[uid] = Delivery()
        return self.deliveries[uid]

    def mark_done(self, uid: str, mark: int) -> None:
        """Remove a record from the outbox, unless it was marked again since `mark`.

        Only then: what was on its way when the process died is still on the list.
        """
        if self.dirty.get(uid) == mark:
            del self.dirty[uid]
            self._count(uid, 1)

    def numbers(self) -> dict[str, int]:
        """Count the records by state; one that has changed since only waits again."""
        final = {state: number() for state, number in self._final_counts.items()}
        return {QUEUED: len(self.dirty), **final}

    def _count(self, uid: str, change: int) -> None:
        """Count a delivery in or out; its state changes only while it is out."""
        delivery = self.deliveries.get(uid)
        if delivery is None or delivery.state not in self._final_counts:
            return
        self._final_counts[delivery.state].change(change)
        if delivery.state in STUCK:
            if change > 0:
                self.stuck[uid] = delivery
            else:
                self.stuck.pop(uid, None)
