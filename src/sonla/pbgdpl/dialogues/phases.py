"""When a dialogue is to come, open or over, to the minute.

By its own days alone: no state of a workflow follows them, so nothing has to be done
for a dialogue to open or close. Whole days and open ends count as core counts them."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from plone.event.utils import pydt
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.editorial.effective_dates import expired_on
from sonla.pbgdpl.editorial.states import is_public
from sonla.pbgdpl.editorial.working_copies import baseline_of
from typing import Any

COMING, OPEN, CLOSED = "coming", "open", "closed"
"""The phases of a dialogue, in the order of its life."""


def opens_at(dialogue: Any) -> datetime | None:
    """Return the moment from which on questions come in."""
    start = aware(stored_value(dialogue, "start"))
    if start is None or not stored_value(dialogue, "whole_day"):
        return start
    return midnight(start)


def closes_at(dialogue: Any) -> datetime | None:
    """Return the moment from which on none does; one with an open end ends with its first day."""
    open_end = stored_value(dialogue, "open_end")
    end = aware(stored_value(dialogue, "start" if open_end else "end"))
    if end is None or not (open_end or stored_value(dialogue, "whole_day")):
        return end
    return midnight(end + timedelta(days=1))


def aware(value: datetime | None) -> datetime | None:
    """Return a moment in the portal's zone; one without a zone is meant in the server's."""
    return None if value is None else in_portal_zone(pydt(value))


def midnight(moment: datetime) -> datetime:
    """Return the beginning of the day of a moment."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def phase(dialogue: Any, now: datetime | None = None) -> str:
    """Return whether a dialogue is to come, open or over; without dates it is over."""
    now = now or datetime.now(UTC)
    start, end = opens_at(dialogue), closes_at(dialogue)
    if start is None or end is None or end <= now:
        return CLOSED
    return COMING if now < start else OPEN


def next_change(dialogue: Any, now: datetime | None = None) -> datetime | None:
    """Return the next moment at which the phase changes; None when it never will."""
    now = now or datetime.now(UTC)
    moments = (opens_at(dialogue), closes_at(dialogue))
    return min((one for one in moments if one is not None and one > now), default=None)


def is_open_for_questions(dialogue: Any, now: datetime | None = None) -> bool:
    """Return whether anybody may ask now: it is open, and public itself."""
    return (
        phase(dialogue, now) == OPEN
        and is_public(dialogue)
        and expired_on(dialogue) is None
        and baseline_of(dialogue) is None
    )
