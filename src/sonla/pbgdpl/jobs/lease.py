"""Let one runner work at a time, on however many servers.

The lease is a persistent object: two runners that take it at once change the same
object, and the database lets one of them commit. Its token grows with every holder and
never comes back, so a runner that was thought dead notices that it was replaced
(`renew`) before it can commit anything.

A holder shows that it lives by its own transactions, and during a long one by a thread
of its process (`jobs.heartbeat`). So the lease can be short: who was killed is replaced
within a minute, and who works for long is not.
"""

from datetime import datetime
from datetime import timedelta
from persistent import Persistent

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

    def take(
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
