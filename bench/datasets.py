"""The data sets: real portals in FileStorages, built once and kept.

All are classic Vietnamese portals. Those named `items`
have the add-on with its portlet, and so many published texts of ours. Those named
`stock` have no add-on, and so many texts of Plone's own types: a portal of that size
costs Plone itself more than an empty one, which is not the add-on's doing.
"""

from dataclasses import dataclass
from pathlib import Path

import json
import shutil
import subprocess
import sys

FOLDER = Path(__file__).parents[1] / ".cache" / "bench"
SITE = "portal"
VERSION = 1
"""Raise it when what is built changes; older sets are then built again."""


@dataclass(frozen=True)
class DataSet:
    """Describe one data set."""

    items: int
    words: int
    """Words of each text's body."""
    addon: bool = True
    news: bool = True
    """Whether the homepage lists news, or is written text: see `building.py`."""


DATASETS = {
    "stock-0": DataSet(items=0, words=0, addon=False),
    "stock-10000": DataSet(items=10_000, words=200, addon=False),
    "items-1000": DataSet(items=1_000, words=40, news=False),
    "items-10000": DataSet(items=10_000, words=200),
    "items-100000": DataSet(items=100_000, words=40, news=False),
}


def prepare(name: str) -> Path:
    """Give the folder of a data set, building it when it is missing or outdated."""
    folder = FOLDER / name
    if not is_ready(folder):
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        print(f"building {name} (once) ...", file=sys.stderr, flush=True)
        subprocess.run([sys.executable, "-m", "bench.building", name], check=True)
    return folder


def is_ready(folder: Path) -> bool:
    """Tell whether a folder holds a whole data set of this version."""
    stamp = folder / "ready.json"
    return stamp.exists() and json.loads(stamp.read_text())["version"] == VERSION


def mark_ready(folder: Path, seconds: float) -> None:
    """Note that a data set is whole, and how long it took to build."""
    stamp = {"version": VERSION, "seconds": round(seconds, 1)}
    (folder / "ready.json").write_text(json.dumps(stamp))
