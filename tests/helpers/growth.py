"""Whether what a function takes grows as what it is given: by processor time, never by a clock."""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from time import thread_time
from typing import Any

import gc

PART = 4
"""Sizes are compared that are so many times as large, for a machine's other work shows in little."""
MOST = 6.25
"""Times as much for `PART` times the size: 2.5 for twice. The square takes sixteen times as much."""
CUBE = 80
"""Times as much that no cube takes for `PART` times the size."""
MEASURABLE = 0.005
"""Seconds of processor; below that a machine's other work shows more than ours."""
ROUNDS = 5


@contextmanager
def uncollected() -> Iterator[None]:
    """Collect no garbage meanwhile: that takes as long as all else that lives, and comes when it likes."""
    is_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_enabled:
            gc.enable()


def seconds(run: Callable[[Any], Any], given: Any) -> float:
    """Return the processor time of one call, in this thread."""
    start = thread_time()
    run(given)
    return thread_time() - start


def least(run: Callable[[Any], Any], make: Callable[[int], Any], size: int) -> float:
    """Return the less of two calls: one alone may have met another process's work."""
    return min(seconds(run, make(size)) for _ in range(2))


def grows_too_fast(
    run: Callable[[Any], Any], make: Callable[[int], Any], limit: int, first: int = 20
) -> bool:
    """Return whether `PART` times the size takes more than `MOST` times as much, up to a limit.

    The size grows until it can be measured; what can't be at its limit harms nobody. What looks
    bad is measured again at twice that size: work that has a large fixed part is not. What is worse
    than the cube of its size isn't, for that would not end; so the first size is small, too.
    """
    size = first
    with uncollected():
        while (taken := least(run, make, size)) < MEASURABLE and size < limit:
            size = min(size * (8 if taken < MEASURABLE / 50 else 2), limit)
        if taken < MEASURABLE:
            return False
        growth = ratio(run, make, size)
        if growth > CUBE:
            return True
        return growth > MOST and ratio(run, make, min(2 * size, limit)) > MOST


def ratio(run: Callable[[Any], Any], make: Callable[[int], Any], size: int) -> float:
    """Return what a size takes over what a part of it takes: the median of several, in turn.

    It is 0 for what can't be measured after all: the machine was busy at the first look.
    """
    part, whole = make(size // PART), make(size)
    pairs = [(seconds(run, part), seconds(run, whole)) for _round in range(ROUNDS)]
    if median(taken for _part, taken in pairs) < MEASURABLE:
        return 0.0
    return median(taken / max(one, 1e-9) for one, taken in pairs)


def grows_at(run: Callable[[Any], Any], make: Callable[[int], Any], size: int) -> bool:
    """Return whether a size takes more than `MOST` times as much as a part of it.

    One look; several where that looks bad.
    """
    with uncollected():
        part, whole = make(size // PART), make(size)
        first, second = seconds(run, part), seconds(run, whole)
        if second < MEASURABLE or second <= MOST * first:
            return False
        return all(ratio(run, make, size) > MOST for _look in range(2))
