"""How often the form is sent, and how many questions come in: counted in memory.

What fails counts, too: showing the form once more takes as long as storing a question.
One address can use up half of a minute's number, so that no single one keeps all others
from asking; who is refused counts no more, and everybody can send again a minute later.

An address may stand for a whole commune whose phones share it, so it may send much; all
together may send what an office can read. Each process counts for itself: nothing is written
to the database, and no address is kept longer than the hour for which it counts.
"""

from collections import deque
from collections import OrderedDict
from collections.abc import Callable
from collections.abc import MutableMapping
from ipaddress import ip_address
from ipaddress import IPv6Address
from math import ceil
from threading import Lock
from typing import Any

import time

HOUR = 3600.0
MINUTE = 60.0
MOST_ADDRESSES = 10_000
MOST_NOTED = 100
ADDRESSES_COUNTED = "sonla.pbgdpl.question-counted"
"""Key of a request's environment, which is the same when the publisher repeats it."""
EVERYBODY = "*"


class Limiter:
    """Count what passed within the last hour, by key."""

    def __init__(self, span: float = HOUR, most: int = MOST_ADDRESSES) -> None:
        self.span = span
        self.most = most
        self.passed: OrderedDict[str, deque[float]] = OrderedDict()
        self.lock = Lock()

    def may_pass(self, limits: dict[str, int], now: float | None = None) -> bool:
        """Return whether no key has used up its number, and count one for each if so."""
        with self.lock:
            now = time.monotonic() if now is None else now
            self._forget_passed(now)
            if any(self._count(key, now) >= most for key, most in limits.items()):
                return False
            for key in limits:
                self.passed.setdefault(key, deque()).append(now)
                self.passed.move_to_end(key)
            while len(self.passed) > self.most:
                self._drop_oldest()
            return True

    def note(self, key: str, now: float | None = None) -> int:
        """Count one for a key, and return how many of it are within the span.

        Beyond `MOST_NOTED` the oldest makes room, so that a program fills no memory.
        """
        with self.lock:
            now = time.monotonic() if now is None else now
            self._forget_passed(now)
            times = self.passed.setdefault(key, deque(maxlen=MOST_NOTED))
            times.append(now)
            self.passed.move_to_end(key)
            while len(self.passed) > self.most:
                self._drop_oldest()
            return self._count(key, now)

    def wait(
        self, key: str, pauses: Callable[[int], int], now: float | None = None
    ) -> int:
        """Count one for a key unless it has to wait; return the seconds that it has to.

        `pauses` says how long after so many. What comes during a pause counts for
        nothing: it neither lengthens the pause nor is the next try.
        """
        with self.lock:
            now = time.monotonic() if now is None else now
            number = self._count(key, now)
            left = self.passed[key][-1] + pauses(number) - now if number else 0.0
        return ceil(left) if left > 0 else pauses(self.note(key, now))

    def is_full(self, key: str, most: int, now: float | None = None) -> bool:
        """Return whether a key has used up its number; counts nothing."""
        with self.lock:
            now = time.monotonic() if now is None else now
            self._forget_passed(now)
            return self._count(key, now) >= most

    def seconds_until_room(
        self, limits: dict[str, int], now: float | None = None
    ) -> int:
        """Return the seconds after which no key has used up its number; 0 if none has."""
        with self.lock:
            now = time.monotonic() if now is None else now
            self._forget_passed(now)
            waits = (self._wait(key, most, now) for key, most in limits.items())
            return ceil(max(waits, default=0.0))

    def forget(self) -> None:
        """Begin anew."""
        with self.lock:
            self.passed.clear()

    def _wait(self, key: str, most: int, now: float) -> float:
        """Return the seconds until so many are over that one more may pass."""
        too_many = self._count(key, now) - most
        if too_many < 0:
            return 0.0
        return self.passed[key][too_many] + self.span - now if most > 0 else self.span

    def _count(self, key: str, now: float) -> int:
        times = self.passed.get(key, deque())
        while times and times[0] <= now - self.span:
            times.popleft()
        return len(times)

    def _forget_passed(self, now: float) -> None:
        """Drop the keys whose last time is over; they stand first."""
        while self.passed:
            key, times = next(iter(self.passed.items()))
            if times and times[-1] > now - self.span:
                return
            del self.passed[key]

    def _drop_oldest(self) -> None:
        for key in self.passed:
            if key != EVERYBODY:
                del self.passed[key]
                return


QUESTIONS = Limiter()
"""Questions that came in."""
UNPROVED = Limiter()
"""Of them those without the proof of work that the settings ask for."""
ATTEMPTS = Limiter(span=MINUTE)
"""Forms that were sent, whatever came of them."""
GUESSES = Limiter()
"""Codes and contacts that were looked up in vain."""
LIMITERS = (QUESTIONS, UNPROVED, ATTEMPTS, GUESSES)


def once_a_request(environ: MutableMapping[str, Any], key: str) -> bool:
    """Return whether it is the first time that this request is counted.

    A conflict of the database makes the publisher repeat a request, which must not use
    up its number twice, nor be refused the second time.
    """
    if was_counted(environ, key):
        return False
    environ[f"{ADDRESSES_COUNTED}-{key}"] = True
    return True


def was_counted(environ: MutableMapping[str, Any], key: str) -> bool:
    """Return whether a request was counted, and is repeated."""
    return bool(environ.get(f"{ADDRESSES_COUNTED}-{key}"))


def key_of(address: str) -> str:
    """Return what an address counts for: itself, or the network that a phone gets by IPv6."""
    try:
        found = ip_address(address.strip())
    except ValueError:
        return address[:60]
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(IPv6Address(int(found) >> 64 << 64))
    return str(found)


MOST = 60
"""A minute: more than an office reads, and so few that other pages don't notice."""
MOST_OF_ONE = 30
"""From one address, which may be that of a hall full of phones."""
ATTEMPTS_COUNTED = "attempt"


def may_try(request: Any) -> bool:
    """Count that the form was sent; return whether the numbers of the minute allow it."""
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
