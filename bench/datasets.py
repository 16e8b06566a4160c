"""The data sets: real portals in FileStorages, built once and kept.

All are classic Vietnamese portals. Those named `items`
have the add-on with its portlet, and so many published texts of ours; those named `people`
so many legal reporters, those named `activities` so many activities of one year, those named
`questions` so many answered questions of citizens. Those named
`stock` have no add-on, and so many texts of Plone's own types: a portal of that size
costs Plone itself more than an empty one, which is not the add-on's doing. Those named
`pulled` have fetched so many records of `source.py`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import json
import shutil
import subprocess
import sys

FOLDER = Path(__file__).parents[1] / ".cache" / "bench"
SITE = "Plone"
"""As the files of `deploy/` name it."""
STORED = Path(__file__).parents[1] / "tests/install/profile_number.json"
"""What a portal with the add-on stores, as the test of the profile's number keeps it."""
VERSION = 3
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
    pulled: bool = False
    """Whether the items are records that were fetched."""
    people: bool = False
    """Whether the items are people of the register."""
    activities: bool = False
    """Whether the items are activities."""
    questions: bool = False
    """Whether the items are questions of citizens."""
    demonstration: bool = False
    """Whether it is the demonstration, as ``make start`` has it."""
    options: bool = True
    """Whether all options are on, or none."""

    @property
    def content(self) -> str:
        """What it holds."""
        if self.pulled:
            return f"{self.items:,} fetched records"
        if self.demonstration:
            return f"the demonstration{'' if self.options else ' without options'}"
        if self.people:
            return f"{self.items:,} people"
        if self.activities:
            return f"{self.items:,} activities"
        if self.questions:
            return f"{self.items:,} questions"
        return f"{self.items:,} texts of {self.words} words"


DATASETS = {
    "stock-0": DataSet(items=0, words=0, addon=False),
    "stock-1000": DataSet(items=1_000, words=40, addon=False, news=False),
    "stock-10000": DataSet(items=10_000, words=200, addon=False),
    "stock-10000-short": DataSet(items=10_000, words=40, addon=False, news=False),
    "stock-100000": DataSet(items=100_000, words=40, addon=False, news=False),
    "items-0": DataSet(items=0, words=0),
    "items-1000": DataSet(items=1_000, words=40, news=False),
    "items-10000": DataSet(items=10_000, words=200),
    "items-10000-short": DataSet(items=10_000, words=40, news=False),
    "items-100000": DataSet(items=100_000, words=40, news=False),
    "people-10000": DataSet(items=10_000, words=0, people=True),
    "activities-1000": DataSet(items=1_000, words=0, activities=True),
    "activities-100000": DataSet(items=100_000, words=0, activities=True),
    "questions-20000": DataSet(items=20_000, words=0, questions=True),
    "demonstration": DataSet(items=0, words=0, demonstration=True),
    "demonstration-bare": DataSet(items=0, words=0, demonstration=True, options=False),
    "pulled-10000": DataSet(items=10_000, words=0, pulled=True),
}


def prepare(name: str) -> Path:
    """Return the folder of a data set, building it when it is missing or outdated."""
    folder = FOLDER / name
    if not is_ready(folder):
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        print(f"building {name} (once) ...", file=sys.stderr, flush=True)
        subprocess.run([sys.executable, "-m", "bench.building", name], check=True)
    return folder


@contextmanager
def copied(name: str) -> Iterator[Path]:
    """Yield a copy of a data set that may be changed; it is gone afterwards."""
    source = prepare(name)
    with TemporaryDirectory(dir=FOLDER, prefix=f"copy-of-{name}-") as place:
        copy = Path(place) / name
        shutil.copytree(source, copy, ignore=shutil.ignore_patterns("*.lock"))
        yield copy


def is_ready(folder: Path) -> bool:
    """Return whether a folder holds a whole data set as this code would build it."""
    stamp = folder / "ready.json"
    return stamp.exists() and json.loads(stamp.read_text()) == stamp_of(folder.name)


def mark_ready(folder: Path) -> None:
    """Note that a data set is whole."""
    (folder / "ready.json").write_text(json.dumps(stamp_of(folder.name)))


def stamp_of(name: str) -> dict[str, Any]:
    """Return what a data set depends on: the add-on's, also on what portals store."""
    stamp: dict[str, Any] = {"version": VERSION}
    if DATASETS[name].activities:
        stamp["forms"] = 2
    if DATASETS[name].addon:
        stamp["stored"] = sha256(STORED.read_bytes()).hexdigest()
    return stamp
