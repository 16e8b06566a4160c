"""The status of each partner: what a page says in words, and monitoring in one bit.

Pure reading of what the store holds; nothing is asked over the network.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from enum import StrEnum
from plone import api
from sonla.pbgdpl.jobs.store import job_store_of
from sonla.pbgdpl.sync import circuit_breaker
from sonla.pbgdpl.sync.deliveries import Outbox
from sonla.pbgdpl.sync.settings import ISyncSettings
from sonla.pbgdpl.sync.settings import sends
from sonla.pbgdpl.sync.source_state import Peer
from sonla.pbgdpl.sync.source_state import SourceState
from sonla.pbgdpl.sync.sources import configured_sources
from sonla.pbgdpl.sync.store import SyncStore

PERIODS = 3
"""So many periods without a sign, and something is wrong."""


class SourceStatus(StrEnum):
    """Name the status of a partner; the first that applies."""

    HELD = "held"
    """Nothing is done until somebody has looked."""
    BROKEN = "broken"
    """It failed too often: nothing is sent before a moment."""
    WAITING = "waiting"
    """Nothing is sent before a moment, which the partner named or we chose."""
    NEVER = "never"
    """It was never asked."""
    FAILING = "failing"
    """The last try failed, and it may be tried again now."""
    UNFINISHED = "unfinished"
    """The next run goes on with it."""
    OK = "well"


@dataclass(frozen=True)
class StatusReport:
    """The condition of a partner, and until when it lasts if that is known."""

    condition: SourceStatus
    until: datetime | None = None


def status_of(peer: Peer, now: datetime) -> StatusReport:
    """Return the status of a partner now."""
    if peer.held is not None:
        return StatusReport(SourceStatus.HELD)
    current = peer.breaker or circuit_breaker.Breaker()
    if current.state(now) is circuit_breaker.CircuitState.OPEN:
        return StatusReport(SourceStatus.BROKEN, current.probe_at)
    if peer.not_before is not None and now < peer.not_before:
        return StatusReport(SourceStatus.WAITING, peer.not_before)
    if peer.last_attempt is None and peer.last_success is None:
        return StatusReport(SourceStatus.NEVER)
    if has_failed(peer):
        return StatusReport(SourceStatus.FAILING)
    if is_reading(peer):
        return StatusReport(SourceStatus.UNFINISHED)
    return StatusReport(SourceStatus.OK)


def not_asked_before(
    store: SyncStore, source: str | None, now: datetime
) -> datetime | None:
    """Return until when a source is not asked; None for one that may be, or for none."""
    state = store.sources.get(source) if source else None
    return status_of(state, now).until if state is not None else None


def has_failed(peer: Peer) -> bool:
    """Return whether the last thing that is known of a partner is a failure."""
    if peer.last_failure is None:
        return False
    success, page, failed = peer.last_success, last_page(peer), peer.last_failure.at
    return (success is None or failed > success) and (page is None or failed >= page)


def last_page(peer: Peer) -> datetime | None:
    """Return the last moment at which something of a source was applied."""
    return peer.last_page if isinstance(peer, SourceState) else None


def is_reading(peer: Peer) -> bool:
    """Return whether a list or the inventory of a source was read in part."""
    return isinstance(peer, SourceState) and (
        peer.inventory is not None
        or any(one.reading is not None for one in peer.all_progress().values())
    )


def last_contact(peer: Peer) -> datetime | None:
    """Return the last moment at which a partner was heard of as it should be.

    A first harvest may take many runs, none of which has come to its end: what was
    applied of it counts, and while it goes on without a failure, its last attempt.
    """
    if is_reading(peer) and not has_failed(peer):
        return latest(peer.last_success, peer.last_attempt)
    return latest(peer.last_success, last_page(peer))


def latest(*moments: datetime | None) -> datetime | None:
    """Return the latest of the moments that are known."""
    return max(filter(None, moments), default=None)


def overdue_after(settings: ISyncSettings) -> timedelta:
    """Return the time without a sign after which something is wrong."""
    return PERIODS * timedelta(minutes=settings.period)


def next_harvest(state: SourceState, settings: ISyncSettings) -> datetime | None:
    """Return the moment from which a run asks a source; None for the very next run."""
    moments = [state.not_before, state.breaker and state.breaker.probe_at]
    if state.last_attempt is not None and not is_reading(state):
        moments.append(state.last_attempt + timedelta(minutes=settings.period))
    return latest(*moments)


def oldest_mark(outbox: Outbox) -> datetime | None:
    """Return the moment at which the record that waits longest had changed."""
    oldest = min(outbox.dirty.values(), default=None)
    return None if oldest is None else datetime.fromtimestamp(oldest / 1e9, UTC)


def is_silent(store: SyncStore, settings: ISyncSettings, now: datetime) -> bool:
    """Return whether something should have run by now, and nothing did: no clock runs."""
    return any(
        now - due > overdue_after(settings) for due in overdue(store, settings, now)
    )


def overdue(
    store: SyncStore, settings: ISyncSettings, now: datetime
) -> Iterator[datetime]:
    """Yield since when partners wait to be asked that nothing keeps from it.

    One that was never asked waits since it was switched on or released, and one that
    had to wait since that ended.
    """
    for source in configured_sources():
        state = store.sources.get(source.name) or SourceState()
        if may_be_asked(state, now):
            since = latest(
                state.last_attempt,
                store.expected_since.get(source.name),
                state.not_before,
                state.breaker and state.breaker.probe_at,
            )
            yield since or datetime.min.replace(tzinfo=UTC)
    mark = oldest_mark(store.outbox)
    if sends() and mark is not None and may_be_asked(store.push, now):
        last = job_store_of(api.portal.get()).journal.latest()
        yield mark if last is None else max(mark, last.started)


def may_be_asked(peer: Peer, now: datetime) -> bool:
    """Return whether nothing keeps a run from asking a partner."""
    kept = (SourceStatus.HELD, SourceStatus.BROKEN, SourceStatus.WAITING)
    return status_of(peer, now).condition not in kept
