"""Refuse questions above the rate limit early, at next to no cost.

Once the form was sent as often as a minute allows, further posts end as they come in,
before the portal, its theme and the user are looked up.
"""

from collections.abc import Iterator
from functools import cache
from plone.transformchain.interfaces import DISABLE_TRANSFORM_REQUEST_KEY
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.questions.form_data import QuestionForm
from sonla.pbgdpl.questions.pages.labels import ASK_TITLE
from sonla.pbgdpl.questions.spam_protection import is_rate_exceeded
from sonla.pbgdpl.questions.throttle import FORM_THROTTLE
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.security_headers import HEADERS
from typing import Any
from zope.component import adapter
from zope.i18n import translate
from zope.i18nmessageid import Message
from ZPublisher.interfaces import IPubStart

FORMS = ("@@ask-question", "ask-question", "++view++ask-question")
"""The last part of an address to which questions are sent, in each way to write it."""
BARE_PAGE = "pbgdpl-too-many-requests"
RETRY_AFTER = 60
"""Seconds after which it is worth while to send again where the minute's number is used
up (RFC 9110, 10.2.3)."""

LANGUAGE = "vi"
"""The page knows neither the portal's languages nor the visitor's: both take time."""

LABEL = _("label_your_question", default="Your question")
BUTTON = _("button_send_question", default="Send the question")
MSG_BUSY = _(
    "msg_questions_busy",
    default="Many questions are coming in just now. What you typed is still here: please send it again in a while. Nothing is stored twice.",
)


@adapter(IPubStart)
def admit_or_refuse(event: IPubStart) -> None:
    """Admit a question through the throttle, or send it to the page for too many requests.

    Its address becomes that of a page at Zope's root: the shortest way to an answer
    that Zope offers. Who is refused by numbers waited for a slot, too: limiting
    thousands of them at a time is what it is for."""
    request = event.request
    if not is_sent_question(request):
        return
    if FORM_THROTTLE.acquire() and not is_rate_exceeded(request):
        return
    FORM_THROTTLE.note_refusal()
    request.set("PATH_INFO", f"/@@{BARE_PAGE}")


def is_sent_question(request: Any) -> bool:
    """Return whether it is one, by method and address alone; asked for each request of the portal."""
    if request.method != "POST":
        return False
    path = request.environ.get("PATH_INFO", "")
    return path.rstrip("/").rpartition("/")[2] in FORMS


class TooManyRequestsPage(BrowserView):
    """Show what was typed on a bare page: this may be one of thousands.

    Neither theme nor portal around it, which take much longer than the refusal.
    """

    index = ViewPageTemplateFile("templates/too_many_requests.pt")
    language = LANGUAGE
    retry_after = RETRY_AFTER

    def __call__(self) -> str:
        """Answer that it was too much; no proxy may keep what somebody typed."""
        response = self.request.response
        response.setStatus(429)
        response.setHeader("Retry-After", str(self.retry_after))
        response.setHeader("Cache-Control", "no-store")
        response.setHeader("Content-Type", "text/html; charset=utf-8")
        for name, value in HEADERS.items():
            response.setHeader(name, value)
        self.request.environ[DISABLE_TRANSFORM_REQUEST_KEY] = True
        return self.index()

    def words(self) -> dict[str, str]:
        """Return the words of the page, in `LANGUAGE`."""
        return {
            "heading": in_its_language(ASK_TITLE),
            "message": in_its_language(MSG_BUSY),
            "label": in_its_language(LABEL),
            "button": in_its_language(BUTTON),
        }

    def question(self) -> str:
        """Return what was asked."""
        return QuestionForm(self.request.form).text("question")

    def carried(self) -> Iterator[tuple[str, str]]:
        """Yield name and value of what else was typed."""
        return QuestionForm(self.request.form).carried()


@cache
def in_its_language(message: Message) -> str:
    """Translate a message once for all the thousands."""
    return translate(message, target_language=LANGUAGE)
