"""The way from a section's landing page to its figures."""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.browser.section.ways import way_to_list
from sonla.pbgdpl.browser.statistics.page import NAME
from sonla.pbgdpl.browser.statistics.page import StatisticsPage
from sonla.pbgdpl.types import types_with
from typing import Any

LEAD = _(
    "help_statistics",
    default="What was done in a year or half a year, by units and indicators; Excel files.",
)


def statistics_pages(section: Any) -> Iterator[dict[str, str]]:
    """Yield the page of figures once there is anything to count."""
    return way_to_list(
        section,
        NAME,
        StatisticsPage.page_title,
        LEAD,
        portal_type=list(types_with("has_figures")),
    )
