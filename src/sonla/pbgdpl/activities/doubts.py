"""What is asked of an activity, by whichever way it comes: it may be wrong, and can be right."""

from collections.abc import Iterable
from collections.abc import Mapping
from sonla.pbgdpl import _
from sonla.pbgdpl.activities.content import COUNTS
from sonla.pbgdpl.activities.content import PEOPLE_COUNTS
from sonla.pbgdpl.activities.duplicates import duplicates
from sonla.pbgdpl.activities.duplicates import links_to
from sonla.pbgdpl.activities.duplicates import OCCASION
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.keyed_hash import keyed_hash
from sonla.pbgdpl.editorial.checks import Finding
from typing import Any

MSG_NO_SESSION = _(
    "msg_people_without_session",
    default="People attended, and the number of sessions is 0. Correct it, or leave it empty: that counts as one.",
)
MSG_SAME_OCCASION = _(
    "msg_same_occasion",
    default="On this day one of this form was entered for this place already. If it is the same one, keep one of them:",
)
FACTS = (*COUNTS, *OCCASION)
"""Fields on which something is asked."""


def facts_of(activity: Any) -> dict[str, Any]:
    """Return what an activity has in them."""
    return {name: stored_value(activity, name) for name in FACTS}


def lacks_sessions(facts: Mapping[str, Any]) -> bool:
    """Return whether people attended no session."""
    return facts["sessions"] == 0 and any(facts[one] for one in PEOPLE_COUNTS)


def doubts(facts: Mapping[str, Any], place: Any) -> list[Finding]:
    """List what is asked of some facts; `place` is the activity that has them, or where one is made."""
    found = [Finding(MSG_NO_SESSION)] if lacks_sessions(facts) else []
    if alike := duplicates(facts, place):
        found.append(Finding(MSG_SAME_OCCASION, links_to(alike)))
    return found


def doubts_of(activity: Any) -> list[Finding]:
    """List what is asked of an activity as it is."""
    return doubts(facts_of(activity), activity)


def question_of(asked: Iterable[Finding]) -> str:
    """Return what tells these doubts from others: whoever sends it back has read them."""
    return keyed_hash(repr([(str(one.words), one.links) for one in asked]))
