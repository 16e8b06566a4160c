"""Let one runner work at a time, on however many servers.

The lease is a persistent object: two runners that take it at once change the same
object, and the database lets one of them commit. Its token grows with every holder and
never comes back, so a runner that was thought dead notices that it was replaced
(`renew`) before it can commit anything.
"""

from datetime import datetime
from datetime import timedelta
from persistent import Persistent

DURATION = timedelta(minutes=5)
"""Far longer than the longest transaction of a run, each of which renews the lease."""
SKEW = timedelta(minutes=1)
"""So far the clocks of two servers may differ."""


class LeaseLost(Exception):
    """Say that another runner has taken over: stop, and commit nothing."""


class Lease(Persistent):
    """Name the runner that works now; `expires` is None while nobody does.

    Times are aware. The caller commits: a `ConflictError` then means that another
    runner was faster.
    """

    owner: str = ""
    token: int = 0
    expires: datetime | None = None

    def take(
        self, owner: str, now: datetime, duration: timedelta = DURATION
    ) -> int | None:
        """Take the lease and give its new token; None while another holder lives.

        A holder that died is waited for until its lease has expired by every clock.
        """
        if self.expires is not None and now <= self.expires + SKEW:
            return None
        self.owner = owner
        self.token += 1
        self.expires = now + duration
        return self.token

    def renew(self, token: int, now: datetime, duration: timedelta = DURATION) -> None:
        """Hold the lease for longer; raises `LeaseLost` if it is another's.

        Called in each transaction that changes something. It always writes, for only
        then does a take-over meanwhile make the commit fail.
        """
        self.check(token)
        self.expires = now + duration

    def check(self, token: int) -> None:
        """Raise `LeaseLost` unless the token is that of the present holder."""
        if self.expires is None or self.token != token:
            raise LeaseLost(self.owner)

    def release(self, token: int) -> None:
        """Let the next runner begin at once; raises `LeaseLost` if it has begun."""
        self.check(token)
        self.free()

    def revoke(self) -> None:
        """Take the lease from whoever has it: nothing of theirs is committed any more."""
        self.token += 1
        self.free()

    def free(self) -> None:
        """Name nobody."""
        self.owner = ""
        self.expires = None

    def holder(self, now: datetime) -> str | None:
        """Name who works now; None when nobody does or the holder seems dead."""
        if self.expires is None or now > self.expires + SKEW:
            return None
        return self.owner
