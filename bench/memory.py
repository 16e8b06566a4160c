"""Measure what memory this process had at most, as the kernel counts it."""

from pathlib import Path

import gc

STATUS = "/proc/{process}/status"
CLEAR = Path("/proc/self/clear_refs")
RESET_PEAK = "5"


class Peak:
    """Count from now on; everything in megabytes of resident memory."""

    def __init__(self) -> None:
        gc.collect()
        CLEAR.write_text(RESET_PEAK)
        self.start = megabytes("VmRSS")

    def value(self) -> float:
        """Return the highest value since the start."""
        return megabytes("VmHWM")


def megabytes(name: str, process: int | str = "self") -> float:
    """Read a line of the kernel's account of a process, this one if none is named."""
    for line in Path(STATUS.format(process=process)).read_text().splitlines():
        key, _colon, value = line.partition(":")
        if key == name:
            return int(value.split()[0]) / 1024
    raise LookupError(name)
