"""Row 7: whether the memory of a pull grows with what it fetches."""

from bench.measuring import Result
from bench.puller import Puller
from bench.source import RECORDS
from bench.source import Source

SMALL = 1_000
WARM_UP = 100
"""Records that both sides fetch before: from there the peak is counted."""
BAR = 1.15


def memory() -> list[Result]:
    """Row 7: peak memory of a pull of 10,000 records / of 1,000."""
    with Source() as source:
        small, large = (
            peak(source, "items-0", number) for number in (SMALL, RECORDS.records)
        )
    return [
        Result("peak memory, 10,000 / 1,000", large["peak"], small["peak"], BAR, "MB"),
        Result(
            "peak memory above the start",
            large["peak"] - large["start"],
            small["peak"] - small["start"],
            unit="MB",
        ),
    ]


def peak(source: Source, dataset: str, number: int) -> dict[str, float]:
    """Fetch into a fresh portal, by a fresh process."""
    with Puller(dataset, source.url) as puller:
        puller.pull(WARM_UP)
        return puller.ask(do="peak", limit=number - WARM_UP)
