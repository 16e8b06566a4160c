"""The way from a section's or unit's page to its list of activities."""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.browser.activities.listing import ActivitiesView
from sonla.pbgdpl.browser.section.ways import way_to_list
from sonla.pbgdpl.config import ACTIVITY_TYPE
from typing import Any

LEAD = _(
    "help_activities",
    default="What was held where, for whom, and how many came.",
)


def activity_pages(place: Any) -> Iterator[dict[str, str]]:
    """Yield the list of activities, if one is published, as landing pages show pages."""
    return way_to_list(
        place,
        ActivitiesView.name,
        ActivitiesView.page_title,
        LEAD,
        portal_type=ACTIVITY_TYPE,
        review_state="published",
    )
