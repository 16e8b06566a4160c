"""The wall clock of a thread, less what other programs of the machine took from it."""

from pathlib import Path
from time import perf_counter

import threading


class OwnTime:
    """Tell the time of the thread that made it, in seconds; any thread may ask.

    It stands still while the thread is ready and no processor is free. It goes on while
    the thread waits for the disk, for a lock, or because it was told to wait. Where the
    kernel keeps no account it is the wall clock.
    """

    def __init__(self) -> None:
        number = threading.get_native_id()
        self._account = Path(f"/proc/self/task/{number}/schedstat")

    def __call__(self) -> float:
        """Return the time."""
        return perf_counter() - self._waited()

    def _waited(self) -> float:
        if not self._account.exists():
            return 0.0
        return int(self._account.read_text().split()[1]) / 1e9
