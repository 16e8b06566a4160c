"""What a form of questions proves: that it was opened here, once, and cost its sender work.

The stamp says when the form was opened, signed by the secret of the portal's keyed hashes; each
is good for one question. The question is called by its form, so that the same form sent again (a
second press, a page loaded anew) finds it: in whichever process, and after whatever time.

The proof of work is ALTCHA's protocol, version 1, by its library; the browser's half is our own
`ask.js`, so nothing is asked of other servers. A challenge belongs to one opened form.
"""

from altcha import ChallengeOptionsV1
from altcha import create_challenge_v1
from altcha import extract_params_v1
from altcha import verify_solution_v1
from base64 import b64decode
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from sonla.pbgdpl.core.keyed_hash import keyed_hash

import hmac
import json
import secrets
import time

LENGTH = 32
"""Hexadecimal digits of a sign: 128 bits."""


def signed(text: str) -> str:
    """Return the sign of a text."""
    return keyed_hash(f"question-form:{text}")[:LENGTH]


def is_signed(text: str, sign: str) -> bool:
    """Return whether a sign is that of a text, in the same time for each."""
    return hmac.compare_digest(signed(text).encode(), sign.encode())


MAX_AGE = 12 * 60 * 60
"""Seconds for which an opened form is good: a working day, with a break."""


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
    return int(moment) if -60 <= age <= MAX_AGE else None


def nonce_of(stamp: str) -> str:
    """Return what tells a form from all others."""
    return stamp.rpartition(".")[0]


def question_name(nonce: str) -> str:
    """Name the question that a form becomes; only this portal knows which form it was."""
    return f"q-{signed(f'name:{nonce}')[:16]}"


MAX_NUMBER = 60_000
"""Largest number to be found: on average 30 000 hashes, some seconds on a cheap phone."""
MAX_SOLUTION_LENGTH = 2000


def challenge(stamp: str) -> str:
    """Make the challenge of a form that is opened now, as JSON."""
    made = create_challenge_v1(
        ChallengeOptionsV1(
            hmac_key=key(),
            max_number=MAX_NUMBER,
            expires=datetime.now(UTC) + timedelta(seconds=MAX_AGE),
            params={"form": nonce_of(stamp)},
        )
    )
    return json.dumps(made.to_dict())


def is_proved(solution: str, stamp: str) -> bool:
    """Return whether a solution is right, not too old, and of this form."""
    if len(solution) > MAX_SOLUTION_LENGTH:
        return False
    try:
        payload = json.loads(b64decode(solution, validate=True))
        form = extract_params_v1(payload).get("form")
        right, _error = verify_solution_v1(payload, key(), check_expires=True)
    except Exception:
        # The library raises errors of all kinds for what anybody sends.
        return False
    return bool(right) and form == [nonce_of(stamp)]


def key() -> str:
    """Return the portal's key for challenges."""
    return keyed_hash("question-proof")
