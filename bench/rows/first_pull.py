"""Row 5: how quickly a first pull takes in records, beside a plain loop."""

from bench.measuring import Result
from bench.puller import Puller
from bench.source import RECORDS
from bench.source import Source
from statistics import median
from typing import Any

import sys

PART = 1_000
"""Records a side in each round: both portals grow at the same pace."""
COMMIT = 50
BAR = 2.3


def first_pull() -> list[Result]:
    """Row 5: first pull of 10,000 records / a loop of `plone.api.content.create`."""
    ours: list[dict[str, Any]] = []
    plain: list[dict[str, Any]] = []
    with (
        Source() as source,
        Puller("items-0", source.url) as candidate,
        Puller("items-0", source.url) as baseline,
    ):
        for first in range(0, RECORDS.records, PART):
            ours.append(candidate.pull(PART))
            plain.append(
                baseline.ask(do="create", first=first, number=PART, commit=COMMIT)
            )
            print(first + PART, ours[-1], plain[-1], file=sys.stderr, flush=True)
    return [
        Result(
            "first pull",
            rate(ours, "seconds"),
            rate(plain, "seconds"),
            BAR,
            unit="/s",
            at_least=True,
        ),
        Result(
            "first pull, processor time alone",
            rate(ours, "processor"),
            rate(plain, "processor"),
            unit="/s",
        ),
    ]


def rate(rounds: list[dict[str, Any]], clock: str) -> float:
    """Return the median of the records a second."""
    return median(PART / times[clock] for times in rounds)
