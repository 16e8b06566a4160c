"""Forms of questions are handled one after another, and in a crowd with rests between.

All threads of a Zope process share one processor: what several forms would do at a time,
readers would have to wait for. And each new question writes to the same folder and
indexes, so two threads that store one at a time would undo each other, be repeated, and
give up. One form is handled, two may wait; somebody who comes then is asked to send again. Once
many were, it is a flood, and the gate rests after each form for a multiple of the time
that it took, so that thousands of forms take next to nothing from those who read.
"""

from sonla.pbgdpl.questions.spam_protection import EVERYBODY
from sonla.pbgdpl.questions.spam_protection import Limiter
from sonla.pbgdpl.questions.spam_protection import MINUTE
from threading import BoundedSemaphore
from threading import Lock
from typing import Any

import time
import transaction

ROOM = 3
"""One form that is handled, and two that wait: of a client's four threads one is free."""
PATIENCE = 10.0
"""Seconds that they wait."""
CROWD = 20
"""Forms refused within a minute that make a flood."""
REST = 100
"""Times as long as a form took, the gate rests after it in a flood."""
LONGEST_REST = 8.0
"""Seconds: less than the patience of who is next in line."""


class Throttle:
    """Let one request at a time through, until its transaction is over."""

    def __init__(self, room: int = ROOM, patience: float = PATIENCE) -> None:
        self.room = BoundedSemaphore(room)
        self.lock = Lock()
        self.patience = patience
        self.refusals = Limiter(span=MINUTE)
        self.opens = 0.0

    def enter(self) -> bool:
        """Enter, and look at the database as it is now; return whether there was room.

        The transaction begins anew: what it has seen was before the question that was
        stored meanwhile. Call it before anything is read or written.
        """
        if not self.room.acquire(blocking=False):
            return False
        if not self.lock.acquire(timeout=self.patience):
            self.room.release()
            return False
        pass_ = Slot(self)
        try:
            time.sleep(max(0.0, self.opens - time.monotonic()))
            pass_.begun = time.monotonic()
            txn = transaction.begin()
            txn.addAfterCommitHook(pass_.give_back)
            txn.addAfterAbortHook(pass_.give_back)
        except BaseException:
            pass_.give_back()
            raise
        return True

    def note_refusal(self) -> None:
        """Note that a form was refused, inside or outside."""
        self.refusals.may_pass({EVERYBODY: CROWD})

    def close_after(self, seconds: float) -> None:
        """Rest after a form that took so long, if there is a crowd."""
        if self.refusals.is_full(EVERYBODY, CROWD):
            self.opens = time.monotonic() + min(REST * seconds, LONGEST_REST)

    def forget(self) -> None:
        """Begin anew: nobody was refused."""
        self.refusals.forget()
        self.opens = 0.0


class Slot:
    """Stand for one request inside; given back once, whatever comes of it."""

    def __init__(self, gate: Throttle) -> None:
        self.gate: Throttle | None = gate
        self.begun = time.monotonic()

    def give_back(self, *_stored: Any) -> None:
        """Let the next one in."""
        gate, self.gate = self.gate, None
        if gate is not None:
            gate.close_after(time.monotonic() - self.begun)
            gate.lock.release()
            gate.room.release()


GATE = Throttle()
"""Of this process."""
