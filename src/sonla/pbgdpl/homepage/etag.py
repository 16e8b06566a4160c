"""The part of a page's ETag that changes with what the page shows of a section.

Plone's own parts count changes of the catalog. They don't change when our settings do, nor
when the date of publication or expiry of a text passes: nothing is written then, and whoever
asks a proxy for the page would get the one from before.
"""

from DateTime import DateTime
from plone import api
from sonla.pbgdpl.core.catalog import date_key
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.core.catalog import records_by_key
from sonla.pbgdpl.homepage import change_counter
from typing import Any

DATES = ("effective", "expires")
"""Indexes of the dates at which texts come and go."""


class ChangesAndDates:
    """Count changes of content and settings; name the last date that has passed.

    An `IETagValue` of plone.app.caching, registered where the portal has that.
    """

    def __init__(self, published: Any, request: Any) -> None:
        """Take what plone.app.caching hands over; it is the same for all pages."""

    def __call__(self) -> str:
        """Return the part; plone.app.caching asks for it before it draws the page."""
        counter = change_counter.counter()
        catalog = api.portal.get_tool("portal_catalog")
        changes = 0 if counter is None else counter()
        return f"{changes}.{last_passed(catalog, DateTime())}"


def last_passed(catalog: Any, now: DateTime) -> int:
    """Return the last date of publication or expiry up to now, in minutes; 0 for none."""
    passed = [0]
    for name in DATES:
        index = get_index(catalog, name)
        dates = records_by_key(index)
        key = date_key(index, now)
        if dates and dates.minKey() <= key:
            passed.append(dates.maxKey(key))
    return max(passed)
