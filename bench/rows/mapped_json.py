"""How quickly a list of JSON is fetched that a mapping describes, beside OAI-PMH."""

from bench.list_source import ListSource
from bench.list_source import ROWS
from bench.measuring import Result
from bench.puller import Puller
from bench.source import Source
from statistics import median
from typing import Any

PART = 1_000
"""Records a side in each round: both portals grow at the same pace."""
ROUNDS = 5
LIST = {"driver": "mapped-json", "metadata_prefix": "plqg-list"}
FIRST_BAR = 0.8


def mapped_json() -> list[Result]:
    """Pull of 2,000 records by mapped JSON / by OAI-PMH; then of the same, unchanged."""
    listed: list[dict[str, Any]] = []
    harvested: list[dict[str, Any]] = []
    with (
        Source() as source,
        ListSource() as a_list,
        Puller("items-0", a_list.url, **LIST) as candidate,
        Puller("items-0", source.url) as baseline,
    ):
        for _part in range(0, ROWS, PART):
            listed.append(candidate.pull(PART))
            harvested.append(baseline.pull(PART))
        candidate.ask(do="pull", limit=ROWS)  # to the end, and the inventory after it
        times = [candidate.pull(ROWS, again=True) for _ in range(ROUNDS)]
    return [
        Result(
            "pull of 2,000 by mapped JSON / by OAI-PMH",
            rate(listed, PART, "seconds"),
            rate(harvested, PART, "seconds"),
            FIRST_BAR,
            unit="/s",
            at_least=True,
        ),
        Result(
            "unchanged records by mapped JSON",
            rate(times, ROWS, "processor"),
            unit="/s",
        ),
    ]


def rate(rounds: list[dict[str, Any]], records: int, clock: str) -> float:
    """Return the median of the records a second."""
    return median(records / times[clock] for times in rounds)
