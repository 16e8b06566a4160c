"""The forms in which a locked report gets a new version, and a return is explained."""

from AccessControl import Unauthorized
from sonla.pbgdpl import _
from sonla.pbgdpl.editorial.pages.transition import StepForm
from sonla.pbgdpl.statistics import STATISTICS_WORKFLOW
from sonla.pbgdpl.statistics.pages.item import ReportView
from sonla.pbgdpl.statistics.workflow import new_version
from sonla.pbgdpl.ui.drafts.assets import IWritingPage
from sonla.pbgdpl.ui.form_page import FormPage
from sonla.pbgdpl.ui.office_forms import CANCEL
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import Page
from typing import Any
from typing import ClassVar
from zope.interface import implementer
from zope.schema import Text


@implementer(IWritingPage)
class NewVersion(FormPage, Page, ReportView):
    """Ask why a locked report is corrected, and make the next version."""

    post_forms: ClassVar = {
        "make": PostForm(
            _("button_make_version", default="Make the new version"),
            (
                Text(
                    __name__="reason",
                    title=_("label_report_reason", default="Why it was corrected"),
                ),
            ),
        ),
        "cancel": CANCEL,
    }
    buttons = ("make", "cancel")
    shows_file = False
    help = _(
        "help_new_version",
        default="The locked report stays as it is. A copy of it is made as a draft; correct its numbers and submit it. It counts instead of this one once it is approved.",
    )
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

    def store_make(self, sent: dict[str, Any]) -> None:
        """Make the next version."""
        self.made = new_version(self.context, **sent)

    @property
    def home(self) -> str:
        """The address of the new version, or else of the report."""
        report = self.context if self.made is None else self.made
        return str(report.absolute_url())


class ReportTransition(StepForm):
    """Ask for the comment of a step of a report, as for one of a text."""

    workflow_id = STATISTICS_WORKFLOW
    not_now = _(
        "msg_report_step_not_now",
        default="This step is not possible now, or it is for those who approve statistics.",
    )
