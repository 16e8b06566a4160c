"""Somebody who looks at a page again and again, and runs that go on meanwhile."""

from bench.worker import environ_of
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any
from typing import Self

import threading
import time

PAUSE = 0.03
"""Seconds between two looks: a visitor reads, and the runs get the processor."""


PERIOD = 1.0
"""Seconds between two runs, where a usual clock waits for one minute or more."""


class Runs:
    """Start one run after the other, in a thread to the end of a `with` block."""

    def __init__(self, run: Callable[[], Any]) -> None:
        self.run = run
        self.number = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self.go_on, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: Any) -> None:
        self._over.set()
        self._thread.join()

    def go_on(self) -> None:
        """Run until it is over; what the source does wrong ends a run by itself."""
        while not self._over.wait(PERIOD):
            self.run()
            self.number += 1


def median_wait(application: Any, seconds: float) -> float:
    """Look at the homepage for so long; give the median wait in milliseconds."""
    waits = []
    end = perf_counter() + seconds
    while perf_counter() < end:
        begin = perf_counter()
        status = look(application)
        waits.append((perf_counter() - begin) * 1000)
        if not status.startswith("200"):
            raise RuntimeError(f"the homepage answered {status}")
        time.sleep(PAUSE)
    return median(waits)


def look(application: Any) -> str:
    """Ask for the homepage; give the status of the answer."""
    found: list[str] = []
    answer = application(
        environ_of("") | {"wsgi.multithread": True},
        lambda status, headers, exc=None: found.append(status),
    )
    b"".join(answer)
    return found[0]
