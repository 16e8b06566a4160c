"""Keep notices until the transaction commits, then write them into the queue.

Notices of one kind for one person make one mail, so they are gathered first; a bulk
action that rolls an item back takes its notices back with it. Just before the commit
they are written into the queue, and when that is through the mailer is called.

`MailHost.send(immediate=False)` is no use here: its data manager connects to the SMTP
server while the transaction votes, so that a server that is down makes the transition
itself fail, its savepoints do nothing, and what a killed process had not sent is lost.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import contextmanager
from plone import api
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.options import rests
from sonla.pbgdpl.mail.failures import UNQUEUED
from sonla.pbgdpl.mail.interfaces import IMailer
from sonla.pbgdpl.mail.kinds import kind_of
from sonla.pbgdpl.mail.messages import grouped
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import NotSent
from sonla.pbgdpl.mail.queue import make_queue
from sonla.pbgdpl.mail.queue import QueuedMail
from sonla.pbgdpl.mail.traces import OFF
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
class OutboxSavepoint:
    """Remember how full the outbox was when a savepoint was made."""

    def __init__(self, outbox: "MailDataManager") -> None:
        self.outbox = outbox
        self.length = len(outbox.items)

    def rollback(self) -> None:
        """Take out what was put in after the savepoint."""
        del self.outbox.items[self.length :]


@implementer(ISavepointDataManager)
class MailDataManager:
    """Take part in one transaction as the last of its data managers."""

    def __init__(self) -> None:
        self.transaction_manager = transaction.manager
        self.items: list[Notice | DeliveryProblem | NotSent] = []
        self.site: Any = None
        self.calls: list[
            tuple[Any, tuple[str, ...], tuple[DeliveryProblem | NotSent, ...]]
        ] = []
        self.joined = False

    def put(self, item: Notice | DeliveryProblem | NotSent) -> None:
        """Keep an item; where its site lives is noted now, while there is one."""
        self.site = api.portal.get()
        self.items.append(item)

    def store(self) -> None:
        """Write the notices into the queue, in the transaction that is to be committed.

        An error must not undo the step that is told of: the mailer notes it once that
        is stored. Conflicts of the database are passed on, the publisher then repeats
        the whole request.
        """
        if not self.items:
            return
        notices = [item for item in self.items if isinstance(item, Notice)]
        problems = [item for item in self.items if not isinstance(item, Notice)]
        self.items.clear()
        left = {notice.kind for notice in notices}
        try:
            for group in grouped(notices):
                problems.extend(self._queue(group))
                left.discard(group[0].kind)
        except ConflictError:
            raise
        except Exception as error:
            logger.exception("Could not queue %s notices", len(notices))
            problems.extend(lost(kind, error) for kind in sorted(left))
        database = self.site.getPhysicalRoot()._p_jar.db()
        path = self.site.getPhysicalPath()
        self.calls.append((database, path, tuple(problems)))

    def _queue(self, notices: list[Notice]) -> list[DeliveryProblem]:
        """Put one mail into the queue; return why that can't be done."""
        kind = notices[0].kind
        try:
            if make_queue(self.site).add(QueuedMail(notices, utc_now())):
                return []
        except ConflictError:
            raise
        except Exception as error:
            logger.exception("Could not queue a mail: %s", kind)
            return [lost(kind, error)]
        logger.error("The queue of mails is full: %s", kind)
        return [DeliveryProblem("full", kind)]

    def savepoint(self) -> OutboxSavepoint:
        """Mark the present content for a rollback."""
        return OutboxSavepoint(self)

    def abort(self, txn: Any) -> None:
        """Forget everything; also called for a rollback to before we joined."""
        self.items.clear()
        self.calls.clear()
        self.joined = False

    def tpc_begin(self, txn: Any) -> None:
        """Do nothing: there is nothing that could fail."""

    def commit(self, txn: Any) -> None:
        """Do nothing: the queue is the database's."""

    def tpc_vote(self, txn: Any) -> None:
        """Agree always: mail never fails a transition."""

    def tpc_finish(self, txn: Any) -> None:
        """Call the mailer; an error here would corrupt the commit, so it is only logged."""
        try:
            mailer = queryUtility(IMailer)
            for call in self.calls if mailer is not None else ():
                mailer.call(*call)
        except Exception:
            logger.exception("Could not call the mailer")

    def tpc_abort(self, txn: Any) -> None:
        """Forget everything."""
        self.abort(txn)

    def sortKey(self) -> str:
        """Finish after the storages, whose keys start with a letter, `/` or `<`."""
        return "~sonla.pbgdpl.mail"


def lost(about: str, error: Exception) -> DeliveryProblem:
    """Return what is noted of something that can't be told because of an error.

    Its kind alone: the message may quote what is private, and stands in the log.
    """
    return DeliveryProblem(UNQUEUED, about, type(error).__name__)


def enqueue(*items: Notice | DeliveryProblem | NotSent) -> None:
    """Put items into the outbox of the current transaction.

    Of a kind whose option is off, its trace alone.
    """
    box = current_outbox()
    for item in items:
        if isinstance(item, Notice) and rests(kind_of(item.kind)):
            item = NotSent(item.kind, OFF, item.concerns or item.about)
        box.put(item)


def enqueue_safely(
    about: Any, news: Callable[[], Iterable[Notice | DeliveryProblem | NotSent]]
) -> None:
    """Post what `news` finds out about a step of an item.

    A failure to find out whom to tell is noted and must not undo the step. Conflicts
    of the database are passed on: the publisher then repeats the whole request.
    """
    try:
        enqueue(*news())
    except ConflictError:
        raise
    except Exception as error:
        logger.exception("Could not tell anybody about %s", about.absolute_url())
        enqueue(lost(about.absolute_url_path(), error))


@contextmanager
def without_mail() -> Iterator[None]:
    """Drop what is posted inside: for steps that are not news, such as sample texts."""
    mark = current_outbox().savepoint()
    yield
    mark.rollback()


def current_outbox() -> MailDataManager:
    """Return the outbox of the current transaction, joined to it."""
    txn = transaction.get()
    try:
        box = txn.data(MailDataManager)
    except KeyError:
        box = MailDataManager()
        txn.set_data(MailDataManager, box)
        txn.addBeforeCommitHook(box.store)
    if not box.joined:
        txn.join(box)
        box.joined = True
    return box
