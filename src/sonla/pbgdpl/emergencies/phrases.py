"""What stands around crisis words, as data: phrases that excuse or weigh a sentence, and shorthand."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from sonla.pbgdpl.core.tables.csv_files import read_shipped

LAW, LAW_ACCENTED = "law", "law-accented"
"""Kinds of phrases: of questions about the law; those that are other words without accents."""
STUDIES = "study"
"""Of those who learn, plan, count or claim afterwards: they are in no danger."""
URGENT = "urgent"
"""Of those who need help now, whatever else stands in their sentence."""
PENALTIES, INVOLVED = "penalty", "person"
"""Of a question with one of the first and none of the second nobody is in danger."""


@cache
def phrases(kind: str) -> tuple[str, ...]:
    """Return the phrases of a kind; they are read as crisis words are."""
    rows = _shipped("phrases.csv")
    return tuple(row["phrase"] for row in rows if row["kind"] == kind)


@cache
def shorthand() -> dict[str, str]:
    """Return how messages write words: what is typed and what is meant."""
    return {row["typed"]: row["meant"] for row in _shipped("shorthand.csv")}


def _shipped(name: str) -> Iterator[dict[str, str]]:
    return read_shipped(files("sonla.pbgdpl.emergencies") / "data" / name)
