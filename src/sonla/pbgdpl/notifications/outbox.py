"""Keep notices until the transaction is through, then hand them to the postman.

`MailHost.send(immediate=False)` is no use here for two reasons. Its data manager
connects to the SMTP server while the transaction votes, so that a server that is down
makes the transition itself fail, and a slow one makes it wait. And its savepoints do
nothing: mail of an item that a bulk action rolled back would be sent all the same.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import contextmanager
from plone import api
from sonla.pbgdpl.notifications.interfaces import IPostman
from sonla.pbgdpl.notifications.notice import Notice
from sonla.pbgdpl.notifications.notice import Problem
from sonla.pbgdpl.notifications.postman import Parcel
from transaction.interfaces import IDataManagerSavepoint
from transaction.interfaces import ISavepointDataManager
from typing import Any
from ZODB.POSException import ConflictError
from zope.component import queryUtility
from zope.interface import implementer

import logging
import transaction

logger = logging.getLogger(__name__)


@implementer(IDataManagerSavepoint)
class Mark:
    """Remember how full the outbox was when a savepoint was made."""

    def __init__(self, outbox: "Outbox") -> None:
        self.outbox = outbox
        self.length = len(outbox.items)

    def rollback(self) -> None:
        """Take out what was put in after the savepoint."""
        del self.outbox.items[self.length :]


@implementer(ISavepointDataManager)
class Outbox:
    """Take part in one transaction as the last of its data managers."""

    def __init__(self) -> None:
        self.transaction_manager = transaction.manager
        self.items: list[Notice | Problem] = []
        self.database: Any = None
        self.site_path: tuple[str, ...] = ()
        self.joined = False

    def put(self, item: Notice | Problem) -> None:
        """Keep an item; where its site lives is noted now, while there is one."""
        site = api.portal.get()
        self.site_path = site.getPhysicalPath()
        self.database = site.getPhysicalRoot()._p_jar.db()
        self.items.append(item)

    def savepoint(self) -> Mark:
        """Mark the present content for a rollback."""
        return Mark(self)

    def abort(self, txn: Any) -> None:
        """Forget everything; also called for a rollback to before we joined."""
        self.items.clear()
        self.joined = False

    def tpc_begin(self, txn: Any) -> None:
        """Do nothing: there is nothing that could fail."""

    def commit(self, txn: Any) -> None:
        """Do nothing: mail may go only when the whole transaction is through."""

    def tpc_vote(self, txn: Any) -> None:
        """Agree always: mail never fails a transition."""

    def tpc_finish(self, txn: Any) -> None:
        """Hand over; an error here would corrupt the commit, so it is only logged."""
        try:
            self._hand_over()
        except Exception:
            logger.exception("Could not hand over %s notices", len(self.items))

    def tpc_abort(self, txn: Any) -> None:
        """Forget everything."""
        self.abort(txn)

    def sortKey(self) -> str:
        """Finish after the storages, whose keys start with a letter, `/` or `<`."""
        return "~sonla.pbgdpl.notifications"

    def _hand_over(self) -> None:
        postman = queryUtility(IPostman)
        if self.items and postman is not None:
            postman.take(Parcel(self.database, self.site_path, tuple(self.items)))


def post(*items: Notice | Problem) -> None:
    """Put items into the outbox of the current transaction."""
    box = current_outbox()
    for item in items:
        box.put(item)


def post_news(about: Any, news: Callable[[], Iterable[Notice | Problem]]) -> None:
    """Post what `news` finds out about a step of an item.

    A failure to find out whom to tell is logged and must not undo the step. Conflicts
    of the database are passed on: the publisher then repeats the whole request.
    """
    try:
        post(*news())
    except ConflictError:
        raise
    except Exception:
        logger.exception("Could not tell anybody about %s", about.absolute_url())


@contextmanager
def without_mail() -> Iterator[None]:
    """Drop what is posted inside: for steps that are not news, such as sample texts."""
    mark = current_outbox().savepoint()
    yield
    mark.rollback()


def current_outbox() -> Outbox:
    """Give the outbox of the current transaction, joined to it."""
    txn = transaction.get()
    try:
        box = txn.data(Outbox)
    except KeyError:
        box = Outbox()
        txn.set_data(Outbox, box)
    if not box.joined:
        txn.join(box)
        box.joined = True
    return box
