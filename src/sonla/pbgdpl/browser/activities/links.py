"""The way from a section's or unit's page to its list of activities."""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.browser.activities.listing import ActivitiesView
from sonla.pbgdpl.config import ACTIVITY_TYPE
from sonla.pbgdpl.paths import path_of
from typing import Any


def activity_pages(place: Any) -> Iterator[dict[str, str]]:
    """Give the list of activities, if one is published, as landing pages show pages."""
    found = api.portal.get_tool("portal_catalog").searchResults(
        path=path_of(place),
        portal_type=ACTIVITY_TYPE,
        review_state="published",
        sort_limit=1,
    )
    if found:
        yield {
            "url": f"{place.absolute_url()}/@@{ActivitiesView.name}",
            "title": api.portal.translate(ActivitiesView.page_title),
            "description": api.portal.translate(
                _(
                    "help_activities",
                    default="What was held where, for whom, and how many came.",
                )
            ),
        }
