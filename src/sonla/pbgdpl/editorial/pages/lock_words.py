"""For how long somebody has had a text, in core's note above a locked one."""

from plone.locking.browser.locking import LockingInformation
from sonla.pbgdpl import _
from sonla.pbgdpl.ui.page import InPlaceOfPage
from typing import Any

IN_HOURS = ("$h hour and $m minutes", "$h hours and $m minutes")
"""Core's Vietnamese of these has days, which core doesn't give: it shows `$d`."""


class LockedSince(InPlaceOfPage, LockingInformation):
    """Describe a lock with hours and minutes in words of ours, in sections alone."""

    def lock_info(self) -> dict[str, Any] | None:
        """Describe the lock; None where there is none."""
        found = super().lock_info()
        if found and self.is_in_section:
            since = found["time_difference"]
            if since in IN_HOURS:
                found["time_difference"] = _(
                    "text_hours_and_minutes",
                    default="${h} h ${m} min",
                    mapping=since.mapping,
                )
        return found
