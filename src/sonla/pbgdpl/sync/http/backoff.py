"""How long to wait after a failure; nothing here waits.

The runner stores the moment and ends: a thread of Zope never sleeps, and a server that
asks for a wait is not obeyed by holding one.
"""

from collections.abc import Callable
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from email.utils import parsedate_to_datetime
from random import random
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.sync.failures import RateLimited

import re

FIRST = timedelta(seconds=30)
MAX_WAIT = timedelta(hours=1)
RATE_DEFAULT = timedelta(minutes=5)
"""The wait when the other side asks for one but does not say how long."""
RATE_MAX = timedelta(hours=24)
RATE_MIN = timedelta(seconds=1)
QUARANTINE_FIRST = timedelta(hours=1)
QUARANTINE_MAX = timedelta(days=7)
QUARANTINE_TRIES = 10


def backoff(attempts: int, chance: Callable[[], float] = random) -> timedelta:
    """Return a random wait up to `min(1 h, 30 s · 2^attempts)`; attempts count from 0.

    The whole wait is random ("full jitter"), so that portals that failed together
    don't come back together.
    """
    return min(MAX_WAIT, FIRST * 2 ** min(max(attempts, 0), 20)) * chance()


def wait_after(
    failure: Failure,
    attempts: int,
    now: datetime,
    chance: Callable[[], float] = random,
) -> datetime:
    """Return the moment before which a source or an endpoint is not asked again."""
    if isinstance(failure, RateLimited):
        return failure.not_before
    if failure.opens:
        return now + MAX_WAIT
    return now + backoff(attempts, chance)


def quarantine_wait(attempts: int) -> timedelta | None:
    """Return the wait before a record is tried again; None when it is given up.

    `attempts` counts the tries that failed, from 1.
    """
    if attempts >= QUARANTINE_TRIES:
        return None
    return min(QUARANTINE_MAX, QUARANTINE_FIRST * 2 ** max(attempts - 1, 0))


def retry_after(value: str | None, now: datetime, date: str | None = None) -> timedelta:
    """Read a `Retry-After` header (RFC 9110, 10.2.3): seconds or a date.

    A date is compared with the peer's own `Date`, if it sent one, since its clock may
    differ from ours. What can't be read counts as no value, what is absurd is capped.
    """
    wait = RATE_DEFAULT
    if value and re.fullmatch(r"\s*[0-9]{1,18}\s*", value):
        wait = timedelta(seconds=min(int(value), RATE_MAX.total_seconds()))
    elif (until := http_date(value)) is not None:
        wait = until - (http_date(date) or now)
    return max(RATE_MIN, min(wait, RATE_MAX))


def http_date(value: str | None) -> datetime | None:
    """Read a date of HTTP (or of RFC 822, as RSS has it) as UTC; None if it is none."""
    try:
        moment = parsedate_to_datetime(value or "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return None
