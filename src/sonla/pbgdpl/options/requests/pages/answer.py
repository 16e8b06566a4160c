"""`@@reporter-answer`: a reporter accepts or declines by a link, without logging in.

Programs of mail servers open links to look what is behind them, so opening it changes nothing:
the page asks once more, and only its buttons answer.
"""

from functools import cached_property
from plone.protect.interfaces import IDisableCSRFProtection
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.editorial.pages.section_page import SectionPage
from sonla.pbgdpl.options.requests.assigning import answer
from sonla.pbgdpl.options.requests.assigning import found_by
from sonla.pbgdpl.options.requests.assigning import may_answer
from sonla.pbgdpl.options.requests.labels import speaker_facts
from sonla.pbgdpl.options.requests.labels import talk_title
from sonla.pbgdpl.options.requests.mail import notify_answered
from sonla.pbgdpl.options.requests.mail import people_of
from sonla.pbgdpl.options.requests.mail_notices import contact_words
from sonla.pbgdpl.options.requests.rules import Assignment
from sonla.pbgdpl.questions.spam_protection import may_try
from sonla.pbgdpl.questions.spam_protection import MSG_MANY
from sonla.pbgdpl.questions.submission import as_nobody
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import TypedFields
from sonla.pbgdpl.ui.security_headers import is_cross_site
from typing import Any
from zope.i18nmessageid import Message
from zope.interface import alsoProvides

BY_LINK = "link"
MSG_GONE = _(
    "msg_assignment_link_gone",
    default="This address is not good any more: the question was answered already, withdrawn, or its time is over. Please call the office if anything has changed.",
)
MSG_CROSS_SITE = _(
    "msg_assignment_cross_site",
    default="This was not sent from this page. Please use the buttons here.",
)


class ReporterAnswerView(TypedFields, SectionPage, BrowserView):
    """Show what is asked, take one answer, and thank for it."""

    most_typed = 1000

    cleans_texts = True
    name = "reporter-answer"
    page_title: Message = _("heading_reporter_answer", default="Will you speak?")
    problem: Message | None = None
    taken: Assignment | None = None

    def __call__(self) -> str:
        """Answer; the address is a secret, which no cache and no other site may learn."""
        response = self.request.response
        response.setHeader("Cache-Control", "no-store")
        response.setHeader("Referrer-Policy", "no-referrer")
        if self.request.method == "POST" and self.is_good:
            self.receive()
        if not self.is_good and self.taken is None:
            response.setStatus(404 if self.found is None else 410)
        return self.index()

    def receive(self) -> None:
        """Take the answer, as nobody: whoever is logged in is not the one who answers."""
        if not may_try(self.request):
            self.problem = MSG_MANY
            return
        if is_cross_site(self.request):
            self.problem = MSG_CROSS_SITE
            return
        # The secret of the address is what proves who answers, logged in or not
        alsoProvides(self.request, IDisableCSRFProtection)
        request, one = self.found or (None, {})
        try:
            with as_nobody():
                self.taken = answer(
                    request, one["id"], self.says == "yes", self.reason, BY_LINK
                )
        except InvalidInput as refused:
            self.problem = refused.message
            return
        person = next(people_of([self.taken["uid"]]), None)
        notify_answered(request, self.taken, person)

    @cached_property
    def found(self) -> tuple[Any, Assignment] | None:
        """The request and the assignment of the link."""
        return found_by(self.typed("token"))

    @cached_property
    def is_good(self) -> bool:
        """Whether the link still takes an answer, as the page was opened."""
        return self.found is not None and may_answer(*self.found)

    @property
    def says(self) -> str:
        """What the address or the button says: `yes` or `no`."""
        return "no" if self.typed("say") == "no" else "yes"

    @property
    def reason(self) -> str:
        """Why not."""
        return self.typed("reason")

    # What the template asks

    @property
    def item(self) -> Any:
        return self.found[0] if self.found else None

    @property
    def facts(self) -> list[tuple[Message, str]]:
        """What is asked."""
        return speaker_facts(self.item) if self.item is not None else []

    @property
    def title(self) -> str:
        """The topic."""
        return talk_title(self.item)

    @property
    def contact(self) -> str:
        """Who expects the reporter, once accepted."""
        return contact_words(self.item)

    @property
    def gone(self) -> Message:
        """What is said of a link that is over."""
        return MSG_GONE

    @property
    def section_url(self) -> str:
        return self.context.absolute_url()
