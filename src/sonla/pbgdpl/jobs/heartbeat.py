"""Show that a runner lives while it does something long: one thread beside each run."""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from datetime import timedelta
from sonla.pbgdpl.jobs.lease import Lease
from transaction import TransactionManager
from transaction.interfaces import TransientError
from typing import Any

import logging
import threading

logger = logging.getLogger(__name__)

INTERVAL = 5.0
"""Seconds; a run that is shorter writes nothing for it."""
LONGEST_STEP = timedelta(hours=1)
"""A run that has committed nothing for so long hangs: another one may take over."""
LONGEST_STOP = 10.0
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
            if now - lease.expires > LONGEST_STEP:
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
        thread.join(LONGEST_STOP)
