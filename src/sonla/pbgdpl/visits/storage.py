"""The figures of a section: by day and material, in an annotation of the section.

Plain data in plain trees, so that they can be read without the add-on, too. By UID, so
that a material that is renamed or moved keeps what it had.
"""

from BTrees.OOBTree import OOBTree
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from plone import api
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.types import types_with
from typing import Any
from zope.annotation.interfaces import IAnnotations

KEY = "sonla.pbgdpl.visits"
Day = dict[str, tuple[int, int]]
"""UID → views, downloads."""


@dataclass(frozen=True)
class ImportedFigures:
    """What became of a file."""

    days: int
    """Days that are new, or that have more than before."""
    kept: int
    """Days that stay: the file has less of them than is known, so it is not whole."""
    unknown: int
    """Rows about other pages, which are not counted."""
    unreadable: int


def import_figures(
    section: Any, rows: Iterable[dict[str, str]], physical_path: Any = None
) -> ImportedFigures:
    """Take in rows of the command's file; taking them in again changes nothing.

    A day is replaced as a whole, never added to, and only by as much or more: a log that
    was rotated at noon has half of a day. `physical_path` turns a path as visitors see it
    into the database's.
    """
    uids = uids_by_path(section)
    found: dict[str, Day] = {}
    unknown = unreadable = 0
    for row in rows:
        figures = read_row(row)
        if figures is None:
            unreadable += 1
            continue
        day, path, views, downloads = figures
        uid = uids.get(physical_path(path) if physical_path else path)
        if uid is None:
            unknown += 1
            continue
        before = found.setdefault(day, {}).get(uid, (0, 0))
        found[day][uid] = (before[0] + views, before[1] + downloads)
    changed = sum(replace_day(section, day, values) for day, values in found.items())
    return ImportedFigures(changed, len(found) - changed, unknown, unreadable)


def read_row(row: dict[str, str]) -> tuple[str, str, int, int] | None:
    """Read a row; None where it makes no sense."""
    try:
        day = date.fromisoformat(row.get("day", "")).isoformat()
    except ValueError:
        return None
    views = parse_int(row.get("views", ""), None, digits=9)
    downloads = parse_int(row.get("downloads", ""), None, digits=9)
    if views is None or downloads is None or not row.get("path"):
        return None
    return day, row["path"], views, downloads


def replace_day(section: Any, day: str, values: Day) -> bool:
    """Put a day in its place, if it is new or has more; return whether it was put there."""
    days = IAnnotations(section).setdefault(KEY, OOBTree())
    known = days.get(day)
    if known == values or (known is not None and size(known) > size(values)):
        return False
    days[day] = values
    return True


def size(day: Day) -> int:
    """Count all visits of a day."""
    return sum(map(sum, day.values()))


def uids_by_path(section: Any) -> dict[str, str]:
    """Return the UIDs of the section's materials, without checking permissions, by path."""
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        path=path_of(section), portal_type=list(types_with("counts_visits"))
    )
    return {brain.getPath(): brain.UID for brain in brains}


def totals(section: Any, first: date, last: date) -> dict[str, tuple[int, int]]:
    """Add up views and downloads by UID between two days, both included."""
    days = IAnnotations(section).get(KEY, {})
    views: Counter[str] = Counter()
    downloads: Counter[str] = Counter()
    chosen = days.values(first.isoformat(), last.isoformat()) if days else ()
    for day in chosen:
        for uid, (seen, fetched) in day.items():
            views[uid] += seen
            downloads[uid] += fetched
    return {uid: (views[uid], downloads[uid]) for uid in views}


def known_days(section: Any) -> tuple[date, date] | None:
    """Return the first and the last day that is known; None for no day."""
    days = IAnnotations(section).get(KEY)
    if not days:
        return None
    return date.fromisoformat(days.minKey()), date.fromisoformat(days.maxKey())
