"""Who reports to the province, and by which day: communes, and bodies of the province.

A form may give each party a day of its own; where it names one day for all units, that one
holds.
"""

from datetime import date
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.interfaces import IHarvestTarget
from sonla.pbgdpl.editorial.additions import is_closed
from sonla.pbgdpl.statistics.periods import BODY
from sonla.pbgdpl.statistics.periods import COMMUNE
from sonla.pbgdpl.statistics.periods import Period
from sonla.pbgdpl.statistics.periods import UNIT_LEVEL
from typing import Any


def party_of(unit: Any) -> str:
    """Return which party a unit is: a commune, known by its number, or a body of the province."""
    return COMMUNE if (stored_value(unit, "code") or "").isdigit() else BODY


def party_deadline(party: str, period: Period) -> date:
    """Return the day by which a party reports to the province; the last day where none is known."""
    return period.deadlines.get(party) or period.deadlines.get(UNIT_LEVEL, period.last)


def deadline_of(unit: Any, period: Period) -> date:
    """Return the day by which a unit reports; it is late on no day before its first."""
    day = party_deadline(party_of(unit), period)
    opened = stored_value(unit, "opened_on")
    return max(day, opened) if opened else day


def owes(unit: Any, period: Period) -> bool:
    """Return whether a unit is to report for a period.

    It does if it was open on a day of the period and before the day on which its party had
    to report; those that others than people write in do not.
    """
    last = min(period.last, party_deadline(party_of(unit), period))
    opened = stored_value(unit, "opened_on")
    return not (
        is_closed(unit, period.first)
        or (opened and opened > last)
        or IHarvestTarget.providedBy(unit)
    )
