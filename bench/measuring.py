"""Compare two things fairly: alternating, in one run, by medians."""

from bench.worker import Worker
from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

COUNT = "count"
"""The unit of what is merely counted."""
ROUNDS = 15
"""Alternations; each gives one number a side."""

REQUESTS = 5
"""Requests a side in each round, of which the median counts."""


@dataclass(frozen=True)
class Result:
    """Hold one line of the table.

    The bar is for the ratio, or for the candidate itself where there is no baseline.
    """

    what: str
    candidate: float
    baseline: float | None = None
    bar: float | None = None
    unit: str = "ms"
    at_least: bool = False
    """Whether the bar is the least that is asked for, as for rates, or the most."""

    @property
    def ratio(self) -> float | None:
        """How many times the baseline the candidate is."""
        return None if self.baseline is None else self.candidate / self.baseline

    @property
    def kept(self) -> bool:
        """Whether the bar is kept; what has none keeps it."""
        value = self.candidate if self.ratio is None else self.ratio
        if self.bar is None:
            return True
        return value >= self.bar if self.at_least else value <= self.bar


def alternate(
    candidate: Callable[[], float],
    baseline: Callable[[], float],
    rounds: int = ROUNDS,
) -> tuple[float, float]:
    """Call both in turn, each first every other round; give the medians.

    Whatever slows the machine for a while then slows both.
    """
    times: dict[Callable[[], float], list[float]] = {candidate: [], baseline: []}
    for number in range(rounds):
        pair = (candidate, baseline) if number % 2 else (baseline, candidate)
        for side in pair:
            times[side].append(side())
    return median(times[candidate]), median(times[baseline])


def page_time(worker: Worker, path: str, requests: int = REQUESTS) -> float:
    """Return the median time in milliseconds of some requests for one page."""
    return median(worker.get(path, requests).times)


def pages_time(worker: Worker, paths: Sequence[str], requests: int = 1) -> float:
    """Return the sum over several pages of each one's median time in milliseconds."""
    return sum(page_time(worker, path, requests) for path in paths)
