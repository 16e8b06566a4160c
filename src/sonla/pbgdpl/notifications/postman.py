"""Send mail in a thread of its own, after the transaction that caused it.

A person who approves a text waits for no mail server. The price: what lies in the
queue when the process is killed is not sent; the approval desk shows what waits in
any case. The thread opens its own database connection, so that whatever mail host the
portal has (direct, with a queue directory, or another product's) is used as it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from sonla.pbgdpl.notifications import failures
from sonla.pbgdpl.notifications.interfaces import IPostman
from sonla.pbgdpl.notifications.notice import Notice
from sonla.pbgdpl.notifications.notice import Problem
from sonla.pbgdpl.notifications.sending import deliver
from typing import Any
from ZODB.POSException import ConflictError
from zope.component.hooks import setSite
from zope.interface import implementer

import logging
import queue
import threading
import transaction

logger = logging.getLogger(__name__)
ATTEMPTS = 3


@dataclass(frozen=True)
class Parcel:
    """Hold what one transaction has to tell, and where its site lives."""

    database: Any
    site_path: tuple[str, ...]
    items: tuple[Notice | Problem, ...]


@implementer(IPostman)
class Postman:
    """Work off parcels one after another in a daemon thread, started when needed."""

    def __init__(self) -> None:
        self._queue: queue.Queue[Parcel] = queue.Queue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def take(self, parcel: Parcel) -> None:
        """Accept a parcel and return at once."""
        self._queue.put(parcel)
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(
                    target=self._work, name="sonla.pbgdpl.postman", daemon=True
                )
                self._thread.start()

    def wait(self) -> None:
        """Return when everything accepted so far was dealt with; for tests."""
        self._queue.join()

    def _work(self) -> None:
        while True:
            parcel = self._queue.get()
            try:
                carry(parcel)
            except Exception:
                logger.exception("Could not deal with %s notices", len(parcel.items))
            finally:
                self._queue.task_done()


def carry(parcel: Parcel) -> None:
    """Send the mails of a parcel, then record what went wrong in a later transaction."""
    notices = [item for item in parcel.items if isinstance(item, Notice)]
    problems = [item for item in parcel.items if isinstance(item, Problem)]
    with open_site(parcel) as site:
        problems += deliver(site, notices)
    for problem in problems:
        logger.warning("%s: %s %s", problem.reason, problem.about, problem.detail)
    if problems:
        record(parcel, problems)


def record(parcel: Parcel, problems: list[Problem]) -> None:
    """Keep the problems where the desk shows them; another writer is tried again."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with open_site(parcel) as site:
                failures.remember(site, problems)
            return
        except ConflictError:
            if attempt == ATTEMPTS:
                raise


@contextmanager
def open_site(parcel: Parcel) -> Iterator[Any]:
    """Open the site in a connection and a transaction of this thread.

    This is the outermost caller of its thread: it commits. A mail host with a queue
    directory, or one that stores what it sends, needs that.
    """
    manager = transaction.manager  # one a thread
    manager.begin()
    connection = parcel.database.open()
    try:
        app = connection.root()["Application"]
        site = app.unrestrictedTraverse(parcel.site_path)
        setSite(site)
        yield site
        manager.commit()
    except BaseException:
        manager.abort()
        raise
    finally:
        setSite(None)
        connection.close()
