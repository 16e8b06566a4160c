"""An hour in which nobody has sent a question yet: what is counted in memory, forgotten."""

from collections.abc import Iterator
from sonla.pbgdpl.questions import spam_protection
from sonla.pbgdpl.questions.throttle import FORM_THROTTLE

import pytest


def forget() -> None:
    """Forget who sent what, and that anybody was refused."""
    for limiter in spam_protection.LIMITERS:
        limiter.forget()
    FORM_THROTTLE.forget()


@pytest.fixture(autouse=True)
def reset_rate_limits() -> Iterator[None]:
    """Begin and end each test of a folder with it, whose conftest has it."""
    forget()
    yield
    forget()
