"""What a browser sends that has done the work of a form."""

import altcha
import base64
import json


def solved(challenge: str) -> str:
    """Return the proof for a challenge, as `proof.js` makes it."""
    made = json.loads(challenge)
    found = altcha.solve_challenge_v1(
        made["challenge"], made["salt"], made["algorithm"], made["maxNumber"]
    )
    names = ("algorithm", "challenge", "salt", "signature")
    solution = {"number": found.number, **{name: made[name] for name in names}}
    return base64.b64encode(json.dumps(solution).encode()).decode()
