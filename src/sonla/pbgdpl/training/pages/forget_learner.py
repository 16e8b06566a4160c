"""Erase a learner, after one question that says what goes and what stays."""

from AccessControl import Unauthorized
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.training.attendees import may_record_attendance
from sonla.pbgdpl.training.learners import Learner
from sonla.pbgdpl.training.learners import learner_by
from sonla.pbgdpl.training.personal_data import erase_learner
from sonla.pbgdpl.ui.downloads import keep_private
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.page import TypedFields

MSG_ERASED = _(
    "msg_learner_erased",
    default="The learner was erased. The log has a line about it, without the name.",
)
MSG_NOBODY = _(
    "msg_learner_gone",
    default="This learner is not in the list any more. Nothing was erased.",
)


class ForgetLearner(TypedFields, Page, BrowserView):
    """Ask once, by POST as the list does: the code is a secret that stands in no address."""

    page_title = _("heading_learner_erase", default="Erase a learner")
    allowed_methods = ("POST",)
    most_typed = 200

    def __call__(self) -> str:
        """Show the question, or erase and lead back to the list."""
        if not may_record_attendance(self.context):
            raise Unauthorized("Who learns is for those who hold the course.")
        self.check_posted()
        keep_private(self.request)
        if self.learner is None:
            return self.lead_back(MSG_NOBODY, "warning")
        if "erase" not in self.request.form:
            return self.index()
        try:
            erase_learner(self.context, self.code)
        except InvalidInput as refused:
            return self.lead_back(refused.message, "error")
        return self.lead_back(MSG_ERASED, "info")

    def lead_back(self, message: str, kind: str) -> str:
        """Lead back to the list, which says what was done."""
        self.show_message(message, kind)
        self.request.response.redirect(self.list_url)
        return ""

    @property
    def list_url(self) -> str:
        """The address of the list of learners."""
        return f"{self.context.absolute_url()}/@@course-learners"

    @property
    def code(self) -> str:
        """Whose row the form was sent from."""
        return self.typed("code")

    @property
    def learner(self) -> Learner | None:
        """Who is meant; None for one who is gone."""
        return learner_by(self.context, self.code)
