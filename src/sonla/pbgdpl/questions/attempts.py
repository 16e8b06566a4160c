"""How densely the form is sent, whatever comes of it; counted in memory.

What fails counts, too: showing the form once more takes as long as storing a question.
One address can use up half of a minute's number, so that no single one keeps all others
from asking; who is refused counts no more, and everybody can send again a minute later.
"""

from sonla.pbgdpl.questions.limits import ATTEMPTS
from sonla.pbgdpl.questions.limits import EVERYBODY
from sonla.pbgdpl.questions.limits import key_of
from sonla.pbgdpl.questions.limits import once_a_request
from sonla.pbgdpl.questions.limits import was_counted
from typing import Any

MOST = 60
"""A minute: more than an office reads, and so few that other pages don't notice."""
MOST_OF_ONE = 30
"""From one address, which may be that of a hall full of phones."""
ATTEMPTS_COUNTED = "attempt"


def may_try(request: Any) -> bool:
    """Count that the form was sent; tell whether the numbers of the minute allow it."""
    if not once_a_request(request.environ, ATTEMPTS_COUNTED):
        return True
    return ATTEMPTS.may_pass(limits_of(request))


def comes_too_densely(request: Any) -> bool:
    """Return whether a number is used up; not for a request that the publisher repeats."""
    if was_counted(request.environ, ATTEMPTS_COUNTED):
        return False
    return any(ATTEMPTS.is_full(key, most) for key, most in limits_of(request).items())


def limits_of(request: Any) -> dict[str, int]:
    """Return the numbers that hold for a request, by what is counted."""
    address = key_of(request.getClientAddr() or "")
    return {EVERYBODY: MOST, address: MOST_OF_ONE}
