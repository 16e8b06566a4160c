"""The ways to figures and reports, from a section's landing page and from a unit's page."""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.types import types_with
from sonla.pbgdpl.statistics import REPORT_TYPE
from sonla.pbgdpl.statistics.pages.figures import NAME
from sonla.pbgdpl.statistics.pages.figures import StatisticsPage
from sonla.pbgdpl.ui.section_pages import link_to_list
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import SectionPages

LEAD = _(
    "help_statistics",
    default="What was done in a year or half a year, by units and indicators; Excel files.",
)
FIGURES = _("button_figures_and_reports", default="Figures and reports")
ADD_REPORT = f"sonla.pbgdpl: Add {REPORT_TYPE}"


class StatisticsPages(SectionPages):
    """Lead everybody to the figures of a section."""

    order = 50

    def links(self) -> Iterator[PageLink]:
        """Yield the page of figures once there is anything to count."""
        return link_to_list(
            self.place,
            NAME,
            StatisticsPage.page_title,
            LEAD,
            portal_type=list(types_with("has_figures")),
        )


class UnitStatisticsPages(SectionPages):
    """Lead those who report for a unit to its figures; after the forms of its page."""

    order = 90

    def actions(self) -> Iterator[PageLink]:
        """Yield the page of figures and reports, for those who may make a report."""
        if api.user.has_permission(ADD_REPORT, obj=self.place):
            url = f"{self.place.absolute_url()}/@@{NAME}"
            yield PageLink(url, api.portal.translate(FIGURES))
