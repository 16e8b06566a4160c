"""The statistics reports that wait for somebody, and those to be sent, at the approval desk."""

from collections.abc import Iterator
from collections.abc import Mapping
from functools import partial
from plone import api
from plone.dexterity.utils import createContentInContainer
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.core.section import unit_title
from sonla.pbgdpl.editorial.additions import is_closed
from sonla.pbgdpl.editorial.desk_lines import DeskLine
from sonla.pbgdpl.editorial.desk_lines import VERB_APPROVE
from sonla.pbgdpl.editorial.desk_lines import VERB_MEND
from sonla.pbgdpl.editorial.local_roles import places_of_user
from sonla.pbgdpl.editorial.pages.desk_sections import DeskSection
from sonla.pbgdpl.editorial.pages.desk_sections import kind_of
from sonla.pbgdpl.editorial.pages.desk_sections import MAX_PLACES
from sonla.pbgdpl.editorial.states import last_step
from sonla.pbgdpl.statistics import REPORT_TYPE
from sonla.pbgdpl.statistics import STATISTICS_WORKFLOW
from sonla.pbgdpl.statistics.access import may_approve
from sonla.pbgdpl.statistics.content import state_in_history
from sonla.pbgdpl.statistics.content import SUBMITTED
from sonla.pbgdpl.statistics.pages.labels import state_title
from sonla.pbgdpl.statistics.pages.reports import ReportsPage
from sonla.pbgdpl.statistics.pages.section_pages import ADD_REPORT
from sonla.pbgdpl.statistics.query import owed_reports
from sonla.pbgdpl.statistics.query import OwedReport
from sonla.pbgdpl.statistics.query import waiting_reports
from sonla.pbgdpl.ui.office_forms import HasForms
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.section_pages import PageLink
from typing import Any
from typing import ClassVar

LIST = "pbgdpl-reports"
BUTTON = "fill_in_report"


class ReportsSection(HasForms, DeskSection):
    """Lead to the reports that wait for the user, and to those that the user's units owe."""

    order = 40
    post_forms: ClassVar = {
        BUTTON: PostForm(
            _("button_fill_in", default="Fill in the numbers"),
            look="btn-sm btn-outline-primary",
            page="pbgdpl-review",
        )
    }

    def lines(self) -> Iterator[DeskLine]:
        """Yield the reports, the longest wait first, then what is to be made, in the order of forms."""
        for report in waiting_reports(self.scope) if self.scope else ():
            yield report_line(report)
        for one in self.owed():
            yield DeskLine(
                one.due.title,
                due=one.deadline,
                place=one.unit.Title(),
                button=partial(self.drawn, BUTTON, value=one.key, about=one.due.title),
            )

    def tools(self) -> Iterator[PageLink]:
        """Yield the reports of the units, for those who oversee them."""
        for section in filter(may_approve, self.sections):
            yield self.tool(section, LIST, ReportsPage.page_title)

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


def report_line(report: Any) -> DeskLine:
    """Return the line of a report; those to be approved stand in one list."""
    last = last_step(report, STATISTICS_WORKFLOW)
    is_sent = last.get("review_state") == SUBMITTED
    section = section_of(report)
    return DeskLine(
        report.Title(),
        report.absolute_url(),
        VERB_APPROVE if is_sent else VERB_MEND,
        kind=kind_of(report),
        about=state_title(state_in_history(report)),
        place=unit_title(report),
        remark="" if is_sent else last.get("comments") or "",
        list_url=f"{section.absolute_url()}/@@{LIST}"
        if is_sent and section is not None
        else "",
    )
