"""Where dangers and helplines are kept: what comes with the package, and what editors changed.

The portal stores the changed and added rows alone, so a new release brings its words and
numbers to all others.
"""

from collections.abc import Iterator
from functools import cache
from functools import lru_cache
from importlib.resources import files
from sonla.pbgdpl.core.tables.csv_files import read_shipped
from sonla.pbgdpl.core.versioned_rows import VersionedRows
from sonla.pbgdpl.emergencies.rules import CompiledDangers
from sonla.pbgdpl.emergencies.rules import Danger
from sonla.pbgdpl.emergencies.rules import Helpline
from typing import TypeVar

Row = TypeVar("Row", Danger, Helpline)


@cache
def shipped_dangers() -> dict[str, Danger]:
    """Return the dangers that come with the package, by key."""
    return _shipped(DANGERS, "dangers.csv")


@cache
def shipped_helplines() -> dict[str, Helpline]:
    """Return the helplines that come with the package, by key."""
    return _shipped(HELPLINES, "helplines.csv")


def _shipped(table: VersionedRows[Row], name: str) -> dict[str, Row]:
    source = files("sonla.pbgdpl.emergencies") / "data" / name
    return {row.key: row for row in map(table.read, read_shipped(source))}


DANGERS = VersionedRows("sonla.pbgdpl.dangers", Danger, "title", shipped_dangers)
HELPLINES = VersionedRows("sonla.pbgdpl.helplines", Helpline, "name", shipped_helplines)


def dangers() -> list[Danger]:
    """List all dangers in their order, those that are not used, too."""
    found = shipped_dangers() | {row.key: row for row in DANGERS.all()}
    return sorted(found.values(), key=lambda row: row.place)


def helplines() -> dict[str, Helpline]:
    """Return all helplines by key, also those that nobody confirmed.

    The numbers of the whole country come first, and are those of the package.
    """
    shipped = shipped_helplines()
    stored = {row.key: row for row in HELPLINES.all() if not row.is_national}
    return shipped | stored


def confirmed(keys: tuple[str, ...]) -> Iterator[Helpline]:
    """Yield the helplines of some keys that everybody may see."""
    known = helplines()
    found = (known.get(key) for key in keys)
    return (one for one in found if one is not None and one.is_confirmed)


def compiled() -> CompiledDangers:
    """Return the dangers as they are looked for; a process compiles them once for a stamp."""
    return _compiled(DANGERS.stamp())


@lru_cache(maxsize=4)
def _compiled(stamp: str) -> CompiledDangers:
    """Compile what the current connection sees; a stamp names one state of one portal."""
    return CompiledDangers(dangers())
