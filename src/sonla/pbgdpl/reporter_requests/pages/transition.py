"""The form in which a step of a request is explained and taken."""

from sonla.pbgdpl import _
from sonla.pbgdpl.editorial.pages.transition import StepForm
from sonla.pbgdpl.reporter_requests import REQUEST_WORKFLOW
from zope.i18nmessageid import Message

HELP_ASKER = _("help_comment_request_asker", default="Who asked reads it, by e-mail.")
HELP_OFFICE = _(
    "help_comment_request", default="It stays in the history of the request."
)


class RequestTransition(StepForm):
    """Ask for the comment of a step of a request, as for one of a text."""

    workflow_id = REQUEST_WORKFLOW
    not_now = _(
        "msg_request_step_not_now",
        default="This step is not possible now, or it is for others.",
    )

    @property
    def comment_help(self) -> Message:
        """Who reads the comment."""
        return HELP_ASKER if self.transition in ("refuse", "cancel") else HELP_OFFICE
