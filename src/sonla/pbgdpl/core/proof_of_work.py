"""Work that a browser proves before a form that anybody may send is taken in.

ALTCHA's protocol, version 1, by its library; the browser's half is our own `proof.js`, so nothing
is asked of other servers. A challenge belongs to one opened form. Whoever has no script sends no
proof: each form says how few of those it takes.
"""

from base64 import b64decode
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from sonla.pbgdpl.core.keyed_hash import keyed_hash

import json

GOOD_FOR = 12 * 60 * 60
"""Seconds for which an opened form is good: a working day, with a break."""
MAX_NUMBER = 60_000
"""Largest number to be found: on average 30 000 hashes, some seconds on a cheap phone."""
MAX_SOLUTION_LENGTH = 2000


def challenge(form: str) -> str:
    """Make the challenge of a form that is opened now, as JSON; `form` tells it from all others."""
    # Imported where a form is protected: most portals protect none.
    from altcha import ChallengeOptionsV1
    from altcha import create_challenge_v1

    made = create_challenge_v1(
        ChallengeOptionsV1(
            hmac_key=key(),
            max_number=MAX_NUMBER,
            expires=datetime.now(UTC) + timedelta(seconds=GOOD_FOR),
            params={"form": form},
        )
    )
    return json.dumps(made.to_dict())


def is_proved(solution: str, form: str) -> bool:
    """Return whether a solution is right, not too old, and of this form."""
    if len(solution) > MAX_SOLUTION_LENGTH:
        return False
    from altcha import extract_params_v1
    from altcha import verify_solution_v1

    try:
        payload = json.loads(b64decode(solution, validate=True))
        found = extract_params_v1(payload).get("form")
        right, _error = verify_solution_v1(payload, key(), check_expires=True)
    except Exception:
        # The library raises errors of all kinds for what anybody sends.
        return False
    return bool(right) and found == [form]


def key() -> str:
    """Return the portal's key for challenges."""
    return keyed_hash("proof-of-work")
