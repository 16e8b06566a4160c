"""Whether a partner may be asked now, and how the last time went."""

from collections.abc import Iterator
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.failures import ConcurrencyFailure
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.jobs.result import HELD
from sonla.pbgdpl.jobs.result import Outcome
from sonla.pbgdpl.jobs.secrets import without_secrets
from sonla.pbgdpl.sync import circuit_breaker
from sonla.pbgdpl.sync.failures import SettingFailure
from sonla.pbgdpl.sync.failures import Suspicious
from sonla.pbgdpl.sync.http.backoff import wait_after
from sonla.pbgdpl.sync.source_state import Hold
from sonla.pbgdpl.sync.source_state import LastFailure
from sonla.pbgdpl.sync.source_state import Peer
from sonla.pbgdpl.sync.source_state import SourceState


def may_ask(state: Peer, context: JobContext) -> bool:
    """Return whether nothing forbids to ask a partner: no hold, no wait, no open breaker."""
    now = context.now()
    if state.held is not None or (state.not_before and now < state.not_before):
        return False
    current = state.breaker or circuit_breaker.Breaker()
    return current.state(now) is not circuit_breaker.CircuitState.OPEN


def held_outcome(part: str, peer: Peer) -> Iterator[Outcome]:
    """Yield an outcome for a part of a run that is not done until somebody has looked."""
    if peer.held is not None:
        yield Outcome(part, HELD, peer.held.code, without_secrets(peer.held.detail))


def note_failure(peer: Peer, failure: Failure, context: JobContext) -> None:
    """Write down a failure: the breaker, when to ask again, or that somebody must look."""
    now, detail = context.now(), without_secrets(failure.detail)
    peer.last_failure = LastFailure(failure.code, detail, now)
    current = peer.breaker or circuit_breaker.Breaker()
    peer.breaker = circuit_breaker.failed(current, failure, now)
    if isinstance(failure, Suspicious):
        peer.held = Hold(failure.code, detail, now, failure.about)
    elif not isinstance(failure, ConcurrencyFailure | SettingFailure):
        peer.not_before = wait_after(failure, current.failures, now)


def note_page(state: SourceState, context: JobContext) -> None:
    """Write down, with what was applied of it, that a source answers as it should.

    Else the failures of a harvest of many runs would add up, as if nothing had come in
    between.
    """
    state.last_page = context.now()
    if state.breaker is not None:
        state.breaker = circuit_breaker.succeeded(state.breaker)


def note_success(peer: Peer, context: JobContext) -> None:
    """Write down that everything went well."""
    peer.last_success = context.now()
    peer.not_before = None
    peer.breaker = circuit_breaker.succeeded(peer.breaker or circuit_breaker.Breaker())
