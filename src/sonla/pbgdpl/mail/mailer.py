"""Send what waits in the queue, in a thread of its own.

A person who approves a text waits for no mail server. The thread begins when a
transaction has queued mail, opens its own database connection, so that whatever mail
host the portal has is used as it is, and ends when nothing is due. Where it is killed,
the mail stays in the queue for the next thread or the scheduled job.

For each mail there are three transactions: it is claimed, passed to the mail host, and
removed. Of two processes that claim the same mail one meets a conflict and leaves it to
the other. A process that dies between the second and the third has sent a mail that is
sent once more: mail is sent at least once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.mail import failures
from sonla.pbgdpl.mail import traces
from sonla.pbgdpl.mail.delivery import attempt
from sonla.pbgdpl.mail.delivery import detail_of
from sonla.pbgdpl.mail.delivery import LASTING
from sonla.pbgdpl.mail.delivery import taken_by
from sonla.pbgdpl.mail.delivery import UNSENDABLE
from sonla.pbgdpl.mail.delivery import without_addresses
from sonla.pbgdpl.mail.interfaces import IMailer
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.notice import NotSent
from sonla.pbgdpl.mail.queue import FAILED
from sonla.pbgdpl.mail.queue import queue_of
from sonla.pbgdpl.mail.queue import QueuedMail
from sonla.pbgdpl.mail.traces import JOINED
from sonla.pbgdpl.mail.traces import ON_DISK
from sonla.pbgdpl.mail.traces import SAID_LENGTH
from sonla.pbgdpl.mail.traces import SENT
from sonla.pbgdpl.mail.traces import trace_of
from sonla.pbgdpl.mail.traces import trace_of_unsent
from sonla.pbgdpl.mail.worklist import Worklist
from traceback import format_exc
from typing import Any
from ZODB.POSException import ConflictError
from zope.component.hooks import setSite
from zope.interface import implementer

import datetime
import logging
import threading
import time
import transaction

logger = logging.getLogger(__name__)
ATTEMPTS = 3
"""Times that a change of the queue is tried which met another one."""
MAX_CLAIMS = 100
"""Claims in a row that other processes were faster with."""
LAST_MINUTE = 30.0
"""Seconds for which mail is still sent when the process is about to end."""


@dataclass(frozen=True)
class Call:
    """Where the site lives whose queue has mail, and what has no mail to wait in."""

    database: Any
    site_path: tuple[str, ...]
    problems: tuple[DeliveryProblem | NotSent, ...] = ()


@dataclass(frozen=True)
class Claimed:
    """The keys of mails that this process may send as one, by its claims.

    `address` is where they go if that has a `limit`; the mail was counted at `counted`.
    """

    claims: dict[str, str]
    address: str = ""
    limit: str = ""
    counted: datetime.datetime | None = None

    @property
    def key(self) -> str:
        """The key that names what is sent."""
        return next(iter(self.claims))


@implementer(IMailer)
class Mailer:
    """Answer calls one after another, in a thread that is started when needed.

    No daemon: a command that has queued mail doesn't end before it is sent.
    """

    def __init__(self) -> None:
        self._calls: list[Call] = []
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def call(
        self,
        database: Any,
        site_path: tuple[str, ...],
        problems: tuple[DeliveryProblem | NotSent, ...] = (),
    ) -> None:
        """Let the queue of a site be sent; return at once."""
        with self._changed:
            self._calls.append(Call(database, site_path, problems))
            if self._thread is None:
                thread = threading.Thread(
                    target=self._work, name="sonla.pbgdpl.mailer", daemon=False
                )
                thread.start()
                self._thread = thread

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until all calls were answered, or the time is over; return whether they were."""
        with self._changed:
            return self._changed.wait_for(lambda: self._thread is None, seconds)

    def _work(self) -> None:
        while True:
            with self._changed:
                if not self._calls:
                    self._thread = None
                    self._changed.notify_all()
                    return
                calls, self._calls = self._calls, []
            for call in merged(calls):
                try:
                    answer(call)
                except Exception:
                    logger.exception("Could not send the mail of %s", call.site_path)


def merged(calls: list[Call]) -> list[Call]:
    """Return one call for each site."""
    found: dict[tuple[int, tuple[str, ...]], Call] = {}
    for call in calls:
        key = (id(call.database), call.site_path)
        before = found[key].problems if key in found else ()
        found[key] = Call(call.database, call.site_path, before + call.problems)
    return list(found.values())


def answer(call: Call) -> None:
    """Record the problems, then send what is due; stop when the server is down."""
    problems = [one for one in call.problems if isinstance(one, DeliveryProblem)]
    unsent = [one for one in call.problems if isinstance(one, NotSent)]
    for problem in problems:
        # Whom or what it is about may be a name: the page of mails tells it, the log doesn't
        logger.warning("%s %s", problem.reason, problem.detail)
    if problems:
        again(call, lambda site: failures.remember(site, problems))
    if unsent:
        again(call, lambda site: traces.note(site, map(trace_of_unsent, unsent)))
    with open_site(call) as site:
        work = Worklist(queue_of(site))
    end: float | None = None
    while (claimed := claim_next(call, work)) is not None:
        if send_claimed(call, claimed) == "server":
            return
        if not threading.main_thread().is_alive():
            end = end or time.monotonic() + LAST_MINUTE
            if time.monotonic() > end:
                return


def claim_next(call: Call, work: Worklist) -> Claimed | None:
    """Claim the next mail that is due; None if there is none.

    One that another process takes at the same moment is left to it.
    """
    for _number in range(MAX_CLAIMS):
        claimed = None
        try:
            with open_site(call) as site:
                claimed = choose(site, work, utc_now())
            return claimed
        except ConflictError:
            work.requeue(but=claimed.claims if claimed is not None else ())
    return None


def choose(site: Any, work: Worklist, now: datetime.datetime) -> Claimed | None:
    """Claim the oldest mail that may go, inside the present transaction.

    What may not yet go to its address is held on the way, or becomes part of what is.
    """
    queue = queue_of(site)
    if queue is None:
        return None
    for key, mail in work.due(queue, now):
        address, limit = mail.recipient["email"], mail.limit
        if not limit or (mail.typed and queue.addresses.is_confirmed(address)):
            return Claimed({key: mail.claim_for_process(now)})
        free = queue.addresses.free_from(address, now, limit)
        if work.join(queue, key, mail, free > now, now):
            traces.note(site, [trace_of(key, mail, JOINED)])
            continue
        if free > now:
            mail.postpone(free)
            continue
        queue.addresses.count(address, now, limit)
        mails = work.sent_together(queue, key, mail, now) if mail.typed else {key: mail}
        claims = {one: held.claim_for_process(now) for one, held in mails.items()}
        return Claimed(claims, address, limit, now)
    return None


def send_claimed(call: Call, claimed: Claimed) -> str:
    """Send what was claimed and note what came of it; return the reason of a failure."""
    problem: DeliveryProblem | None = None
    try:
        with open_site(call) as site:
            mails = [mail for _key, mail in still_claimed(site, claimed)]
            if mails:
                problem = attempt(site, claimed.key, mails)
    except Exception as error:  # the mail host's own part of the transaction
        logger.error("Mail %s failed\n%s", claimed.key, without_addresses(format_exc()))
        problem = DeliveryProblem("error", "", detail_of(error))
    if problem is not None:
        logger.warning("Mail %s: %s %s", claimed.key, problem.reason, problem.detail)
    again(call, lambda site: finish_delivery(site, claimed, problem))
    return problem.reason if problem is not None else ""


def finish_delivery(
    site: Any, claimed: Claimed, problem: DeliveryProblem | None
) -> None:
    """Remove what was sent or can't ever be, or note why it was not."""
    if problem is not None and problem.reason in UNSENDABLE:
        failures.remember(site, [problem])
    queue = queue_of(site)
    if queue is None:
        return
    if problem is not None and claimed.counted is not None:
        queue.addresses.uncount(claimed.address, claimed.counted, claimed.limit)
    for key, mail in still_claimed(site, claimed):
        if problem is None:
            host = taken_by(site)
            traces.note(site, [trace_of(key, mail, SENT if host else ON_DISK, host)])
            queue.remove(key)
        elif problem.reason in UNSENDABLE:
            traces.note(site, [trace_of(key, mail, problem.reason)])
            queue.remove(key)
        else:
            mail.note_failure(problem, problem.reason in LASTING, utc_now())
            if mail.state == FAILED:
                said = problem.detail[:SAID_LENGTH]
                traces.note(site, [trace_of(key, mail, problem.reason, said)])


def still_claimed(site: Any, claimed: Claimed) -> list[tuple[str, QueuedMail]]:
    """List the mails whose claim is still ours: nobody has dropped or taken them."""
    queue = queue_of(site)
    if queue is None:
        return []
    found = [(key, queue.get(key), claim) for key, claim in claimed.claims.items()]
    return [
        (key, mail)
        for key, mail, claim in found
        if mail is not None and mail.claim == claim
    ]


def again(call: Call, change: Any) -> None:
    """Change something in a site; another writer is tried again."""
    for number in range(1, ATTEMPTS + 1):
        try:
            with open_site(call) as site:
                change(site)
            return
        except ConflictError:
            if number == ATTEMPTS:
                raise


@contextmanager
def open_site(call: Call) -> Iterator[Any]:
    """Open the site in a connection and a transaction of this thread.

    This is the outermost caller of its thread: it commits. A mail host with a queue
    directory, or one that stores what it sends, needs that.
    """
    manager = transaction.manager  # one a thread
    manager.begin()
    connection = call.database.open()
    try:
        app = connection.root()["Application"]
        site = app.unrestrictedTraverse(call.site_path)
        setSite(site)
        yield site
        manager.commit()
    except BaseException:
        manager.abort()
        raise
    finally:
        setSite(None)
        connection.close()
