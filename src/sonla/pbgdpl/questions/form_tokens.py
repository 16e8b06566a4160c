"""What a form of questions proves: that it was opened here, once.

The stamp says when the form was opened, signed by the secret of the portal's keyed hashes; each
is good for one question. The question is called by its form, so that the same form sent again (a
second press, a page loaded anew) finds it: in whichever process, and after whatever time.
"""

from sonla.pbgdpl.core.keyed_hash import keyed_hash
from sonla.pbgdpl.core.proof_of_work import GOOD_FOR

import hmac
import secrets
import time

LENGTH = 32
"""Hexadecimal digits of a sign: 128 bits."""
LETTERS = str.maketrans("0123456789", "ghijklmnop")


def signed(text: str) -> str:
    """Return the sign of a text."""
    return keyed_hash(f"question-form:{text}")[:LENGTH]


def is_signed(text: str, sign: str) -> bool:
    """Return whether a sign is that of a text, in the same time for each."""
    return hmac.compare_digest(signed(text).encode(), sign.encode())


def new_stamp(now: float | None = None) -> str:
    """Make the stamp of a form that is opened now."""
    text = f"{int(now if now is not None else time.time())}.{secrets.token_hex(8)}"
    return f"{text}.{signed(text)}"


def opened_at(stamp: str) -> int | None:
    """Return the second at which a form was opened; None for a stamp that is not good."""
    text, _dot, sign = stamp.rpartition(".")
    moment = text.partition(".")[0]
    if not moment.isascii() or not moment.isdigit() or len(moment) > 12:
        return None
    if not is_signed(text, sign):
        return None
    age = time.time() - int(moment)
    return int(moment) if -60 <= age <= GOOD_FOR else None


def nonce_of(stamp: str) -> str:
    """Return what tells a form from all others."""
    return stamp.rpartition(".")[0]


def question_name(nonce: str) -> str:
    """Name the question that a form becomes; only this portal knows which form it was."""
    return f"q-{name_by_chance(f'name:{nonce}')}"


def name_by_chance(text: str) -> str:
    """Return the sign of a text in letters: digits in a row would look like somebody's number."""
    return signed(text)[:16].translate(LETTERS)
