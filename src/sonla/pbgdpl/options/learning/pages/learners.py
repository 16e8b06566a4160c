"""Who learns a course online: invited, seen how far they are, helped, and listed, by its hosts alone."""

from AccessControl import Unauthorized
from collections.abc import Callable
from collections.abc import Iterator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.options.learning.pages.learner_codes import Codes
from sonla.pbgdpl.options.learning.pages.learner_list import CODES
from sonla.pbgdpl.options.learning.pages.learner_list import FINISHED
from sonla.pbgdpl.options.learning.pages.learner_list import INVITATION
from sonla.pbgdpl.options.learning.pages.learner_list import PEOPLE
from sonla.pbgdpl.options.learning.pages.learner_list import QUESTIONS
from sonla.pbgdpl.options.learning.pages.learner_list import RESULTS
from sonla.pbgdpl.options.learning.pages.learner_people import People
from sonla.pbgdpl.options.learning.pages.learner_questions import Questions
from sonla.pbgdpl.options.learning.pages.learner_results import Results
from sonla.pbgdpl.training.attendees import may_record_attendance
from sonla.pbgdpl.ui.downloads import keep_private
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.resting_form import RestingForm
from typing import Any
from typing import ClassVar
from zope.schema import TextLine

TABS = {
    PEOPLE: _("label_tab_learners", default="Learners"),
    RESULTS: _("label_tab_results", default="Results"),
    CODES: _("label_tab_codes", default="Codes"),
    QUESTIONS: _("label_tab_questions", default="Marking again"),
}

ASKING_TO_LEARN = frozenset({"invite", "renew", "send", "allow", "remind"})
"""What rests while learning online is off: all else corrects or forgets what is there."""


LINK = "btn-sm btn-link px-0 me-2 me-md-0 ms-md-2"


class CourseLearners(People, Results, Codes, Questions):
    """Show hosts who learns, in four parts, and a fifth to invite others."""

    post_forms: ClassVar = {
        "take-over": PostForm(
            _(
                "button_learners_take_over",
                default="Note who has finished in the attendance",
            ),
            look="btn-sm btn-primary",
        ),
        "allow": PostForm(
            _("button_learner_allow", default="Give one more attempt"),
            look="btn-sm btn-outline-primary",
        ),
        "erase": PostForm(_("button_learner_erase_ask", default="Erase…"), look=LINK),
        "send": PostForm(
            _("button_learner_send", default="Send the link again"), look=LINK
        ),
        "renew": PostForm(
            _("button_learner_renew_ask", default="New code…"), look=LINK
        ),
        "mark-again": PostForm(
            _(
                "button_mark_again_ask",
                default="Mark by the question as corrected in the bank…",
            ),
            (
                TextLine(
                    __name__="note",
                    title=_("label_remark_note", default="Why, for those concerned"),
                    max_length=200,
                ),
            ),
            "btn-sm btn-outline-primary",
        ),
        "count-as-right": PostForm(
            _("button_count_as_right_ask", default="Count it as right for everybody…"),
            look="btn-sm btn-outline-secondary",
        ),
    }
    sent_as = "action"
    page_title = _("heading_course_learners", default="Learners")
    stylesheets = ("tables.css", "learning/learners.css")
    parts = {
        PEOPLE: ViewPageTemplateFile("templates/learner_people.pt"),
        RESULTS: ViewPageTemplateFile("templates/learner_results.pt"),
        CODES: ViewPageTemplateFile("templates/learner_codes.pt"),
        QUESTIONS: ViewPageTemplateFile("templates/learner_questions.pt"),
        INVITATION: ViewPageTemplateFile("templates/learner_invitation.pt"),
    }

    def __call__(self) -> Any:
        """Do what was sent, or show the page; a list goes out as a file."""
        if not may_record_attendance(self.context):
            raise Unauthorized("Who learns is for those who hold the course.")
        keep_private(self.request)
        self.hide_columns()
        if self.request.method != "POST":
            return self.index()
        self.check_posted()
        action = self.typed("action")
        if self.rests and action in ASKING_TO_LEARN:
            return RestingForm(self.context, self.request)()
        handler = self.actions().get(action)
        answer = handler() if handler is not None else None
        return self.index() if answer is None else answer

    def actions(self) -> dict[str, Callable[[], Any]]:
        """Return what forms of the page ask for."""
        return {
            "invite": self.invite,
            "renew": self.renew,
            "send": self.send,
            "allow": self.allow,
            "remind": self.remind,
            "revoke": self.revoke,
            "restore": self.restore,
            "reissue": self.reissue,
            "erase": self.erase,
            "take-over": self.take_over,
            "export": self.export,
            "mark-again": self.mark_again,
            "count-as-right": self.count_as_right,
        }

    @property
    def asked_at(self) -> str:
        """The part of the page to which who says no goes back."""
        return self.here

    def tabs(self) -> Iterator[dict[str, Any]]:
        """Yield the parts of the page, with how many people stand there."""
        counts = {PEOPLE: len(self.people), RESULTS: self.counts[FINISHED]}
        for tab, title in TABS.items():
            yield {
                "title": title,
                "count": counts.get(tab, ""),
                "url": self.tab_url(tab),
                "open": tab == self.tab,
            }

    @property
    def invitation_url(self) -> str:
        """The address of the part on which to invite."""
        return self.tab_url(INVITATION)
