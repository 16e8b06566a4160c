"""Let one runner work at a time, on however many servers.

The lease is a persistent object: two runners that take it at once change the same
object, and the database lets one of them commit. Its token grows with every holder and
never comes back, so a runner that was thought dead notices that it was replaced
(`renew`) before it can commit anything.

A holder shows that it lives by its own transactions, and during a long one by a thread
of its process (`HeartbeatThread`). So the lease can be short: who was killed is replaced
within a minute, and who works for long is not.
"""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from datetime import timedelta
from persistent import Persistent
from transaction import TransactionManager
from transaction.interfaces import TransientError
from typing import Any

import logging
import threading

logger = logging.getLogger(__name__)


DURATION = timedelta(seconds=25)
"""Some times the interval of the heartbeat."""
SKEW = timedelta(seconds=10)
"""So far the clocks of two servers may differ."""


class LeaseLost(Exception):
    """Raised when another runner has taken over: stop, and commit nothing."""


class Heartbeat(Persistent):
    """The last sign of life of the holder, whose transactions never write it.

    Were it written to the lease itself, the thread of a holder and its jobs would meet.
    """

    at: datetime | None = None


class Lease(Persistent):
    """Name the runner that works now; `expires` is None while nobody does.

    Times are aware. The caller commits: a `ConflictError` then means that another
    runner was faster.
    """

    owner: str = ""
    token: int = 0
    expires: datetime | None = None

    def __init__(self) -> None:
        self.heartbeat = Heartbeat()

    def acquire(
        self, owner: str, now: datetime, duration: timedelta = DURATION
    ) -> int | None:
        """Take the lease and return its new token; None while another holder lives.

        A holder that died is waited for until its lease has expired by every clock.
        """
        if self.is_held(now):
            return None
        self.owner = owner
        self.token += 1
        self.expires = now + duration
        return self.token

    def is_held(self, now: datetime) -> bool:
        """Return whether somebody works, who has shown so not long ago by some clock."""
        if self.expires is None:
            return False
        beaten = self.heartbeat.at
        until = self.expires if beaten is None else max(self.expires, beaten + DURATION)
        return now <= until + SKEW

    def renew(self, token: int, now: datetime) -> None:
        """Hold the lease for longer; raises `LeaseLost` if it is another's.

        Called in each transaction that changes something. It always writes, for only
        then does a take-over meanwhile make the commit fail.
        """
        self.check(token)
        self.expires = now + DURATION

    def check(self, token: int) -> datetime:
        """Return until when the holder of a token has it; raises `LeaseLost` if it is another's."""
        if self.expires is None or self.token != token:
            raise LeaseLost(self.owner)
        return self.expires

    def release(self, token: int) -> None:
        """Let the next runner begin at once; raises `LeaseLost` if it has begun."""
        self.check(token)
        self.free()

    def revoke(self) -> None:
        """Take the lease from its holder: nothing of theirs is committed any more."""
        self.token += 1
        self.free()

    def free(self) -> None:
        """Name nobody."""
        self.owner = ""
        self.expires = None

    def holder(self, now: datetime) -> str | None:
        """Name who works now; None when nobody does or the holder seems dead."""
        return self.owner if self.is_held(now) else None


INTERVAL = 5.0
"""Seconds; a run that is shorter writes nothing for it."""
MAX_STEP = timedelta(hours=1)
"""A run that has committed nothing for so long hangs: another one may take over."""
MAX_STOP_SECONDS = 10.0
"""Seconds that the end of a run waits for a beat that is being written."""


class HeartbeatThread(threading.Thread):
    """Write the heartbeat of a lease, in connections of its own."""

    def __init__(self, lease: Lease, token: int, now: Callable[[], datetime]) -> None:
        super().__init__(name=__name__, daemon=True)
        self.database: Any = lease._p_jar.db()
        self.oid = lease._p_oid
        self.token = token
        self.now = now
        self.stopped = threading.Event()

    def run(self) -> None:
        """Beat until stopped, until the lease is another's, or until the run hangs."""
        while not self.stopped.wait(INTERVAL):
            try:
                if not self.beat():
                    return
            except TransientError:
                logger.debug("The next heartbeat comes in time")
            except Exception:
                logger.exception("The heartbeat of a run can't be written")

    def beat(self) -> bool:
        """Write one beat; return False if there is nobody left to beat for."""
        manager = TransactionManager()
        connection = self.database.open(manager)
        try:
            manager.begin()
            lease, now = connection.get(self.oid), self.now()
            if lease.token != self.token or lease.expires is None:
                return False
            if now - lease.expires > MAX_STEP:
                logger.error("A run has committed nothing since %s", lease.expires)
                return False
            lease.heartbeat.at = now
            manager.commit()
            return True
        finally:
            manager.abort()
            connection.close()


@contextmanager
def beating(lease: Lease, token: int, now: Callable[[], datetime]) -> Iterator[None]:
    """Keep a lease, which is committed, for the time of a run."""
    thread = HeartbeatThread(lease, token, now)
    thread.start()
    try:
        yield
    finally:
        thread.stopped.set()
        thread.join(MAX_STOP_SECONDS)
