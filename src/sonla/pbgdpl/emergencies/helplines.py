"""Whom to call if a text tells of danger."""

from collections.abc import Iterable
from collections.abc import Iterator
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.emergencies.rules import ALWAYS_SHOWN
from sonla.pbgdpl.emergencies.rules import EMERGENCY_NUMBERS
from sonla.pbgdpl.emergencies.rules import Helpline
from sonla.pbgdpl.emergencies.storage import compiled
from sonla.pbgdpl.emergencies.storage import confirmed
from typing import Any
from zope.interface import implementer
from zope.interface import Interface

MAX_LENGTH = 5000
"""Characters of a text that are read: as long as the longest question."""


class IUrgentHelp(Interface):
    """Name whom to call where an item is about danger: an adapter of content, without a name.

    The form of questions asks it of each item that may answer what somebody writes, and shows
    the numbers above all else. What is raised fails the page.
    """

    def helplines() -> Iterator[Helpline]:
        """Yield the telephones; none for an item that is not about danger."""


@implementer(IUrgentHelp)
class UrgentHelp:
    """Name whom to call where a text is hidden from onlookers, as one on violence is."""

    def __init__(self, text: Any) -> None:
        self.text = text

    def helplines(self) -> Iterator[Helpline]:
        """Yield its telephones."""
        if stored_value(self.text, "is_sensitive"):
            yield from helplines_in(self.text)


def helplines_in(text: Any) -> Iterator[Helpline]:
    """Yield who helps by telephone; a row that came in over REST may lack cells.

    On a page for people in danger that names nobody, the numbers of the whole country.
    """
    rows = stored_value(text, "helplines") or ()
    if not rows and stored_value(text, "is_sensitive"):
        yield from always_shown()
    for row in rows:
        texts = ((row.get(name) or "").strip() for name in ("number", "name", "when"))
        yield Helpline(*texts)


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


def is_named(line: Helpline) -> bool:
    """Return whether a danger that is in use names a helpline, so that somebody may see it."""
    return any(line.key in danger.helplines for danger in compiled().dangers)


def each_once(lines: Iterable[Helpline]) -> list[Helpline]:
    """List helplines, each number once, at its first place."""
    once: dict[str, Helpline] = {}
    for line in lines:
        once.setdefault(line.number, line)
    return list(once.values())
