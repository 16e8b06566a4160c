"""The form in which the return of a report is explained."""

from sonla.pbgdpl import _
from sonla.pbgdpl.editorial.pages.transition import StepForm
from sonla.pbgdpl.statistics import STATISTICS_WORKFLOW
from zope.i18n import translate
from zope.i18nmessageid import Message


class ReportTransition(StepForm):
    """Ask for the comment of a step of a report, as for one of a text."""

    workflow_id = STATISTICS_WORKFLOW
    not_now = _(
        "msg_report_step_not_now",
        default="This step is not possible now, or it is for those who approve statistics.",
    )

    @property
    def done(self) -> Message:
        """The state in which the report is now."""
        return _(
            "msg_report_step_done",
            default="“${report}” is now: ${state}.",
            mapping={
                "report": self.context.Title(),
                "state": translate(self.state, context=self.request),
            },
        )
