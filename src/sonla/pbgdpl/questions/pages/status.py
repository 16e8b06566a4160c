"""`@@question-status`: how far a question is, for somebody who has its code and contact."""

from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.limiter import key_of
from sonla.pbgdpl.core.limiter import wait_after
from sonla.pbgdpl.editorial.pages.section_page import SectionPage
from sonla.pbgdpl.mail.queue import queue_of
from sonla.pbgdpl.questions import QUESTION_WORKFLOW
from sonla.pbgdpl.questions.content import state_in_history
from sonla.pbgdpl.questions.covering import own_lines
from sonla.pbgdpl.questions.merging import answering
from sonla.pbgdpl.questions.pages.labels import QuestionPlace
from sonla.pbgdpl.questions.pages.labels import state_for_asker
from sonla.pbgdpl.questions.rules import CLOSED
from sonla.pbgdpl.questions.rules import DECLINED
from sonla.pbgdpl.questions.rules import PUBLISHED
from sonla.pbgdpl.questions.spam_protection import GUESSES
from sonla.pbgdpl.questions.tracking import is_contact_of
from sonla.pbgdpl.questions.tracking import question_of
from sonla.pbgdpl.questions.workflow import reply_channel_of
from sonla.pbgdpl.ui.interfaces import IDescribedPage
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import TypedFields
from typing import Any
from zope.i18nmessageid import Message
from zope.interface import implementer

MSG_UNKNOWN = _(
    "msg_question_unknown",
    default="No question has this code together with this e-mail address or telephone number. Please check both; the code has twelve letters and digits.",
)


def too_many_guesses(wait: int) -> Message:
    """Return what somebody who guesses is told."""
    return _(
        "msg_question_too_many_guesses",
        default="No question has this code together with this e-mail address or telephone number, and many wrong ones came from your connection. Please check both, and try again in ${seconds} seconds. The right code opens at any time.",
        mapping={"seconds": str(wait)},
    )


@implementer(IDescribedPage)
class StatusView(TypedFields, QuestionPlace, SectionPage, BrowserView):
    """Ask for code and contact; show the state, and of the question what is covered for others.

    By POST, so that neither stands in an address that others come to see.
    """

    most_typed = 200

    stylesheets = ("questions/questions.css",)
    schema_type = "WebPage"
    page_title: Message = _(
        "heading_question_status", default="How far is my question?"
    )
    problem: Message | None = None
    question: Any | None = None

    def __call__(self) -> str:
        """Answer; what is found is for one person, so no proxy may keep it."""
        self.request.response.setHeader("Cache-Control", "no-store")
        if self.request.method == "POST":
            self.look_up()
        return self.index()

    def look_up(self) -> None:
        """Find the question; whatever is wrong gives the same answer."""
        found = question_of(self.typed("code"))
        if is_contact_of(found, self.typed("contact")):
            self.question = answering(found)
            self.own = found
            self.confirm_address()
            return
        self.ask_to_wait()

    def ask_to_wait(self) -> None:
        """Show that code and contact are wrong, and after many wrong ones when to try again.

        Somebody who comes before gets the same answer, and it isn't counted. A right code opens
        all the same: a commune shares one address, and somebody who has one must not pay for who
        guesses. So this slows no program down, which is the proxy's part: waiting here would
        take threads. That guessing finds none is due to the number of codes.
        """
        self.problem = MSG_UNKNOWN
        address = key_of(self.request.getClientAddr() or "")
        wait = GUESSES.wait(address, wait_after)
        if wait:
            self.request.response.setStatus(429)
            self.request.response.setHeader("Retry-After", str(wait))
            self.problem = too_many_guesses(wait)

    def confirm_address(self) -> None:
        """Note that the asker's address is theirs, if they came by the link of a mail.

        The code alone says nothing: somebody who typed the address has seen it on the screen.
        """
        queue = queue_of(api.portal.get())
        contact, token = self.typed("contact"), self.typed("mail")
        if queue is not None and token and "@" in contact:
            queue.addresses.confirm(contact, token, utc_now())

    # What the template asks

    @property
    def state(self) -> str:
        return state_in_history(self.question)

    @property
    def state_words(self) -> Message | str:
        """The state in words for the asker."""
        return state_for_asker(self.state, reply_channel_of(self.own))

    @property
    def own_words(self) -> list[str]:
        """What everybody reads covered, as this asker wrote it: never the one that it was merged into."""
        return own_lines(self.own)

    @property
    def received(self) -> str:
        """The day on which it came in."""
        return format_day(stored_value(self.own, "received"))

    @property
    def due(self) -> str:
        """The day by which it is to be answered, while it is open."""
        return (
            ""
            if self.state in CLOSED
            else format_day(stored_value(self.own, "due_date"))
        )

    @property
    def closed_on(self) -> str:
        """The day on which it was answered or declined."""
        return format_day(stored_value(self.question, "answered_on"))

    @property
    def reason(self) -> str:
        """Why it was declined."""
        if self.state != DECLINED:
            return ""
        tool = api.portal.get_tool("portal_workflow")
        status = tool.getStatusOf(QUESTION_WORKFLOW, self.question) or {}
        return status.get("comments") or ""

    @property
    def public_url(self) -> str:
        """The address of the answer, where it is public."""
        if self.question is None or self.state != PUBLISHED:
            return ""
        return self.question.absolute_url()
