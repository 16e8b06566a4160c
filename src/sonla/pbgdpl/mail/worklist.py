"""The mails that one call of the mailer goes through, each of them once.

It looks at the whole queue as it begins, not again for each mail: the time for a thousand
mails would grow with their square. What comes into the queue meanwhile calls the mailer by
itself; what somebody has sent, dropped or taken meanwhile is seen when its turn comes.
"""

from collections import defaultdict
from collections import deque
from collections.abc import Hashable
from collections.abc import Iterable
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from sonla.pbgdpl.mail.limits import OFFICE
from sonla.pbgdpl.mail.queue import MailQueue
from sonla.pbgdpl.mail.queue import QueuedMail
from sonla.pbgdpl.mail.queue import WAITING

MAX_BATCHED = 50
"""Mails to one address that become one."""
MAX_SINGLE = 6
"""Mails caused by a public form that wait for one person and do not yet become one."""


class Worklist:
    """The keys of what waits, the oldest first, and which of them may become one mail."""

    def __init__(self, queue: MailQueue | None) -> None:
        self._left: deque[str] = deque()
        self._begun: list[str] = []
        self._by_batch_key: dict[Hashable, deque[str]] = defaultdict(deque)
        if queue is None:
            return
        for key, mail in queue.items():
            if mail.state == WAITING:
                self._left.append(key)
                if mail.limit:
                    self._by_batch_key[queue.batch_key(mail)].append(key)

    def due(self, queue: MailQueue, now: datetime) -> Iterator[tuple[str, QueuedMail]]:
        """Yield what may be sent now, until somebody has enough; the next time the rest."""
        self._begun.clear()
        while self._left:
            key = self._left.popleft()
            self._begun.append(key)
            mail = queue.get(key)
            if mail is not None and mail.is_due(now):
                yield key, mail

    def requeue(self, but: Iterable[str]) -> None:
        """Put the last batch back, as nothing of it was stored."""
        left = set(but)
        self._left.extendleft(key for key in reversed(self._begun) if key not in left)
        self._begun.clear()

    def sent_together(
        self, queue: MailQueue, key: str, mail: QueuedMail, now: datetime
    ) -> dict[str, QueuedMail]:
        """Return what goes with a mail that is due: what was held for its address, and all else.

        Where nothing was held it goes alone.
        """
        found = {
            other: one
            for other, one in self._like(queue, mail)
            if one.is_due(now) or (one.was_held and one.is_free(now))
        }
        if not any(one.was_held for one in found.values()):
            return {key: mail}
        chosen = list(({key: mail} | found).items())[:MAX_BATCHED]
        return dict(sorted(chosen))

    def join(
        self, queue: MailQueue, key: str, mail: QueuedMail, spared: bool, now: datetime
    ) -> bool:
        """Make a mail caused by a public form part of one like it; return whether it was.

        Where its address need not be spared, only if many wait, for a server that is
        down: one mail for each that they cause would fill the queue.
        """
        if mail.limit != OFFICE:
            return False
        wanted = 1 if spared else MAX_SINGLE
        others = (
            one
            for other, one in self._like(queue, mail)
            if other != key and one.is_free(now)
        )
        found = list(islice(others, wanted))
        if len(found) < wanted:
            return False
        found[0].more += mail.number
        queue.remove(key)
        return True

    def _like(
        self, queue: MailQueue, mail: QueuedMail
    ) -> Iterator[tuple[str, QueuedMail]]:
        """Yield what may become one mail with a mail, itself among it, the oldest first."""
        keys = self._by_batch_key[queue.batch_key(mail)]
        while keys and queue.get(keys[0]) is None:
            keys.popleft()
        for key in keys:
            found = queue.get(key)
            if found is not None:
                yield key, found
