"""Checks of activities: what statistics could not count, or would count wrongly."""

from datetime import datetime
from datetime import UTC
from sonla.pbgdpl import _
from sonla.pbgdpl.activities import ACTIVITY_TYPE
from sonla.pbgdpl.activities.content import COUNTS
from sonla.pbgdpl.editorial.checks import Check
from sonla.pbgdpl.editorial.checks import field
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
                    default="It was held, and no number was entered: statistics count nobody.",
                )
            )
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


def is_over(activity: Any) -> bool:
    """Return whether an activity has ended."""
    end = field(activity, "end")
    return isinstance(end, datetime) and bool(end.tzinfo) and end < datetime.now(UTC)
