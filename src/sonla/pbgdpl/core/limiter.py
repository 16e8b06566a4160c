"""Count what passes within a span of time, by key, in the memory of a process.

An address may stand for a whole commune whose phones share it, so it may send much. Each process
counts for itself: nothing is written to the database, and no address is kept longer than the
span for which it counts.
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
MAX_KEYS = 10_000
MAX_TIMES = 100
ADDRESSES_COUNTED = "sonla.pbgdpl.question-counted"
"""Key of a request's environment, which is the same when the publisher repeats it."""
EVERYBODY = "*"
MAX_GUESSES = 20
"""Wrong codes an hour from one address that are answered like the first one."""
MAX_WAIT = 3600
"""Seconds that an address is asked to wait at most."""


class Limiter:
    """Count what passed within the last hour, by key."""

    def __init__(self, span: float = HOUR, most: int = MAX_KEYS) -> None:
        self.span = span
        self.most = most
        self.times_by_key: OrderedDict[str, deque[float]] = OrderedDict()
        self.lock = Lock()

    def may_pass(self, limits: dict[str, int], now: float | None = None) -> bool:
        """Return whether no key has used up its number, and count one for each if so."""
        with self.lock:
            now = time.monotonic() if now is None else now
            self._drop_expired(now)
            if any(self._count(key, now) >= most for key, most in limits.items()):
                return False
            for key in limits:
                self.times_by_key.setdefault(key, deque()).append(now)
                self.times_by_key.move_to_end(key)
            while len(self.times_by_key) > self.most:
                self._drop_oldest()
            return True

    def note(self, key: str, now: float | None = None) -> int:
        """Count one for a key, and return how many of it are within the span.

        Beyond `MAX_TIMES` the oldest makes room, so that a program fills no memory.
        """
        with self.lock:
            now = time.monotonic() if now is None else now
            self._drop_expired(now)
            times = self.times_by_key.setdefault(key, deque(maxlen=MAX_TIMES))
            times.append(now)
            self.times_by_key.move_to_end(key)
            while len(self.times_by_key) > self.most:
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
            left = self.times_by_key[key][-1] + pauses(number) - now if number else 0.0
        return ceil(left) if left > 0 else pauses(self.note(key, now))

    def is_full(self, key: str, most: int, now: float | None = None) -> bool:
        """Return whether a key has used up its number; counts nothing."""
        with self.lock:
            now = time.monotonic() if now is None else now
            self._drop_expired(now)
            return self._count(key, now) >= most

    def seconds_until_free(
        self, limits: dict[str, int], now: float | None = None
    ) -> int:
        """Return the seconds after which no key has used up its number; 0 if none has."""
        with self.lock:
            now = time.monotonic() if now is None else now
            self._drop_expired(now)
            waits = (self._wait(key, most, now) for key, most in limits.items())
            return ceil(max(waits, default=0.0))

    def forget(self) -> None:
        """Forget all counts."""
        with self.lock:
            self.times_by_key.clear()

    def _wait(self, key: str, most: int, now: float) -> float:
        """Return the seconds until so many are over that one more may pass."""
        too_many = self._count(key, now) - most
        if too_many < 0:
            return 0.0
        return (
            self.times_by_key[key][too_many] + self.span - now
            if most > 0
            else self.span
        )

    def _count(self, key: str, now: float) -> int:
        times = self.times_by_key.get(key, deque())
        while times and times[0] <= now - self.span:
            times.popleft()
        return len(times)

    def _drop_expired(self, now: float) -> None:
        """Drop the keys whose last time is over; they stand first."""
        while self.times_by_key:
            key, times = next(iter(self.times_by_key.items()))
            if times and times[-1] > now - self.span:
                return
            del self.times_by_key[key]

    def _drop_oldest(self) -> None:
        for key in self.times_by_key:
            if key != EVERYBODY:
                del self.times_by_key[key]
                return


def wait_after(guesses: int) -> int:
    """Return the seconds to wait after so many wrong codes: twice as long each time."""
    if guesses <= MAX_GUESSES:
        return 0
    return min(2 ** min(guesses - MAX_GUESSES, 12), MAX_WAIT)


def is_first_count(environ: MutableMapping[str, Any], key: str) -> bool:
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
