"""The stamp of an opened form: when it was opened, signed; each is good for one question.

The question is called by the form from which it came, so that the same form sent again (a
second press, a page loaded anew) finds it: in whichever process, and after whatever time.
"""

from sonla.pbgdpl.questions.secret import is_signed
from sonla.pbgdpl.questions.secret import signed

import secrets
import time

LONGEST = 12 * 60 * 60
"""Seconds for which an opened form is good: a working day, with a break."""


def new_stamp(now: float | None = None) -> str:
    """Make the stamp of a form that is opened now."""
    text = f"{int(now if now is not None else time.time())}.{secrets.token_hex(8)}"
    return f"{text}.{signed(text)}"


def opened_at(stamp: str, now: float | None = None) -> int | None:
    """Return the second at which a form was opened; None for a stamp that is not good."""
    text, _dot, sign = stamp.rpartition(".")
    moment = text.partition(".")[0]
    if not moment.isascii() or not moment.isdigit() or len(moment) > 12:
        return None
    if not is_signed(text, sign):
        return None
    age = (now if now is not None else time.time()) - int(moment)
    return int(moment) if -60 <= age <= LONGEST else None


def nonce_of(stamp: str) -> str:
    """Return what tells a form from all others."""
    return stamp.rpartition(".")[0]


def question_name(nonce: str) -> str:
    """Name the question that a form becomes; only this portal knows which form it was."""
    return f"q-{signed(f'name:{nonce}')[:16]}"
