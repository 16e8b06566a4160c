"""The units of a section at a glance: people, texts by state, last contribution."""

from collections import Counter
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from plone import api
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.types import types_with
from sonla.pbgdpl.editorial.additions import is_closed
from sonla.pbgdpl.jobs.items import readable
from sonla.pbgdpl.units.creation import units_by_code
from sonla.pbgdpl.units.groups import member_count
from typing import Any


@dataclass
class UnitLine:
    """What the list shows of a unit; `last` is the day of the newest text."""

    unit: Any
    people: int
    closed: bool
    states: Counter[str] = field(default_factory=Counter)
    last: Any = None


def unit_lines(section: Any) -> list[UnitLine]:
    """List the units of a section by name; one catalog query counts all texts."""
    units = [*readable(units_by_code(section).values())]
    texts = texts_by_unit(section, [path_of(unit) for unit in units])
    return [unit_line(unit, texts[path_of(unit)]) for unit in units]


def unit_line(unit: Any, brains: Iterable[Any]) -> UnitLine:
    """Count the texts of one unit."""
    line = UnitLine(unit, member_count(unit), is_closed(unit))
    for brain in brains:
        line.states[brain.review_state] += 1
        if line.last is None or brain.created > line.last:
            line.last = brain.created
    return line


def texts_by_unit(section: Any, paths: Iterable[str]) -> dict[str, list[Any]]:
    """Map the path of each unit to the texts below it, as brains."""
    known = set(paths)
    found: dict[str, list[Any]] = defaultdict(list)
    for brain in api.content.find(
        unrestricted=True,
        path=path_of(section),
        portal_type=list(types_with("is_contribution")),
    ):
        parts = brain.getPath().split("/")
        for at in range(len(parts) - 1, 0, -1):
            if (path := "/".join(parts[:at])) in known:
                found[path].append(brain)
                break
    return found
