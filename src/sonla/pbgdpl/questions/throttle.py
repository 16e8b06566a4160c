"""Handle forms of questions one after another, in a flood with a cool-down between them.

All threads of a Zope process share one processor: what several forms would do at a
time, readers would have to wait for. And each new question writes to the same folder
and indexes, so two threads that store one at a time would undo each other, be repeated,
and give up. One form is handled, two may wait; somebody who comes then is asked to send
again. Once many were, it is a flood, and the throttle cools down after each form for a
multiple of the time that it took, so that thousands of forms take next to nothing from
those who read."""

from sonla.pbgdpl.core.limiter import EVERYBODY
from sonla.pbgdpl.core.limiter import Limiter
from sonla.pbgdpl.core.limiter import MINUTE
from threading import BoundedSemaphore
from threading import Lock
from typing import Any

import time
import transaction

MAX_REQUESTS = 3
"""One form that is handled, and two that wait: of a client's four threads one is free."""
LOCK_TIMEOUT = 10.0
"""Seconds that they wait."""
FLOOD_THRESHOLD = 20
"""Forms refused within a minute that make a flood."""
COOLDOWN_FACTOR = 100
"""The throttle cools down this many times as long as a form took, in a flood."""
MAX_COOLDOWN = 8.0
"""Seconds: less than `LOCK_TIMEOUT` of the next request."""


class Throttle:
    """Let one request at a time through, until its transaction is over."""

    def __init__(
        self, slots: int = MAX_REQUESTS, timeout: float = LOCK_TIMEOUT
    ) -> None:
        self.slots = BoundedSemaphore(slots)
        self.lock = Lock()
        self.timeout = timeout
        self.refusals = Limiter(span=MINUTE)
        self.closed_until = 0.0

    def acquire(self) -> bool:
        """Acquire a slot and begin a new transaction; return whether one was free.

        The transaction is begun again: what it has seen was before the question that was
        stored meanwhile. Call it before anything is read or written.
        """
        if not self.slots.acquire(blocking=False):
            return False
        if not self.lock.acquire(timeout=self.timeout):
            self.slots.release()
            return False
        slot = Slot(self)
        try:
            time.sleep(max(0.0, self.closed_until - time.monotonic()))
            slot.begun = time.monotonic()
            txn = transaction.begin()
            txn.addAfterCommitHook(slot.release)
            txn.addAfterAbortHook(slot.release)
        except BaseException:
            slot.release()
            raise
        return True

    def note_refusal(self) -> None:
        """Count a refused form."""
        self.refusals.may_pass({EVERYBODY: FLOOD_THRESHOLD})

    def cool_down(self, seconds: float) -> None:
        """Cool down after a form that took so long, if there is a flood."""
        if self.refusals.is_full(EVERYBODY, FLOOD_THRESHOLD):
            self.closed_until = time.monotonic() + min(
                COOLDOWN_FACTOR * seconds, MAX_COOLDOWN
            )

    def forget(self) -> None:
        """Reset the counts."""
        self.refusals.forget()
        self.closed_until = 0.0


class Slot:
    """A slot that one request holds; released once, however the request ends."""

    def __init__(self, throttle: Throttle) -> None:
        self.throttle: Throttle | None = throttle
        self.begun = time.monotonic()

    def release(self, *_stored: Any) -> None:
        """Release lock and slot for the next request."""
        throttle, self.throttle = self.throttle, None
        if throttle is not None:
            throttle.cool_down(time.monotonic() - self.begun)
            throttle.lock.release()
            throttle.slots.release()


FORM_THROTTLE = Throttle()
"""Of this process."""
