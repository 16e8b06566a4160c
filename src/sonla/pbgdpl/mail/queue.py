"""Mail that waits to be sent, kept in the database until a mail server has taken it.

A mail is written in the transaction that causes it: what is rolled back queues nothing,
and what is committed outlives the process. Its text is made when it is sent, by the
settings of that moment.

People submit forms at the same time and the mailer takes mails out meanwhile; none of
them may make another's transaction conflict. So the queue is made of several trees, a
mail goes into one of them by chance, and no tree is ever empty, since BTrees merge two
changes only where something remains.
"""

from BTrees.OOBTree import OOBTree
from collections.abc import Hashable
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import asdict
from dataclasses import fields
from datetime import datetime
from datetime import timedelta
from persistent import Persistent
from sonla.pbgdpl.core.options import rests
from sonla.pbgdpl.mail.interfaces import IMailKind
from sonla.pbgdpl.mail.limits import AddressLimits
from sonla.pbgdpl.mail.limits import OFFICE
from sonla.pbgdpl.mail.limits import TYPED
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import Recipient
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.component import queryUtility

import re
import secrets

KEY = "sonla.pbgdpl.mail.queue"
TREES = 16
GUARD = ""
"""Key that stands in every tree, so that none is ever empty."""
MAX_MAILS = 2000
"""Mails in the queue; what comes beyond them is refused and told of."""
MAX_TYPED = 1000
"""Of them those to addresses typed into public forms: they must not displace the others."""
WAITING = "waiting"
FAILED = "failed"
PAUSES = tuple(
    timedelta(minutes=minutes)
    for minutes in (1, 5, 15, 30, 60, 120, 240, 480, 720, 720, 720, 720)
)
"""Pauses after each attempt, nearly three days in all; after one more it has failed."""
CLAIM = timedelta(minutes=5)
"""Time for which a mail belongs to the process that sends it.

A process that was killed meanwhile has perhaps sent it: it is then sent once more.
"""
RETENTION = timedelta(days=30)
"""Time for which a mail that failed is kept for somebody to decide about."""
DETAIL_LENGTH = 300
TYPED_MARK, OTHER_MARK = "t", "m"
KEY_FORM = re.compile(r"\d{14}-[tm][0-9a-f]{16}")


class QueuedMail(Persistent):
    """The notices of one kind for one person, and what became of them so far.

    Facts of a notice stand in plain mappings, so that classes may move. `typed` says
    that the address was typed into a public form, `limit` how often it may be written to,
    `about` names the items (UIDs) whose erasure removes the mail, `concerns` those that
    its trace names. Two processes that claim the same mail conflict.
    """

    state = WAITING
    limit = ""
    attempts = 0
    reason = ""
    detail = ""
    claim = ""
    claimed_until: datetime | None = None
    failed_on: datetime | None = None
    held_until: datetime | None = None
    """Until when it was or is held; what ends that earlier sets the time of its end."""
    more = 0
    """Notices of mails that became part of it: no more than their number is told."""
    concerns: tuple[str, ...] = ()

    def __init__(self, notices: Iterable[Notice], now: datetime) -> None:
        rows = [asdict(notice) for notice in notices]
        self.kind: str = rows[0]["kind"]
        self.recipient: dict[str, str] = rows[0]["recipient"]
        self.typed: bool = rows[0]["typed"]
        self.limit = TYPED if self.typed else OFFICE if rows[0]["limited"] else ""
        self.about = tuple(sorted({row["about"] for row in rows} - {""}))
        concerns = {row["concerns"] or row["about"] for row in rows}
        self.concerns = tuple(sorted(concerns - {""}))
        self.rows = tuple(
            {name: value for name, value in row.items() if name in ROW} for row in rows
        )
        self.created = now
        self.not_before = now

    @property
    def was_held(self) -> bool:
        """Whether its address had to be spared at any time."""
        return self.held_until is not None

    def is_held(self, now: datetime) -> bool:
        """Return whether it waits for nothing but its address to be written to again."""
        held = self.held_until is not None and now < self.held_until
        return held and self.state == WAITING

    @property
    def is_resting(self) -> bool:
        """Whether it waits for its option to be switched on again."""
        return rests(queryUtility(IMailKind, self.kind))

    @property
    def number(self) -> int:
        """The number of notices that it tells of."""
        return len(self.rows) + self.more

    def notices(self, recipient: Recipient | None = None) -> list[Notice]:
        """Return the notices, for another recipient if wished."""
        to = recipient or Recipient(**self.recipient)
        return [
            Notice(
                kind=self.kind,
                recipient=to,
                **{name: row[name] for name in ROW if name in row},
            )
            for row in self.rows
        ]

    def is_due(self, now: datetime) -> bool:
        """Return whether it may be sent now: it waits, its pause is over, nobody has it."""
        return self.is_free(now) and self.not_before <= now

    def is_free(self, now: datetime) -> bool:
        """Return whether it waits, no process has it and its option is not off here."""
        claimed = self.claimed_until is not None and now < self.claimed_until
        return self.state == WAITING and not claimed and not self.is_resting

    def claim_for_process(self, now: datetime) -> str:
        """Claim it for the present process; return the claim, which is then committed."""
        self.claim = secrets.token_hex(8)
        self.claimed_until = now + CLAIM
        return self.claim

    def note_failure(
        self, problem: DeliveryProblem, lasting: bool, now: datetime
    ) -> None:
        """Note an attempt in vain: a lasting problem, or one too many, ends the waiting."""
        self.reason = problem.reason
        self.detail = problem.detail[:DETAIL_LENGTH]
        self.claim, self.claimed_until = "", None
        if lasting or self.attempts >= len(PAUSES):
            self.state, self.failed_on = FAILED, now
        else:
            self.not_before = now + PAUSES[self.attempts]
        self.attempts += 1
        self._end_hold(now)

    def postpone(self, until: datetime) -> None:
        """Hold it until a moment; this is no attempt."""
        self.not_before = self.held_until = until
        self.claim, self.claimed_until = "", None

    def retry_now(self, now: datetime) -> None:
        """Retry it now, with all its attempts."""
        self.state, self.attempts, self.failed_on = WAITING, 0, None
        self.claim, self.claimed_until = "", None
        self.not_before = now
        self._end_hold(now)

    def _end_hold(self, now: datetime) -> None:
        """Note that it waits for its address no longer: it was tried, or is to be."""
        if self.held_until is not None:
            self.held_until = min(self.held_until, now)


ROW = frozenset(
    field.name for field in fields(Notice) if field.name not in ("kind", "recipient")
)
"""Facts of a notice that each has for itself."""


class MailQueue(Persistent):
    """Mails by key, in the order in which they came."""

    def __init__(self) -> None:
        self._trees = tuple(OOBTree({GUARD: None}) for _number in range(TREES))
        self.addresses = AddressLimits()

    def add(self, mail: QueuedMail) -> str:
        """Put a mail in; return its key, or an empty string if the queue is full.

        What has failed makes room for what may still arrive.
        """
        full = len(self) >= MAX_MAILS or (mail.typed and self._typed() >= MAX_TYPED)
        if full and not self._make_room(mail.typed):
            return ""
        stamp = int(mail.created.timestamp() * 1000)
        mark = TYPED_MARK if mail.typed else OTHER_MARK
        key = f"{stamp:014d}-{mark}{secrets.token_hex(8)}"
        self._tree(key)[key] = mail
        return key

    def is_key(self, text: str) -> bool:
        """Return whether a text from outside is written as keys are."""
        return KEY_FORM.fullmatch(text) is not None

    def get(self, key: str) -> QueuedMail | None:
        """Return a mail; None if it is gone."""
        return self._tree(key).get(key) if key else None

    def remove(self, key: str) -> None:
        """Take a mail out, if it is still there."""
        if key and key in self._tree(key):
            del self._tree(key)[key]

    def __len__(self) -> int:
        return sum(map(len, self._trees)) - TREES

    def items(self) -> Iterator[tuple[str, QueuedMail]]:
        """Yield keys and mails, the oldest first; the queue may be changed meanwhile."""
        keys = sorted(key for tree in self._trees for key in tree if key != GUARD)
        for key in keys:
            mail = self.get(key)
            if mail is not None:
                yield key, mail

    def due(self, now: datetime) -> Iterator[tuple[str, QueuedMail]]:
        """Yield what may be sent now, the oldest first."""
        return ((key, mail) for key, mail in self.items() if mail.is_due(now))

    def failed(self) -> list[tuple[str, QueuedMail]]:
        """List what somebody has to decide about, the oldest first."""
        return [(key, mail) for key, mail in self.items() if mail.state == FAILED]

    def batch_key(self, mail: QueuedMail) -> Hashable:
        """Return what is the same for mails that may become one.

        Those to an address typed into a public form: the address, however it is spelt. Else
        they tell the same person the same, but for what it is about.
        """
        if mail.typed:
            return self.addresses.key(mail.recipient["email"])
        recipient = tuple(sorted(mail.recipient.items()))
        return mail.limit, mail.kind, recipient, mail.rows[0]["desk_url"]

    def forget_about(self, uid: str) -> int:
        """Remove the mails about an item whose data is erased; return their number."""
        found = [key for key, mail in self.items() if uid in mail.about]
        for key in found:
            self.remove(key)
        return len(found)

    def outdated(self, now: datetime) -> list[str]:
        """List what failed so long ago that nobody will decide."""
        return [
            key
            for key, mail in self.failed()
            if mail.failed_on is None or mail.failed_on + RETENTION < now
        ]

    def forget_old(self, now: datetime) -> int:
        """Remove what failed long ago; return its number."""
        old = self.outdated(now)
        for key in old:
            self.remove(key)
        return len(old)

    def _tree(self, key: str) -> OOBTree:
        return self._trees[int(key[-2:], 16) % TREES]

    def _typed(self) -> int:
        """Return the number of mails to typed addresses, without loading them."""
        return sum(is_typed(key) for tree in self._trees for key in tree)

    def _make_room(self, typed: bool) -> bool:
        """Remove the oldest mail that has failed; return whether there was one."""
        keys = [key for key, _mail in self.failed() if is_typed(key) or not typed]
        for key in keys[:1]:
            self.remove(key)
        return bool(keys)


def is_typed(key: str) -> bool:
    """Return, by its key, whether a mail goes to an address typed into a public form."""
    return f"-{TYPED_MARK}" in key


def queue_of(site: Any) -> MailQueue | None:
    """Return the queue of a portal; None where nothing was ever queued."""
    return IAnnotations(site).get(KEY)


def make_queue(site: Any) -> MailQueue:
    """Return the queue of a portal, made where there is none."""
    return IAnnotations(site).setdefault(KEY, MailQueue())


def remove_queue(site: Any) -> None:
    """Remove the queue with all that waits in it: the add-on goes."""
    IAnnotations(site).pop(KEY, None)
