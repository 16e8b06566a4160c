"""Row 8: people who save while a pull goes on."""

from bench.measuring import COUNT
from bench.measuring import Result
from bench.puller import Puller
from bench.source import Source
from statistics import median

EDITORS = 2
PAUSE = 0.5
NUMBER = 1_000
BUDGET = 120.0
"""Seconds after which the pull ends, however far it is."""
BAR = 15.0


def editors() -> list[Result]:
    """Row 8: two editors save every half second while a pull goes on."""
    with Source() as source, Puller("items-0", source.url) as puller:
        found = puller.ask(
            do="beside_editors",
            limit=NUMBER,
            budget=BUDGET,
            editors=EDITORS,
            pause=PAUSE,
        )
    created = found["counts"].get("created", 0)
    if not found["saves"]:
        raise RuntimeError(f"nobody saved: {found}")
    return [
        Result(
            "pull beside two editors",
            created / found["seconds"],
            bar=BAR,
            unit="/s",
            at_least=True,
        ),
        Result("saves that failed", float(len(found["failed"])), bar=0.0, unit=COUNT),
        Result("saves", float(len(found["saves"])), unit=COUNT),
        Result("a save, median", median(found["saves"]) * 1000),
    ]
