"""Effective and expiry dates of what is published.

Before its effective date a published item is refused to visitors at every address
(`embargo`), while those who work in the section see it. After its expiry it opens as before: lists
leave it out by core's own `effectiveRange`, and its page says so.

The files of an expired text stay public: the text still opens, with a notice, and
must show its images. Lists leave them out as they do the text.
"""

from DateTime import DateTime
from datetime import datetime
from math import ceil
from sonla.pbgdpl.core.clock import utc_of
from typing import Any

CORE_SETS_NOW_WITHIN = 60 / 86400
"""Days between core's setting the effective date and the transition it precedes."""


def is_embargoed_by_date(obj: Any) -> bool:
    """Return whether the effective date of an item is still to come."""
    date = getattr(obj, "effective_date", None)
    return date is not None and DateTime(date) > DateTime()


def opening_date(obj: Any) -> int | None:
    """Return when an item becomes effective, in whole seconds since 1970 UTC; None if it is."""
    return in_seconds(obj.effective_date) if is_embargoed_by_date(obj) else None


def in_seconds(date: Any) -> int:
    """Return a date of content in whole seconds since 1970 UTC, rounded up."""
    return ceil(float(DateTime(date)))


def is_expired(obj: Any) -> bool:
    """Return whether the expiry date of an item has passed."""
    date = getattr(obj, "expiration_date", None)
    return date is not None and DateTime(date) <= DateTime()


def expired_on(obj: Any) -> datetime | None:
    """Return the moment at which an item expired, in UTC; None while it is valid."""
    if not is_expired(obj):
        return None
    return utc_of(DateTime(obj.expiration_date))


def forget_automatic_date(obj: Any) -> None:
    """Take back the effective date that core sets before any first transition.

    Core (REST, the state menu, folder contents) writes the present moment when none
    was chosen, although only approval makes a text effective. A moment just past with
    a fraction of a second is core's: forms and REST clients give whole seconds.
    """
    date = getattr(obj, "effective_date", None)
    if date is None or not date.micros() % 1_000_000:
        return
    if not 0 <= DateTime() - date < CORE_SETS_NOW_WITHIN:
        return
    obj.effective_date = None
    obj.reindexObject(idxs=["effective", "effectiveRange", "Date"])
