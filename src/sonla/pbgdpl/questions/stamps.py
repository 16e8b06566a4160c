"""The stamp of an opened form: when it was opened, signed; each is good for one question.

What was sent is remembered by the process, so that sending the same form twice (a second
press, a page loaded anew) shows the same answer and makes no second question. Nothing is
written to the database for that.
"""

from collections import OrderedDict
from sonla.pbgdpl.questions.secret import is_signed
from sonla.pbgdpl.questions.secret import signed
from threading import Lock

import secrets
import time
import transaction

LONGEST = 12 * 60 * 60
"""Seconds for which an opened form is good: a working day, with a break."""
MOST_REMEMBERED = 20_000


class Sent:
    """Remember which form became which question: nonce → tracking code."""

    def __init__(self, most: int = MOST_REMEMBERED) -> None:
        self.codes: OrderedDict[str, str] = OrderedDict()
        self.most = most
        self.lock = Lock()

    def code(self, nonce: str) -> str:
        """Give the code of the question that a form has become; empty for none."""
        with self.lock:
            return self.codes.get(nonce, "")

    def remember(self, nonce: str, code: str) -> None:
        """Remember it, the oldest of too many makes room."""
        with self.lock:
            self.codes[nonce] = code
            while len(self.codes) > self.most:
                self.codes.popitem(last=False)

    def remember_after_commit(self, nonce: str, code: str) -> None:
        """Remember it once the question is stored: one that was not is sent again."""

        def done(stored: bool) -> None:
            if stored:
                self.remember(nonce, code)

        transaction.get().addAfterCommitHook(done)


SENT = Sent()
"""Of this process."""


def new_stamp(now: float | None = None) -> str:
    """Make the stamp of a form that is opened now."""
    text = f"{int(now if now is not None else time.time())}.{secrets.token_hex(8)}"
    return f"{text}.{signed(text)}"


def opened_at(stamp: str, now: float | None = None) -> int | None:
    """Give the second at which a form was opened; None for a stamp that is not good."""
    text, _dot, sign = stamp.rpartition(".")
    moment = text.partition(".")[0]
    if not moment.isascii() or not moment.isdigit() or len(moment) > 12:
        return None
    if not is_signed(text, sign):
        return None
    age = (now if now is not None else time.time()) - int(moment)
    return int(moment) if -60 <= age <= LONGEST else None


def nonce_of(stamp: str) -> str:
    """Give what tells a form from all others."""
    return stamp.rpartition(".")[0]
