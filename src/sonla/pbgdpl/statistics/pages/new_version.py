"""The forms in which a locked report gets a new version, and a return is explained."""

from AccessControl import Unauthorized
from sonla.pbgdpl import _
from sonla.pbgdpl.editorial.pages.transition import StepForm
from sonla.pbgdpl.statistics import STATISTICS_WORKFLOW
from sonla.pbgdpl.statistics.pages.item import ReportView
from sonla.pbgdpl.statistics.workflow import new_version
from sonla.pbgdpl.ui.drafts.assets import IWritingPage
from sonla.pbgdpl.ui.form_page import FormPage
from sonla.pbgdpl.ui.page import Page
from typing import Any
from zope.interface import implementer


@implementer(IWritingPage)
class NewVersion(FormPage, Page, ReportView):
    """Ask why a locked report is corrected, and make the next version."""

    stylesheets = ("tables.css", "statistics/statistics.css")
    page_title = _("heading_new_version", default="Correct by a new version")
    saved = _(
        "msg_version_made",
        default="This is the new version. The locked one counts until this is approved.",
    )
    made: Any = None

    def check_access(self) -> None:
        """Raise `Unauthorized` where no version can be made."""
        if not self.may_correct:
            raise Unauthorized("No new version can be made of this report")

    def store(self) -> None:
        """Make the next version; raises `InvalidInput` without a reason."""
        self.made = new_version(self.context, self.typed)

    @property
    def home(self) -> str:
        """The address of the new version, or else of the report."""
        report = self.context if self.made is None else self.made
        return str(report.absolute_url())

    @property
    def typed(self) -> str:
        return str(self.request.form.get("reason", ""))


class ReportTransition(StepForm):
    """Ask for the comment of a step of a report, as for one of a text."""

    workflow_id = STATISTICS_WORKFLOW
    not_now = _(
        "msg_report_step_not_now",
        default="This step is not possible now, or it is for those who approve statistics.",
    )
