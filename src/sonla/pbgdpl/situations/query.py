"""Whom to call in a situation: its telephones, and whether they are for danger."""

from collections.abc import Iterator
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.emergencies.helplines import always_shown
from sonla.pbgdpl.emergencies.helplines import IUrgentHelp
from sonla.pbgdpl.emergencies.rules import Helpline
from typing import Any
from zope.interface import implementer


@implementer(IUrgentHelp)
class UrgentHelp:
    """Name whom to call in a situation that is hidden from onlookers, as violence is."""

    def __init__(self, situation: Any) -> None:
        self.situation = situation

    def helplines(self) -> Iterator[Helpline]:
        """Yield its telephones."""
        if stored_value(self.situation, "is_sensitive"):
            yield from helplines_in(self.situation)


def helplines_in(situation: Any) -> Iterator[Helpline]:
    """Yield who helps by telephone; a row that came in over REST may lack cells.

    On a page for people in danger that names nobody, the numbers of the whole country.
    """
    rows = stored_value(situation, "helplines") or ()
    if not rows and stored_value(situation, "is_sensitive"):
        yield from always_shown()
    for row in rows:
        texts = ((row.get(name) or "").strip() for name in ("number", "name", "when"))
        yield Helpline(*texts)
