"""Stop asking a source, or sending to an endpoint, that fails again and again.

Pure transitions over a value that the store keeps: the state survives restarts and is
one for all processes. There is one for each source and direction, because a source that
we fetch from without trouble says nothing of an endpoint that we send to.
"""

from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from enum import StrEnum
from sonla.pbgdpl.jobs.failures import Failure

THRESHOLD = 5
"""Consecutive failures of the classes T and P that open it."""
FIRST_WAIT = timedelta(minutes=1)
MAX_WAIT = timedelta(minutes=60)


class CircuitState(StrEnum):
    """Name what may be sent now."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"
    """One probe may be sent (`Identify`); its outcome decides."""


@dataclass(frozen=True)
class Breaker:
    """The state; a new one is closed."""

    failures: int = 0
    """Consecutive ones that count."""
    trips: int = 0
    """How often it opened since it was last closed: each makes the wait longer."""
    probe_at: datetime | None = None
    """When a probe may be sent; None while it is closed."""

    def state(self, now: datetime) -> CircuitState:
        """Return what may be sent at a moment."""
        if self.probe_at is None:
            return CircuitState.CLOSED
        return CircuitState.OPEN if now < self.probe_at else CircuitState.HALF_OPEN


def succeeded(breaker: Breaker) -> Breaker:
    """Return the state after an answer that was good: closed, whatever was before."""
    return Breaker()


def failed(breaker: Breaker, failure: Failure, now: datetime) -> Breaker:
    """Return the state after a failure.

    A (authority) opens it at once and for the longest wait: asking on with a token that
    was refused gets accounts locked. R, D and the others say nothing about the line and
    leave the state as it is.
    """
    if failure.opens:
        return _opened(breaker, now, MAX_WAIT)
    if not failure.counts:
        return breaker
    breaker = replace(breaker, failures=breaker.failures + 1)
    if breaker.probe_at is not None or breaker.failures >= THRESHOLD:
        return _opened(breaker, now, _wait(breaker.trips))
    return breaker


def _opened(breaker: Breaker, now: datetime, wait: timedelta) -> Breaker:
    return replace(breaker, trips=breaker.trips + 1, probe_at=now + wait)


def _wait(trips: int) -> timedelta:
    return min(MAX_WAIT, FIRST_WAIT * 2 ** min(trips, 10))
