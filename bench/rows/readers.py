"""Row: what the costliest file or text takes that a reader admits."""

from bench.measuring import Result
from bench.readers import Reader
from bench.readers import READERS
from statistics import median
from time import process_time

ROUNDS = 3
BAR = 2.0
"""Seconds of the processor."""


def readers() -> list[Result]:
    """Row: each reader at its limit, by the shape that takes longest."""
    return [
        Result(f"{one.name} at its limit", worst(one), bar=BAR, unit="s")
        for one in READERS
    ]


def worst(reader: Reader) -> float:
    """Return the seconds of the costliest shape: the median of some readings."""
    reader(
        next(iter(reader.shapes.values()))(200)
    )  # what is imported when it is needed
    _first, shape = max((seconds(reader, shape), shape) for shape in reader.shapes)
    return median(seconds(reader, shape) for _round in range(ROUNDS))


def seconds(reader: Reader, shape: str) -> float:
    """Return the seconds of a shape at the limit."""
    sent = reader.shapes[shape](reader.limit)
    start = process_time()
    reader(sent)
    return process_time() - start
