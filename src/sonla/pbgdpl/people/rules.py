"""Recognitions: rows of `recognitions`, and what they say on a day.

A person was, is or will be recognised; each recognition is a row of its own and ends by
cells of the same row. Nothing here asks Plone, so that every rule can be tested without a portal.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from sonla.pbgdpl.core.append_only.periods import has_begun
from sonla.pbgdpl.core.append_only.periods import is_in_force
from sonla.pbgdpl.core.append_only.periods import latest_first
from sonla.pbgdpl.core.append_only.periods import ValidityPeriod
from typing import Any
from typing import TypeAlias

Recognition: TypeAlias = ValidityPeriod

KEY_FIELDS = ("level", "unit", "valid_from")
"""What makes a recognition this one and no other."""
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


def current(recognitions: Iterable[Recognition], day: date) -> list[Recognition]:
    """List the recognitions in force on a day, the latest first."""
    return latest_first(one for one in recognitions if is_in_force(one, day))


def shown(recognitions: Iterable[Recognition], day: date) -> list[Recognition]:
    """List what a person stands for on a day: what is in force, else what was last."""
    recognitions = list(recognitions)
    begun = latest_first(one for one in recognitions if has_begun(one, day))
    return current(recognitions, day) or begun[:1]


def state_on(recognitions: Sequence[Recognition], day: date) -> str:
    """Name the state that the recognitions give a person on a day."""
    if any(is_in_force(one, day) for one in recognitions):
        return RECOGNISED
    return ENDED if any(has_begun(one, day) for one in recognitions) else DRAFT


def recognition_key(recognition: Recognition) -> tuple[Any, ...]:
    """Return what tells a recognition from all others of one person."""
    return tuple(recognition.get(name) or None for name in KEY_FIELDS)
