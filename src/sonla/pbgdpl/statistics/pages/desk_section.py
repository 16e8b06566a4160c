"""The statistics reports that wait for somebody, at the approval desk."""

from itertools import islice
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.core.section import unit_title
from sonla.pbgdpl.editorial.pages.desk_sections import DeskSection
from sonla.pbgdpl.statistics.content import state_in_history
from sonla.pbgdpl.statistics.pages.labels import state_title
from sonla.pbgdpl.statistics.queries import waiting_reports
from typing import Any

MAX_REPORTS = 50


class ReportsSection(DeskSection):
    """Lead to the reports that wait for the user."""

    order = 40
    template = ViewPageTemplateFile("templates/desk_section.pt")

    def waiting(self) -> int:
        """Count the reports."""
        return sum(1 for _report in waiting_reports(self.scope))

    def reports(self) -> list[dict[str, Any]]:
        """List the reports, the longest wait first."""
        return [
            {
                "title": report.Title(),
                "url": report.absolute_url(),
                "unit": unit_title(report),
                "state": state_title(state_in_history(report)),
            }
            for report in islice(waiting_reports(self.scope), MAX_REPORTS)
        ]
