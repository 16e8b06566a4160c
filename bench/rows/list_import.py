"""Row: a list of people that is imported while others save."""

from bench.list_import import ListImport
from bench.measuring import COUNT
from bench.measuring import Result
from statistics import median
from typing import Any

PEOPLE = 500
EDITORS = 2
PAUSE = 0.5
BAR = 15.0
"""Seconds."""


def list_import() -> list[Result]:
    """Row: five hundred people of a list, alone and while two editors save every half second."""
    with ListImport("items-0") as importing:
        alone = brought_in(importing, editors=0, family=0)
        beside = brought_in(importing, editors=EDITORS, family=1)
    if beside["entered"] != 2 * PEOPLE:
        raise RuntimeError(f"not everybody was entered: {beside}")
    if not beside["saves"]:
        raise RuntimeError(f"nobody saved: {beside}")
    return [
        Result(f"{PEOPLE} people of a list", alone["seconds"], unit="s"),
        Result("…, beside two editors", beside["seconds"], bar=BAR, unit="s"),
        Result(
            "…, saves that failed", float(len(beside["failed"])), bar=0.0, unit=COUNT
        ),
        Result("…, saves", float(len(beside["saves"])), unit=COUNT),
        Result("…, a save, median", median(beside["saves"]) * 1000),
    ]


def brought_in(importing: ListImport, editors: int, family: int) -> dict[str, Any]:
    """Import one list."""
    return importing.ask(people=PEOPLE, editors=editors, pause=PAUSE, family=family)
