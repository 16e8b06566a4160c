"""Episodes of recognition: rows of `recognitions`, and what they say on a day.

A person was, is or will be recognised; each recognition is a row of its own and ends by
cells of the same row. Nothing here asks Plone, so that every rule can be told by a test.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any
from typing import TypeAlias

Episode: TypeAlias = Mapping[str, Any]

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
DRAFT, RECOGNISED, ENDED = "draft", "recognised", "ended"


def in_force(episode: Episode, day: date) -> bool:
    """Tell whether somebody is recognised by this episode on a day.

    On the day on which it ends they are not any more.
    """
    ended_on = episode.get("ended_on")
    return has_begun(episode, day) and (ended_on is None or day < ended_on)


def has_begun(episode: Episode, day: date) -> bool:
    """Tell whether an episode began on a day or before."""
    start = episode.get("valid_from")
    return start is not None and start <= day


def has_ended(episode: Episode, day: date) -> bool:
    """Tell whether an episode was over on a day."""
    ended_on = episode.get("ended_on")
    return ended_on is not None and ended_on <= day


def current(episodes: Iterable[Episode], day: date) -> list[Episode]:
    """List the episodes in force on a day, the latest first."""
    return latest_first(one for one in episodes if in_force(one, day))


def shown(episodes: Iterable[Episode], day: date) -> list[Episode]:
    """List what a person stands for on a day: what is in force, else what was last."""
    episodes = list(episodes)
    begun = latest_first(one for one in episodes if has_begun(one, day))
    return current(episodes, day) or begun[:1]


def latest_first(episodes: Iterable[Episode]) -> list[Episode]:
    """Sort episodes by the day on which they began; those of one day keep their order."""
    return sorted(
        episodes, key=lambda one: one.get("valid_from") or date.min, reverse=True
    )


def state_on(episodes: Sequence[Episode], day: date) -> str:
    """Name the state that the episodes give a person on a day."""
    if any(in_force(one, day) for one in episodes):
        return RECOGNISED
    return ENDED if any(has_begun(one, day) for one in episodes) else DRAFT


def next_turn(episodes: Iterable[Episode], day: date) -> date | None:
    """Give the next day after `day` on which an episode begins or ends."""
    days = (one.get(name) for one in episodes for name in ("valid_from", "ended_on"))
    return min((each for each in days if each is not None and each > day), default=None)


def identity(episode: Episode) -> tuple[Any, ...]:
    """Give what tells an episode from all others of one person."""
    return tuple(episode.get(name) or None for name in IDENTITY)
