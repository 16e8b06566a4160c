"""The form in which the return of a report is explained."""

from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.browser.review.transition import TransitionForm
from sonla.pbgdpl.browser.statistics.words import state_title
from sonla.pbgdpl.config import STATISTICS_WORKFLOW
from sonla.pbgdpl.statistics.report import state_in_history
from sonla.pbgdpl.statistics.subscribers import COMMENT_COMPULSORY
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message

MSG_NOT_NOW = _(
    "msg_report_step_not_now",
    default="This step is not possible now, or it is for those who approve statistics.",
)


class ReportTransition(TransitionForm):
    """Ask for the comment of a step of a report, as for one of a text."""

    @property
    def workflow(self) -> Any:
        """Give the workflow of reports."""
        return api.portal.get_tool("portal_workflow")[STATISTICS_WORKFLOW]

    @property
    def is_compulsory(self) -> bool:
        """Tell whether the comment may not be empty."""
        return self.transition in COMMENT_COMPULSORY

    @property
    def label(self) -> Any:
        """Give the name of the step."""
        return _(self.workflow.transitions[self.transition].actbox_name)

    @property
    def help(self) -> Message:
        """Say what the step does."""
        return _(self.workflow.transitions[self.transition].description)

    @property
    def state(self) -> Any:
        """Give the title of the present state."""
        return state_title(state_in_history(self.context))

    @property
    def done(self) -> Message:
        """Say in which state the report is now."""
        return _(
            "msg_report_step_done",
            default="“${report}” is now: ${state}.",
            mapping={
                "report": self.context.Title(),
                "state": translate(self.state, context=self.request),
            },
        )

    def refusal(self) -> Message | None:
        """Say why the form can't be offered."""
        possible = self.workflow.isActionSupported(self.context, self.transition)
        return None if possible else MSG_NOT_NOW
