"""What the imprint says: from the settings, and when the section last changed."""

from DateTime import DateTime
from plone import api
from plone.memoize import ram
from sonla.pbgdpl.core.clock import utc_of
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.types import types_with
from typing import Any

MINUTES = 10


def _state_of_catalog(section: Any) -> tuple[Any, ...]:
    """Change with the catalog, and every ten minutes, when a text may become public."""
    catalog = api.portal.get_tool("portal_catalog")
    period = int(DateTime().timeTime()) // (60 * MINUTES)
    return section.getPhysicalPath(), catalog.getCounter(), period


@ram.cache(lambda function, section: _state_of_catalog(section))
def last_update(section: Any) -> str | None:
    """Return when public texts last changed as ISO 8601, None without any.

    That is when one of them was edited or became public, whichever is later: approval
    doesn't count as an edit. The same for every visitor: what is published, effective
    and not expired, without checking permissions.
    """
    modified, effective = newest(section, "modified"), newest(section, "effective")
    if modified is None or effective is None:
        return None
    return utc_of(max(modified, effective)).isoformat(timespec="seconds")


def newest(section: Any, date: str) -> DateTime | None:
    """Return the latest date of one kind among the public texts of a section."""
    brains = api.content.find(
        unrestricted=True,
        path=path_of(section),
        portal_type=[name for name in types_with("is_contribution") if name != "Link"],
        review_state="published",
        effectiveRange=DateTime(),
        sort_on=date,
        sort_order="reverse",
        sort_limit=1,
    )
    return getattr(brains[0], date) if brains else None
