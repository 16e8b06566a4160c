"""Keep what was measured, so that single rows can be measured again.

The file is part of the repository: a row that was not measured on this machine keeps the
day and the machine on which it was.
"""

from bench.measuring import Result
from dataclasses import asdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import json
import os
import platform

STORE = Path(__file__).parent / "results.json"


@dataclass(frozen=True)
class Measured:
    """Hold the results of a row, and when and where it was measured."""

    day: date
    machine: str
    results: list[Result]


def this_machine() -> str:
    """Name what the times depend on."""
    return f"Python {platform.python_version()}, {os.cpu_count()} processors"


def keep(row: str, results: list[Result], store: Path = STORE) -> None:
    """Note what a row gave today."""
    known = read(store)
    known[row] = {
        "day": date.today().isoformat(),
        "machine": this_machine(),
        "results": [asdict(result) for result in results],
    }
    text = json.dumps(known, indent=1, ensure_ascii=False, sort_keys=True)
    store.write_text(text + "\n", encoding="utf-8")


def kept(rows: list[str], store: Path = STORE) -> dict[str, Measured]:
    """Return the latest results of some rows, in this order; those never run are left out."""
    known = read(store)
    return {
        row: Measured(
            date.fromisoformat(known[row]["day"]),
            known[row]["machine"],
            [Result(**values) for values in known[row]["results"]],
        )
        for row in rows
        if row in known
    }


def read(store: Path) -> dict[str, Any]:
    """Read everything."""
    return json.loads(store.read_text(encoding="utf-8")) if store.exists() else {}
