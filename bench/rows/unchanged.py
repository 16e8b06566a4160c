"""Row 6: how quickly a pull goes through what it has already."""

from bench.measuring import COUNT
from bench.measuring import Result
from bench.puller import Puller
from bench.source import RECORDS
from bench.source import Source
from statistics import median
from typing import Any

ROUNDS = 5
BAR = 7_000.0


def unchanged() -> list[Result]:
    """Row 6: pull of 10,000 unchanged records, which writes to no content."""
    with (
        Source() as source,
        Puller(f"pulled-{RECORDS.records}", source.url) as puller,
    ):
        puller.ask(do="settle", limit=RECORDS.records)
        times = [puller.pull(RECORDS.records, again=True) for _ in range(ROUNDS)]
        written = puller.ask(do="written", limit=RECORDS.records)
    if written["counts"]["unchanged"] != RECORDS.records:
        raise RuntimeError(f"not all of it was unchanged: {written}")
    return [
        Result(
            "unchanged records",
            rate(times, "processor"),
            bar=BAR,
            unit="/s",
            at_least=True,
        ),
        Result("unchanged records, wall clock", rate(times, "seconds"), unit="/s"),
        Result(
            "objects written but the journal's",
            float(sum(written["foreign"].values())),
            bar=0.0,
            unit=COUNT,
        ),
    ]


def rate(times: list[dict[str, Any]], clock: str) -> float:
    """Return the median of the records a second."""
    return median(RECORDS.records / one[clock] for one in times)
