"""Row: what the add-on adds to a process of Zope that is ready."""

from bench.measuring import Result
from bench.process_start import cost_of_start
from statistics import median

ROUNDS = 7
MEMORY_BAR = 45.0
"""Megabytes above Plone alone."""
SECONDS_BAR = 0.9
"""Seconds of the processor above Plone alone."""


def process_start() -> list[Result]:
    """Row: memory and processor time of a process when it is ready, above Plone alone.

    Nobody counts the first pair, which compiles what was changed.
    """
    cost_of_start(True), cost_of_start(False)
    pairs = [(cost_of_start(True), cost_of_start(False)) for _round in range(ROUNDS)]

    def above(name: str) -> float:
        return median(ours[name] - stock[name] for ours, stock in pairs)

    return [
        Result("process ready, memory", above("megabytes"), bar=MEMORY_BAR, unit="MB"),
        Result("…, processor", above("seconds"), bar=SECONDS_BAR, unit="s"),
    ]
