"""The way from a section's landing page to its figures."""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.browser.statistics.page import NAME
from sonla.pbgdpl.browser.statistics.page import StatisticsPage
from sonla.pbgdpl.config import ACTIVITY_TYPE
from sonla.pbgdpl.config import REPORT_TYPE
from sonla.pbgdpl.paths import path_of
from typing import Any

DESCRIPTION = _(
    "help_statistics",
    default="What was done in a year or half a year, by units and indicators; Excel files.",
)


def statistics_pages(section: Any) -> Iterator[dict[str, str]]:
    """Give the page of figures once there is anything to count."""
    catalog = api.portal.get_tool("portal_catalog")
    if catalog.searchResults(
        path=path_of(section), portal_type=[ACTIVITY_TYPE, REPORT_TYPE], sort_limit=1
    ):
        yield {
            "url": f"{section.absolute_url()}/@@{NAME}",
            "title": api.portal.translate(StatisticsPage.page_title),
            "description": api.portal.translate(DESCRIPTION),
        }
