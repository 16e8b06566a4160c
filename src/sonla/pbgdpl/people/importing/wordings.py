"""The shipped files that say what lists of people call things; see `data/README.rst`."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from sonla.pbgdpl.core.tables.csv_files import read_shipped
from sonla.pbgdpl.core.vietnamese.folding import fold_name

import re
import unicodedata

_WORDS = re.compile(r"\w+")
_PUNCTUATION = re.compile(r"[^0-9a-z]+")

MALE, FEMALE = "male", "female"
SEXES = {MALE: ("Nam", "Male"), FEMALE: ("Nữ", "Female")}
"""Columns of those lists that put the birth date, or a cross, below the sex."""
NOT_TAKEN = "-"
"""Column of headings that are known and not taken."""


def rows_of(package: str, name: str) -> Iterator[dict[str, str]]:
    """Read a shipped CSV file."""
    return read_shipped(files(package) / "data" / name)


def fold(text: str) -> str:
    """Fold a heading or word: no accents, no case, no punctuation, single blanks."""
    return _PUNCTUATION.sub(" ", fold_name(text)).strip()


@cache
def headings() -> dict[str, str]:
    """Map each folded heading to its column."""
    rows = rows_of(__package__, "headings.csv")
    return {fold(row["heading"]): row["column"] for row in rows}


def written_exactly(column: str, text: str) -> bool:
    """Return whether a heading has the accents that it needs: “Năm” is not “Nam”."""
    if column not in SEXES:
        return True
    written = unicodedata.normalize("NFC", text).casefold()
    return any(word.casefold() in _WORDS.findall(written) for word in SEXES[column])


@cache
def words(column: str) -> dict[str, str]:
    """Map each folded word of a column to the value it means."""
    return {
        fold(row["word"]): row["value"]
        for row in rows_of(__package__, "words.csv")
        if row["column"] == column
    }


@cache
def first_words(column: str) -> tuple[str, ...]:
    """Return one word for each value of a column, as it stands first in the file."""
    first: dict[str, str] = {}
    for row in rows_of(__package__, "words.csv"):
        if row["column"] == column:
            first.setdefault(row["value"], row["word"])
    return tuple(first.values())


@cache
def short_places() -> dict[str, str]:
    """Map the short forms of kinds of units to the long ones, both folded."""
    rows = rows_of(__package__, "places.csv")
    return {fold(row["short"]): fold(row["long"]) for row in rows}


@cache
def conversions() -> tuple[dict[str, str], ...]:
    """Read the table of old communes and the units into which they went."""
    return tuple(rows_of("sonla.pbgdpl.vocabularies", "unit_conversions.csv"))
