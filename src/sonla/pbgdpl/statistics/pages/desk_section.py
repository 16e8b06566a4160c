"""The statistics reports that wait for somebody, and those to be sent, at the approval desk."""

from collections.abc import Iterator
from collections.abc import Mapping
from itertools import islice
from plone import api
from plone.dexterity.utils import createContentInContainer
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.core.section import unit_title
from sonla.pbgdpl.editorial.additions import is_closed
from sonla.pbgdpl.editorial.local_roles import places_of_user
from sonla.pbgdpl.editorial.pages.desk_sections import DeskSection
from sonla.pbgdpl.editorial.pages.desk_sections import MAX_PLACES
from sonla.pbgdpl.statistics import REPORT_TYPE
from sonla.pbgdpl.statistics.content import state_in_history
from sonla.pbgdpl.statistics.pages.labels import state_title
from sonla.pbgdpl.statistics.pages.section_pages import ADD_REPORT
from sonla.pbgdpl.statistics.query import owed_reports
from sonla.pbgdpl.statistics.query import OwedReport
from sonla.pbgdpl.statistics.query import waiting_reports
from sonla.pbgdpl.ui.office_forms import HasForms
from sonla.pbgdpl.ui.office_forms import PostForm
from typing import Any
from typing import ClassVar

MAX_REPORTS = 50
BUTTON = "fill_in_report"


class ReportsSection(HasForms, DeskSection):
    """Lead to the reports that wait for the user, and to those that the user's units owe."""

    order = 40
    post_forms: ClassVar = {
        BUTTON: PostForm(
            _("button_fill_in", default="Fill in the numbers"),
            look="btn-sm btn-primary",
            page="pbgdpl-review",
        )
    }
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

    def owed(self) -> Iterator[OwedReport]:
        """Yield the reports that the user may open and send for units."""
        units = [
            place
            for place in places_of_user()
            if unit_of(place) is not None and not is_closed(place)
        ]
        return owed_reports(
            [one for one in units if api.user.has_permission(ADD_REPORT, obj=one)][
                :MAX_PLACES
            ],
            today(),
        )

    def owed_lines(self) -> list[dict[str, Any]]:
        """List them with their days, in the order of forms."""
        return [
            {
                "key": one.key,
                "title": one.due.title,
                "unit": one.unit.Title(),
                "deadline": format_day(one.deadline),
                "late": one.deadline < today(),
            }
            for one in self.owed()
        ]

    def process_form(self, form: Mapping[str, Any]) -> bool:
        """Lead to the numbers of a report, which is made if nobody has begun it."""
        if BUTTON not in form:
            return False
        chosen = next((one for one in self.owed() if one.key == form[BUTTON]), None)
        if chosen is None:
            message = _(
                "msg_report_not_owed",
                default="This report was sent meanwhile, or it is not yours to send.",
            )
            api.portal.show_message(message, self.request, "warning")
            return True
        report = chosen.report or createContentInContainer(
            chosen.unit,
            REPORT_TYPE,
            title=chosen.due.form.code,
            form_code=chosen.due.form.code,
            period_kind=chosen.due.period.kind,
            year=chosen.due.period.year,
        )
        self.request.response.redirect(f"{report.absolute_url()}/@@pbgdpl-cells")
        return True
