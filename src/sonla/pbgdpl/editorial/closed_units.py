"""Whether a unit is closed: it takes nothing new, what was published in it stays."""

from datetime import date
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.section import unit_of
from typing import Any
from zope.i18nmessageid import Message


def is_closed(unit: Any, day: date | None = None) -> bool:
    """Return whether a unit is closed on a day, None for today."""
    closed_on = getattr(unit, "closed_on", None)
    return closed_on is not None and closed_on <= (day or today())


def closed_unit(container: Any) -> Any | None:
    """Find the closed unit that a container is or stands in."""
    unit = unit_of(container)
    return unit if unit is not None and is_closed(unit) else None


def closed_message(unit: Any) -> Message:
    """Return since when a unit is closed."""
    return _(
        "msg_unit_closed",
        default="${unit} is closed since ${date}: nothing can be added here any more.",
        mapping={"unit": unit.title, "date": format_day(unit.closed_on)},
    )
