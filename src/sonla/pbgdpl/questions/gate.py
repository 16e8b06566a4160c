"""Questions are stored one after another, so that a burst of them loses none to conflicts.

Each new question writes to the same folder and indexes, so two threads that store one at
a time would undo each other, be repeated, and give up. One works, one may wait; whoever
comes then is asked to send again, and the other threads go on serving the portal.
Between processes the database's own conflicts do the same, and are few.
"""

from threading import BoundedSemaphore
from threading import Lock
from typing import Any

import transaction

ROOM = 2
"""One question that is stored, and one that waits for it."""
PATIENCE = 10.0
"""Seconds that the one waits."""


class Gate:
    """Let one request at a time through, until its transaction is over."""

    def __init__(self, room: int = ROOM, patience: float = PATIENCE) -> None:
        self.room = BoundedSemaphore(room)
        self.lock = Lock()
        self.patience = patience

    def enter(self) -> bool:
        """Enter, and look at the database as it is now; tell whether there was room.

        The transaction begins anew: what it has seen was before the question that was
        stored meanwhile. Call it before anything is written.
        """
        if not self.room.acquire(blocking=False):
            return False
        if not self.lock.acquire(timeout=self.patience):
            self.room.release()
            return False
        pass_ = Pass(self)
        try:
            described = transaction.get().description
            txn = transaction.begin()
            txn.note(described)
            txn.addAfterCommitHook(pass_.give_back)
            txn.addAfterAbortHook(pass_.give_back)
        except BaseException:
            pass_.give_back()
            raise
        return True


class Pass:
    """Stand for one request inside; given back once, whatever comes of it."""

    def __init__(self, gate: Gate) -> None:
        self.gate: Gate | None = gate

    def give_back(self, *_stored: Any) -> None:
        """Let the next one in."""
        gate, self.gate = self.gate, None
        if gate is not None:
            gate.lock.release()
            gate.room.release()


GATE = Gate()
"""Of this process."""
