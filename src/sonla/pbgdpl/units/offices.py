"""Where people of a commune go: the offices that its own unit names, and the court of its region."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from plone import api
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.editorial.additions import is_closed
from sonla.pbgdpl.province.current import current_province
from typing import Any

import re

OF_THE_UNIT = ("ubnd-xa", "hcc")
"""What the office of a commune itself handles: tokens of `sonla.pbgdpl.HandlingLevels`."""
COURT = "toa-khu-vuc"
CELLS = ("office", "address", "opening_hours", "phone")
"""Fields of a unit, and cells of its rows."""


@dataclass(frozen=True)
class Office:
    """One office; what nobody has filled in is empty."""

    name: str
    address: str = ""
    opening_hours: str = ""
    phone: str = ""

    @property
    def is_known(self) -> bool:
        """Whether anything is said of it but its name."""
        return bool(self.address or self.opening_hours or self.phone)

    @property
    def phone_url(self) -> str:
        """The address by which a phone dials it; empty for what is no number."""
        dialled = re.sub(r"[^\d+]", "", self.phone)
        return f"tel:{dialled}" if dialled else ""

    @classmethod
    def from_cells(cls, cells: Mapping[str, Any]) -> "Office":
        """Make it of the fields of a unit, or of one of its rows."""
        return cls(*((cells.get(name) or "").strip() for name in CELLS))


def offices_of(place: Any, territory: str) -> dict[str, Office]:
    """Return the offices for the people of a commune by what they handle.

    As its unit says, if the visitor may see one; the court is known without.
    """
    court = current_province().courts.get(territory)
    found = {COURT: Office(court)} if court else {}
    for unit in units_of(place, territory):
        for row in stored_value(unit, "other_offices") or ():
            if row.get("level"):
                found[row["level"]] = Office.from_cells(row)
        found.update(dict.fromkeys(OF_THE_UNIT, office_of(unit)))
    return found


def office_of(unit: Any) -> Office:
    """Return the office of a unit itself; without a name that of the unit."""
    cells = {name: stored_value(unit, name) for name in CELLS}
    return Office.from_cells({**cells, "office": cells["office"] or unit.title})


def units_of(place: Any, territory: str) -> Iterator[Any]:
    """Yield the open unit that works for a commune and for no other, if there is one."""
    brains = api.content.find(
        path=path_of(place), portal_type=UNIT_TYPE, pbgdpl_territory=territory
    )
    for unit in load_objects(brains):
        if len(unit.territory) == 1 and not is_closed(unit):
            yield unit
            return
