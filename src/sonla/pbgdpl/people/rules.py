"""Episodes of recognition: rows of `recognitions`, and what they say on a day.

A person was, is or will be recognised; each recognition is a row of its own and ends by
cells of the same row. Nothing here asks Plone, so that every rule can be told by a test.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from sonla.pbgdpl.core.append_only.periods import has_begun
from sonla.pbgdpl.core.append_only.periods import in_force
from sonla.pbgdpl.core.append_only.periods import latest_first
from sonla.pbgdpl.core.append_only.periods import ValidityPeriod
from typing import Any
from typing import TypeAlias

Episode: TypeAlias = ValidityPeriod

IDENTITY = ("level", "unit", "valid_from")
"""What makes an episode this one and no other."""
CORRECTED = (
    "decision_number",
    "decision_date",
    "issuer",
    "end_kind",
    "end_reason",
    "end_decision",
)
"""What may be corrected, as a slip of the pen; what was written before is noted."""
END_CELLS = ("end_kind", "end_reason", "end_decision")
DRAFT, SUBMITTED, RECOGNISED, ENDED = "draft", "submitted", "recognised", "ended"
OUTSIDE = (DRAFT, SUBMITTED)
"""States of those who are not in the register yet: nothing of them is public or final."""


def current(episodes: Iterable[Episode], day: date) -> list[Episode]:
    """List the episodes in force on a day, the latest first."""
    return latest_first(one for one in episodes if in_force(one, day))


def shown(episodes: Iterable[Episode], day: date) -> list[Episode]:
    """List what a person stands for on a day: what is in force, else what was last."""
    episodes = list(episodes)
    begun = latest_first(one for one in episodes if has_begun(one, day))
    return current(episodes, day) or begun[:1]


def state_on(episodes: Sequence[Episode], day: date) -> str:
    """Name the state that the episodes give a person on a day."""
    if any(in_force(one, day) for one in episodes):
        return RECOGNISED
    return ENDED if any(has_begun(one, day) for one in episodes) else DRAFT


def identity(episode: Episode) -> tuple[Any, ...]:
    """Return what tells an episode from all others of one person."""
    return tuple(episode.get(name) or None for name in IDENTITY)
