"""Whom to call if a text tells of danger."""

from collections.abc import Iterable
from collections.abc import Iterator
from sonla.pbgdpl.emergencies.interfaces import IUrgentHelp
from sonla.pbgdpl.emergencies.rules import ALWAYS_SHOWN
from sonla.pbgdpl.emergencies.rules import EMERGENCY_NUMBERS
from sonla.pbgdpl.emergencies.rules import Helpline
from sonla.pbgdpl.emergencies.storage import compiled
from sonla.pbgdpl.emergencies.storage import confirmed
from typing import Any

MAX_LENGTH = 5000
"""Characters of a text that are read: as long as the longest question."""


def helplines_for(text: str) -> list[Helpline]:
    """List whom to call where a text tells of danger, each number once."""
    found = compiled().find(text[:MAX_LENGTH])
    return each_once(line for danger in found for line in confirmed(danger.helplines))


def helplines_of(item: Any) -> Iterator[Helpline]:
    """Yield whom to call by an item that is about danger; nothing for any other."""
    help_at_once = IUrgentHelp(item, None)
    if help_at_once is not None:
        yield from help_at_once.helplines()


def national_helplines() -> list[Helpline]:
    """List the numbers of the whole country."""
    return list(confirmed(EMERGENCY_NUMBERS))


def always_shown() -> list[Helpline]:
    """List the numbers for where nothing says which danger there is, if any."""
    return list(confirmed(ALWAYS_SHOWN))


def each_once(lines: Iterable[Helpline]) -> list[Helpline]:
    """List helplines, each number once."""
    return list({line.number: line for line in reversed(list(lines))}.values())[::-1]
