"""The pages on which people learn: bare, quick, without script, by link, code or account.

Neither theme nor portal around them: they cost a tenth of a full page, of the server and of a
slow line. Who learns is in a cookie that only these pages get. Nothing is written by GET: programs
that look into mail follow links, too.
"""

from collections.abc import Callable
from functools import cached_property
from plone import api
from plone.transformchain.interfaces import DISABLE_TRANSFORM_REQUEST_KEY
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.limiter import key_of
from sonla.pbgdpl.core.limiter import Limiter
from sonla.pbgdpl.core.limiter import wait_after
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.interfaces import IGuardsItem
from sonla.pbgdpl.editorial.states import is_public
from sonla.pbgdpl.options.learning.learners import code_words
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.learners import learner_by
from sonla.pbgdpl.options.learning.learners import MEMBER
from sonla.pbgdpl.options.learning.learners import read_code
from sonla.pbgdpl.options.learning.learning import Learning
from sonla.pbgdpl.options.learning.learning import Step
from sonla.pbgdpl.options.learning.opening import is_offered
from sonla.pbgdpl.options.learning.opening import MSG_NOT_OFFERED
from sonla.pbgdpl.options.learning.opening import Refused
from sonla.pbgdpl.options.learning.opening import require_open
from sonla.pbgdpl.options.learning.opening import why_not_open
from sonla.pbgdpl.settings.getters import imprint
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import TypedFields
from sonla.pbgdpl.ui.security_headers import is_cross_site
from typing import Any
from urllib.parse import urlencode
from zope.i18nmessageid import Message
from zope.interface import implementer

COOKIE = "pbgdpl_learner"
COOKIE_SECONDS = 180 * 24 * 3600
SEE_OTHER, TOO_MANY = 303, 429
UNKNOWN = "unknown"
"""Parameter that tells the entrance that somebody came from a page for learners alone."""
GUESSES = Limiter()
"""Wrong codes of learners, and wrong numbers of certificates."""
MSG_FOREIGN = _(
    "msg_learning_foreign",
    default="This was sent by another website. Nothing was stored. Open the course by your link, and do it there.",
)
MSG_NO_LEARNER = _(
    "msg_learning_no_learner",
    default="This device doesn't know who you are. Open the link again, or type your code: all that was saved is kept. An answer that you sent just now is not saved: give it once more.",
)


def ask_to_wait(request: Any) -> int:
    """Count a wrong code; return the seconds after which to try again, 0 for at once.

    It is advice: a right code opens all the same, since a hall full of phones shares an address.
    """
    wait = GUESSES.wait(key_of(request.getClientAddr() or ""), wait_after)
    if wait:
        request.response.setStatus(TOO_MANY)
        request.response.setHeader("Retry-After", str(wait))
    return wait


def hide_address(response: Any) -> None:
    """Have browsers name the portal alone where they tell whence they come: a code is behind it.

    Not even that would make them hide where a form comes from, which `is_cross_site` asks.
    """
    response.setHeader("Referrer-Policy", "strict-origin")


@implementer(IGuardsItem)
class LearningPage(TypedFields, BrowserView):
    """The base of the pages: who learns, what is refused, and how little an answer needs.

    Whoever has begun a course that is withdrawn is told so; others learn nothing of it.
    """

    message: Message | str = ""
    most_typed = 1000
    is_entrance = False
    refused_answer: dict[str, str] | None = None
    """What was sent and not stored, beside what is kept."""
    frame = ViewPageTemplateFile("templates/learning_frame.pt")
    name_part = ViewPageTemplateFile("templates/learning_name.pt")

    def __call__(self) -> Any:
        """Do what was sent, and lead to where its result is shown; or show the page."""
        self.prepare()
        if self.request.method != "POST":
            return self.show()
        if is_cross_site(self.request):
            self.message = MSG_FOREIGN
            return self.show()
        try:
            return self.process() or self.show()
        except Refused as refused:
            self.message = refused.message
            return self.show()

    def prepare(self) -> None:
        """Leave out what a full page needs, and let no cache keep what one person sees."""
        self.request.environ[DISABLE_TRANSFORM_REQUEST_KEY] = True
        response = self.request.response
        response.setHeader("Content-Type", "text/html; charset=utf-8")
        response.setHeader("Cache-Control", "no-store, private")
        response.setHeader("X-Robots-Tag", "noindex")
        hide_address(response)
        # What the chain of transforms sets on other pages
        response.setHeader("X-Frame-Options", "SAMEORIGIN")

    def show(self) -> Any:
        """Return the page."""
        return self.index()

    def process(self) -> Any:
        """Do what a form asks for; nothing is returned where the page itself is the answer."""
        action = self.typed("action").replace("-", "_")
        handler: Callable[[], Any] | None = self.actions().get(action)
        return handler() if handler is not None else None

    def actions(self) -> dict[str, Callable[[], Any]]:
        """Return what forms of this page may ask for."""
        return {}

    def see(self, name: str, **query: Any) -> str:
        """Lead to a page of the course, so that reloading sends nothing twice."""
        asked = f"?{urlencode(query)}" if query else ""
        self.request.response.redirect(f"{self.address(name)}{asked}", SEE_OTHER)
        return ""

    def address(self, name: str) -> str:
        """Return the address of a page of the course."""
        return f"{self.course_url}/@@{name}"

    @cached_property
    def course_url(self) -> str:
        return self.context.absolute_url()

    @property
    def frame_macros(self) -> Any:
        return self.frame.macros

    @property
    def name_macros(self) -> Any:
        return self.name_part.macros

    @property
    def own_name(self) -> str:
        """The name of the learner, as it was typed last."""
        stored = self.learner.name if self.learner is not None else ""
        return self.typed("own_name") or stored

    @property
    def language(self) -> str:
        return api.portal.get_current_language()

    @property
    def said(self) -> str:
        """What is to be told, in the reader's language."""
        return self.translated(self.message) if self.message else ""

    @property
    def course_title(self) -> str:
        """The title, once the course is public."""
        return self.context.title if is_offered(self.context) or self.learner else ""

    # Who learns

    @cached_property
    def key(self) -> str:
        """The code in the cookie if it still opens the course, else the key of the account."""
        code = read_code(str(self.request.cookies.get(COOKIE, "")))
        if learner_by(self.context, code) is not None:
            return code
        user = None if api.user.is_anonymous() else api.user.get_current()
        return f"{MEMBER}{user.getId()}" if user is not None else ""

    @cached_property
    def learner(self) -> Learner | None:
        """Who learns; None for somebody who is to say so first."""
        return learner_by(self.context, self.key)

    @cached_property
    def learning(self) -> Learning:
        """The course as this person learns it now."""
        if self.learner is None:
            raise Refused(MSG_NO_LEARNER)
        return Learning(self.context, self.learner, utc_now())

    def remember(self, code: str) -> None:
        """Have the browser say who learns, to the pages of this course alone."""
        self.request.response.setCookie(
            COOKIE,
            code,
            path=self.cookie_path,
            max_age=COOKIE_SECONDS,
            http_only=True,
            same_site="Lax",
            secure=self.course_url.startswith("https:"),
        )

    @property
    def cookie_path(self) -> str:
        return self.request.physicalPathToURL(
            self.context.getPhysicalPath(), relative=True
        )

    @property
    def code(self) -> str:
        """The code as people type it on another device; empty for accounts."""
        return "" if self.key.startswith(MEMBER) else code_words(self.key)

    @property
    def why_not_open(self) -> Message | None:
        """Why nothing can be done now; strangers aren't told of a course that is to come."""
        if self.learner is None and not is_offered(self.context):
            return MSG_NOT_OFFERED
        return why_not_open(self.context, utc_now())

    def require_open_to_strangers(self) -> None:
        """Refuse to let anybody begin who has no code, while nobody else can."""
        if not is_offered(self.context):
            raise Refused(MSG_NOT_OFFERED)
        require_open(self.context, utc_now())

    # What stands around the page

    @cached_property
    def section(self) -> Any | None:
        """The section, if everybody may see it."""
        section = section_of(self.context)
        return section if section is not None and is_public(section) else None

    @property
    def is_inside(self) -> bool:
        """Whether the page is one below the course's own."""
        return self.learner is not None and not self.is_entrance

    @property
    def agency(self) -> str:
        """Who answers for the section."""
        return imprint().get("managing_agency") or ""


class StepPage(LearningPage):
    """The base of pages about one step, for learners alone."""

    def __call__(self) -> Any:
        """Send whoever is not known to the entrance, which says what is kept."""
        if self.learner is None:
            self.prepare()
            return self.see("learn", **{UNKNOWN: 1})
        return super().__call__()

    @property
    def step_key(self) -> str:
        return self.typed("n")

    @cached_property
    def step(self) -> Step | None:
        """The step; None when it was taken out of the course meanwhile."""
        return self.learning.step(self.step_key)

    @property
    def title(self) -> str:
        """The title of the step."""
        return self.step.title if self.step is not None else ""
