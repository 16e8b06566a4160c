"""How long one request may take within a run."""

LONGEST = 15.0
"""Seconds: a partner that drips never uses up a whole run."""
SHORTEST = 2.0
"""Seconds that a request gets even at the end of a run."""


def request_deadline(left: float) -> float:
    """Return the seconds for a request when so many of the run are left."""
    return max(SHORTEST, min(left, LONGEST))
