"""Checks of activities: what statistics could not count, or would count wrongly or twice."""

from datetime import datetime
from datetime import UTC
from sonla.pbgdpl import _
from sonla.pbgdpl.activities import ACTIVITY_TYPE
from sonla.pbgdpl.activities.content import COUNTS
from sonla.pbgdpl.activities.doubts import facts_of
from sonla.pbgdpl.activities.doubts import lacks_sessions
from sonla.pbgdpl.activities.doubts import MSG_NO_SESSION
from sonla.pbgdpl.activities.doubts import MSG_SAME_OCCASION
from sonla.pbgdpl.activities.duplicates import duplicates
from sonla.pbgdpl.activities.duplicates import links_to
from sonla.pbgdpl.editorial.checks import Check
from sonla.pbgdpl.editorial.checks import field
from sonla.pbgdpl.editorial.checks import Finding
from typing import Any

WHOLES = {
    "women_attendees": "attendees",
    "special_group_attendees": "attendees",
    "documents_in_ethnic_languages": "documents_handed_out",
}
"""Part → the whole that it is a part of."""


class ActivityNumbersCheck(Check):
    """Find activities that were held and have no numbers, or parts without a whole."""

    title = _("heading_check_activity", default="Activities: numbers lack")
    order = 50
    portal_types = (ACTIVITY_TYPE,)

    def missing(self, text: Any) -> list[Any]:
        """Ask for a number once it was held, and for the whole of each part."""
        found = []
        if is_over(text) and all(field(text, name) is None for name in COUNTS):
            found.append(
                _(
                    "msg_check_no_numbers",
                    default="It was held, and no number was entered: statistics count one session, and nobody who came.",
                )
            )
        if lacks_sessions(facts_of(text)):
            found.append(MSG_NO_SESSION)
        wholes = {
            whole
            for part, whole in WHOLES.items()
            if field(text, part) is not None and field(text, whole) is None
        }
        if "attendees" in wholes:
            found.append(
                _(
                    "msg_check_no_attendees",
                    default="Some of the people are counted, but not how many attended in all.",
                )
            )
        if "documents_handed_out" in wholes:
            found.append(
                _(
                    "msg_check_no_documents",
                    default="Documents in ethnic languages are counted, but not how many were handed out in all.",
                )
            )
        return found


class DuplicatesCheck(Check):
    """Find activities that may have been entered twice."""

    title = _("heading_check_duplicates", default="Activities: entered twice?")
    order = 51
    portal_types = (ACTIVITY_TYPE,)

    def missing(self, text: Any) -> list[Finding]:
        """Name the activities of the same day, place and form."""
        found = duplicates(facts_of(text), text)
        return [Finding(MSG_SAME_OCCASION, links_to(found))] if found else []


def is_over(activity: Any) -> bool:
    """Return whether an activity has ended."""
    end = field(activity, "end")
    return isinstance(end, datetime) and bool(end.tzinfo) and end < datetime.now(UTC)
