"""What people type in danger shows whom to call, and ordinary questions show nobody.

The phrases were written by somebody who did not see the words; only those of `known_phrases.csv`
and `further_phrases.csv` were looked at while the words were written.
"""

from pathlib import Path
from sonla.pbgdpl.core.tables.csv_files import read_csv
from sonla.pbgdpl.emergencies.rules import CompiledDangers
from sonla.pbgdpl.emergencies.storage import shipped_dangers

import pytest

DATA = Path(__file__).parent / "data"
FILES = sorted(DATA.glob("*_phrases.csv"))
MOST_MISSES = {"known_phrases.csv": 0, "further_phrases.csv": 0, "kept_phrases.csv": 3}
MOST_ALARMS = 3
"""Ordinary phrases of all files together that may show a number."""


@pytest.fixture(scope="module")
def found():
    """Return a function that lists the keys of the dangers of which a phrase tells."""
    compiled = CompiledDangers(shipped_dangers().values())
    return lambda phrase: [one.key for one in compiled.find(phrase)]


def phrases(file, kind):
    rows = read_csv(file.read_bytes())
    chosen = [row for row in rows if row["kind"] == kind]
    assert chosen, (file.name, kind)
    return chosen


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_phrase_of_danger_shows_whom_to_call(file, found):
    missed = [
        row["phrase"]
        for row in phrases(file, "crisis")
        if not any(shipped_dangers()[key].helplines for key in found(row["phrase"]))
    ]
    assert len(missed) <= MOST_MISSES[file.name], missed


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_number_is_the_right_one(file, found):
    """Of the danger that is meant, whatever else the words may tell of."""
    wrong = []
    for row in phrases(file, "crisis"):
        meant = shipped_dangers().get(row["danger"].replace("_", "-"))
        keys = found(row["phrase"])
        numbers = {line for key in keys for line in shipped_dangers()[key].helplines}
        if keys and meant is not None and meant.helplines[0] not in numbers:
            wrong.append((row["phrase"], meant.key, keys))
    assert len(wrong) <= MOST_MISSES[file.name], wrong


def test_ordinary_phrases_show_no_number(found):
    alarms = [
        (row["phrase"], found(row["phrase"]))
        for file in FILES
        for row in phrases(file, "ordinary")
        if found(row["phrase"])
    ]
    assert len(alarms) <= MOST_ALARMS, alarms
