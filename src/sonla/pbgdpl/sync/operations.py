"""What people do to the synchronisation by hand; each inside the caller's transaction."""

from collections.abc import Iterable
from datetime import datetime
from sonla.pbgdpl.exchange.ledger_entries import LedgerEntry
from sonla.pbgdpl.sync.bindings import CONFLICT
from sonla.pbgdpl.sync.bindings import DETACHED
from sonla.pbgdpl.sync.bindings import IN_SYNC
from sonla.pbgdpl.sync.bindings import QuarantinedRecord
from sonla.pbgdpl.sync.bindings import WITHDRAWN
from sonla.pbgdpl.sync.circuit_breaker import Breaker
from sonla.pbgdpl.sync.deliveries import ACKNOWLEDGED
from sonla.pbgdpl.sync.deliveries import QUEUED
from sonla.pbgdpl.sync.failures import CHANGES
from sonla.pbgdpl.sync.failures import IDENTITY
from sonla.pbgdpl.sync.failures import INVENTORY
from sonla.pbgdpl.sync.failures import SINGLE
from sonla.pbgdpl.sync.source_state import Peer
from sonla.pbgdpl.sync.store import SyncStore

UNKNOWN = "unknown"
"""Stands for the hash of a version of which nobody knows whether the partner has it."""


def release(store: SyncStore, source: str) -> None:
    """Let a source go on that was held: somebody has looked at the reason.

    Only what was held goes on: windows or the inventory that were being read are
    applied without caps; if the source changed who it is, what it says now is taken for
    true. Of a source that merely has to wait nothing was looked at, so its caps stay.
    """
    state = store.source(source)
    about = state.held.about if state.held is not None else ""
    if about == IDENTITY:
        state.repository_info = None
    elif about == CHANGES:
        for progress in state.all_progress().values():
            progress.released = progress.reading is not None
    elif about == INVENTORY and state.inventory is not None:
        state.inventory.released = True
    elif about == SINGLE:
        state.released = True
    ask_at_once(state)


def ask_at_once(peer: Peer) -> None:
    """Forget every reason to wait for a partner."""
    peer.held = None
    peer.not_before = None
    peer.breaker = Breaker()


def retry(store: SyncStore, source: str, remote_id: str, now: datetime) -> None:
    """Try a record at the next run, whether it was quarantined or not."""
    key = (source, remote_id)
    if key not in store.quarantine:
        store.quarantine[key] = QuarantinedRecord(first_seen=now, last_seen=now)
    entry = store.quarantine[key]
    entry.attempts = 0
    entry.next_try = now


def detach(store: SyncStore, uid: str) -> None:
    """Make an item ours: its source is not listened to any more."""
    binding = store.get_by_uid(uid)[2]
    binding.state = DETACHED
    store.conflicts.pop(uid, None)


def attach(store: SyncStore, uid: str, now: datetime) -> None:
    """Listen to the source of an item again, and ask for its present version."""
    source, remote_id, binding = store.get_by_uid(uid)
    binding.state = CONFLICT if uid in store.conflicts else IN_SYNC
    binding.raw_digest = ""
    retry(store, source, remote_id, now)


def resend(store: SyncStore, uid: str) -> None:
    """Send a record again, as it is then, behind a request of it that has no answer yet."""
    store.outbox.mark(uid)
    if uid in store.outbox.deliveries:
        store.outbox.deliveries[uid].not_before = None


def send_as_new(store: SyncStore, uid: str) -> int:
    """Send the records of an unsure request as new ones; return their number.

    For somebody who knows that the partner has none of them: it would have them twice.
    """
    delivery = store.outbox.deliveries.get(uid)
    attempt = delivery.attempt if delivery is not None else ""
    request = store.outbox.unanswered.pop(attempt, None)
    for one in request.records if request is not None else ():
        store.outbox.mark(one.uid)
        known = store.outbox.deliveries[one.uid]
        known.state, known.attempt, known.not_before = QUEUED, "", None
    return len(request.records) if request is not None else 0


def resend_period(
    store: SyncStore, entries: Iterable[tuple[str, LedgerEntry]], since: int, end: int
) -> int:
    """Send all that changed in a period again, the partner having it or not.

    `since` and `end` are seconds since 1970, the second behind the period. Each is sent on
    the condition that the partner has what it acknowledged, or nothing, so what it has is
    not doubled; what was taken back is taken back again. Return the number of records.
    """
    outbox, number = store.outbox, 0
    for uid, entry in entries:
        delivery = outbox.deliveries.get(uid)
        if not since <= entry.datestamp < end or (entry.deleted and delivery is None):
            continue
        send_anyway(store, uid, entry.deleted)
        number += 1
    return number


def send_anyway(store: SyncStore, uid: str, is_gone: bool = False) -> None:
    """Send a record again, or take it back again, the partner having it or not.

    One that waits already has done so since its mark, and goes on being that old.
    """
    if uid not in store.outbox.dirty:
        store.outbox.mark(uid)
    delivery = store.outbox.deliveries.get(uid)
    if delivery is not None and delivery.state in (ACKNOWLEDGED, WITHDRAWN):
        delivery.state, delivery.not_before = QUEUED, None
        delivery.allow(UNKNOWN if is_gone else "")


def overwrite(store: SyncStore, uid: str, now: datetime) -> None:
    """Send a record again and replace whatever the partner has, be it nothing."""
    store.outbox.mark(uid)
    delivery = store.outbox.delivery(uid)
    delivery.allow("")
    delivery.state, delivery.etag, delivery.acknowledged = QUEUED, "", now
    delivery.partner, delivery.not_before = store.outbox.partner, None
