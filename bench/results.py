"""Keep what was measured, so that single rows can be measured again."""

from bench.datasets import FOLDER
from bench.measuring import Result
from dataclasses import asdict
from dataclasses import dataclass
from datetime import date

import json

STORE = FOLDER / "results.json"


@dataclass(frozen=True)
class Measured:
    """Hold the results of a row and the day on which it was measured."""

    day: date
    results: list[Result]


def keep(row: str, results: list[Result]) -> None:
    """Note what a row gave today."""
    known = read()
    known[row] = {
        "day": date.today().isoformat(),
        "results": [asdict(result) for result in results],
    }
    STORE.parent.mkdir(parents=True, exist_ok=True)
    STORE.write_text(json.dumps(known, indent=1, ensure_ascii=False))


def kept(rows: list[str]) -> list[Measured]:
    """Give the latest results of some rows, in this order; those never run are left out."""
    known = read()
    return [
        Measured(
            date.fromisoformat(known[row]["day"]),
            [Result(**values) for values in known[row]["results"]],
        )
        for row in rows
        if row in known
    ]


def read() -> dict:
    """Read everything."""
    return json.loads(STORE.read_text()) if STORE.exists() else {}
