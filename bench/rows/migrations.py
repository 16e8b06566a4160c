"""Row: a first pull against the tools by which portals of Plone move content."""

from bench.datasets import FOLDER
from bench.measuring import Result
from bench.migrating import COLLECTIVE
from bench.migrating import PLONE
from bench.packages import packages
from bench.puller import Puller
from bench.source import Source
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import sys

NUMBER = 2_000
ROUNDS = 3
BARS = {COLLECTIVE: 3.7, PLONE: None}

Times = dict[str, list[dict[str, Any]]]
OURS = "pull"


def migrations() -> list[Result]:
    """Row: a first pull of 2,000 records / the same texts by two tools' imports."""
    times: Times = {OURS: [], COLLECTIVE: [], PLONE: []}
    with Source() as source, TemporaryDirectory(dir=FOLDER) as folder:
        for _round in range(ROUNDS):
            times[OURS].append(pull(source, Path(folder)))
            for tool in BARS:
                times[tool].append(migrate(source, Path(folder), tool))
            print({k: v[-1] for k, v in times.items()}, file=sys.stderr, flush=True)
    return [
        Result(
            f"pull of {NUMBER:,} / {tool}{said}",
            rate(times[OURS], clock),
            rate(times[tool], clock),
            bar if clock == "seconds" else None,
            unit="/s",
            at_least=True,
        )
        for tool, bar in BARS.items()
        for clock, said in (
            ("seconds", ""),
            ("processor", ", processor time alone"),
        )
    ]


def pull(source: Source, folder: Path) -> dict[str, Any]:
    """Fetch into a fresh portal; once, let the tools write what it then has."""
    with Puller("items-0", source.url, packages()) as puller:
        times = puller.pull(NUMBER)
        if not any(folder.iterdir()):
            check(puller.ask(do="export", folder=str(folder)))
    return times


def migrate(source: Source, folder: Path, tool: str) -> dict[str, Any]:
    """Let a tool make the same texts in a fresh portal."""
    with Puller("items-0", source.url, packages()) as puller:
        times = puller.ask(do="migrate", folder=str(folder), tool=tool)
    check(times["made"])
    return times


def check(texts: int) -> None:
    """Raise when there are not as many texts as there should be."""
    if texts != NUMBER:
        raise RuntimeError(f"{texts} texts of {NUMBER} are there")


def rate(rounds: list[dict[str, Any]], clock: str) -> float:
    """Return the median of the records a second."""
    return median(NUMBER / times[clock] for times in rounds)
