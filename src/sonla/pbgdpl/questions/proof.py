"""Proof of work: the browser finds a number, which costs programs that send thousands.

ALTCHA's protocol, version 1, by its library; the browser's half is our own `ask.js`, so
nothing is asked of other servers. A challenge belongs to one opened form, by its stamp.
"""

from altcha import ChallengeOptionsV1
from altcha import create_challenge_v1
from altcha import extract_params_v1
from altcha import verify_solution_v1
from base64 import b64decode
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from sonla.pbgdpl.core.keyed_hash import veiled
from sonla.pbgdpl.questions.stamps import LONGEST
from sonla.pbgdpl.questions.stamps import nonce_of

import json

MOST = 60_000
"""Largest number to be found: on average 30 000 hashes, some seconds on a cheap phone."""
LONGEST_SOLUTION = 2000


def challenge(stamp: str) -> str:
    """Make the challenge of a form that is opened now, as JSON."""
    made = create_challenge_v1(
        ChallengeOptionsV1(
            hmac_key=key(),
            max_number=MOST,
            expires=datetime.now(UTC) + timedelta(seconds=LONGEST),
            params={"form": nonce_of(stamp)},
        )
    )
    return json.dumps(made.to_dict())


def is_proved(solution: str, stamp: str) -> bool:
    """Return whether a solution is right, not too old, and of this form."""
    if len(solution) > LONGEST_SOLUTION:
        return False
    try:
        told = json.loads(b64decode(solution, validate=True))
        form = extract_params_v1(told).get("form")
        right, _error = verify_solution_v1(told, key(), check_expires=True)
    except Exception:
        # The library raises errors of all kinds for what strangers send.
        return False
    return bool(right) and form == [nonce_of(stamp)]


def key() -> str:
    """Return the portal's key for challenges."""
    return veiled("question-proof")
