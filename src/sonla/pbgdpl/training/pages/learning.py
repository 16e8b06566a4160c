"""The pages on which people learn: bare, quick, without script, by link, code or account.

Neither theme nor portal around them: they cost a tenth of a full page, of the server and of a
slow line. Who learns is in a cookie that only these pages get. Nothing is written by GET: programs
that look into mail follow links, too.
"""

from collections.abc import Callable
from collections.abc import Iterator
from functools import cached_property
from plone import api
from plone.transformchain.interfaces import DISABLE_TRANSFORM_REQUEST_KEY
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.limiter import EVERYBODY
from sonla.pbgdpl.core.limiter import is_first_count
from sonla.pbgdpl.core.limiter import key_of
from sonla.pbgdpl.core.limiter import Limiter
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.typed_text import clean_line
from sonla.pbgdpl.editorial.interfaces import IGuardsItem
from sonla.pbgdpl.editorial.states import is_public
from sonla.pbgdpl.materials.media import Media
from sonla.pbgdpl.question_bank.rules import DrawnQuestion
from sonla.pbgdpl.question_bank.rules import MULTIPLE
from sonla.pbgdpl.question_bank.rules import NUMBER
from sonla.pbgdpl.question_bank.rules import places
from sonla.pbgdpl.question_bank.rules import TRUE_FALSE
from sonla.pbgdpl.question_bank.rules import TRUTHS
from sonla.pbgdpl.settings.getters import imprint
from sonla.pbgdpl.settings.public_address import public_root
from sonla.pbgdpl.settings.public_address import public_url
from sonla.pbgdpl.training.content import OPEN_TO_ALL
from sonla.pbgdpl.training.learners import add_learner
from sonla.pbgdpl.training.learners import Attempt
from sonla.pbgdpl.training.learners import code_words
from sonla.pbgdpl.training.learners import is_full
from sonla.pbgdpl.training.learners import Learner
from sonla.pbgdpl.training.learners import learner_by
from sonla.pbgdpl.training.learners import MEMBER
from sonla.pbgdpl.training.learners import read_code
from sonla.pbgdpl.training.learning import is_offered
from sonla.pbgdpl.training.learning import Learning
from sonla.pbgdpl.training.learning import MSG_NOT_OFFERED
from sonla.pbgdpl.training.learning import outcomes_of
from sonla.pbgdpl.training.learning import Refused
from sonla.pbgdpl.training.learning import require_open
from sonla.pbgdpl.training.learning import Step
from sonla.pbgdpl.training.learning import why_not_open
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import TypedFields
from sonla.pbgdpl.ui.page import values_of
from sonla.pbgdpl.ui.security_headers import is_cross_site
from sonla.pbgdpl.ui.sharing import PICTURE
from typing import Any
from urllib.parse import urlencode
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import implementer

COOKIE = "pbgdpl_learner"
COOKIE_SECONDS = 180 * 24 * 3600
MAX_NAME = 200
MAX_TYPED_SHOWN = 40
"""Characters of a wrong code that are quoted."""
END = "end"
"""In the place of a question's number: what stands before handing in."""
SEE_OTHER = 303
JOINS = Limiter()
"""People who began an open course by their name."""
JOINS_OF_ALL, JOINS_OF_ADDRESS = 2000, 300
"""An hour, in one process: a hall full of phones may share one address."""
HONEYPOT = "website"
"""A field that people don't see and programs fill in."""

HEADING = _("heading_learning", default="Learning online")
MSG_WRONG_CODE = _(
    "msg_learning_wrong_code",
    default="No one learns this course by the code “${typed}”. It has twelve letters and digits. Look at it again, or ask the unit for another one.",
)
MSG_NO_NAME = _("msg_learning_no_name", default="Type your full name.")
MSG_LONG_NAME = _(
    "msg_learning_long_name",
    default="Name and unit may have ${most} letters each; yours have ${count}. Shorten them.",
)
MSG_FULL = _(
    "msg_learning_full",
    default="The course has no more room. Nothing was stored; tell the unit that holds the course.",
)
MSG_MANY_JOIN = _(
    "msg_learning_many_join",
    default="Many people are beginning just now. What you typed is still here: send it again in a while.",
)
MSG_HONEYPOT = _(
    "msg_question_honeypot",
    default="The field “Website” has to stay empty. Please clear it and send again.",
)
MSG_FOREIGN = _(
    "msg_learning_foreign",
    default="This was sent by another website. Nothing was stored. Open the course by your link, and do it there.",
)
MSG_NO_LEARNER = _(
    "msg_learning_no_learner",
    default="This device doesn't know who you are. Open the link again, or type your code: all that was sent is kept.",
)


@implementer(IGuardsItem)
class LearningPage(TypedFields, BrowserView):
    """The base of the pages: who learns, what is refused, and how little an answer needs.

    Whoever has begun a course that is withdrawn is told so; others learn nothing of it.
    """

    message: Message | str = ""
    most_typed = 1000
    is_entrance = False
    frame = ViewPageTemplateFile("templates/learning_frame.pt")

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
    def language(self) -> str:
        return api.portal.get_current_language()

    @property
    def said(self) -> str:
        """What is to be told, in the reader's language."""
        return translate(self.message, context=self.request) if self.message else ""

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


class Learn(LearningPage):
    """Let somebody in, and show what they have done and what comes next."""

    is_entrance = True

    @property
    def shared(self) -> dict[str, str]:
        """What services show of the address: it is sent on where anybody may learn."""
        heading = translate(HEADING, context=self.request)
        return {
            "og:title": self.course_title or heading,
            "og:url": public_url(self.context, "@@learn"),
            "og:image": f"{public_root()}/{PICTURE}",
        }

    def show(self) -> Any:
        """Take the code out of a link into the cookie, and out of the address."""
        typed = self.request.form.get("code", "")
        if self.request.method != "POST" and typed:
            return self.enter()
        return self.index()

    def actions(self) -> dict[str, Callable[[], Any]]:
        """Return what may be asked for."""
        return {
            "enter": self.enter,
            "join": self.join,
            "learn_by_account": self.learn_by_account,
            "leave": self.leave,
        }

    def enter(self) -> Any:
        """Enter by a code, of which nobody is told whether another would be right."""
        code = read_code(self.typed("code"))
        if not code or learner_by(self.context, code) is None:
            self.message = Message(
                MSG_WRONG_CODE, mapping={"typed": self.typed("code")[:MAX_TYPED_SHOWN]}
            )
            return self.index()
        self.remember(code)
        return self.see("learn")

    def join(self) -> Any:
        """Begin an open course by name and unit."""
        self.require_open_to_strangers()
        name, unit = (clean_line(self.typed(one)) for one in ("name", "unit"))
        if not self.is_open_to_all or not name:
            raise Refused(MSG_NO_NAME)
        if (longest := max(len(name), len(unit))) > MAX_NAME:
            raise Refused(MSG_LONG_NAME, most=MAX_NAME, count=longest)
        if self.typed(HONEYPOT):
            raise Refused(MSG_HONEYPOT)
        if is_full(self.context):
            raise Refused(MSG_FULL)
        if not may_join(self.request):
            raise Refused(MSG_MANY_JOIN)
        self.remember(add_learner(self.context, Learner(name, unit)))
        return self.see("learn")

    def learn_by_account(self) -> Any:
        """Begin by the account of somebody who is logged in."""
        self.require_open_to_strangers()
        if self.may_use_account and self.learner is None:
            user = api.user.get_current()
            name = user.getProperty("fullname") or user.getId()
            add_learner(self.context, Learner(name), f"{MEMBER}{user.getId()}")
        return self.see("learn")

    def leave(self) -> Any:
        """Forget on this device who learns; nothing else changes."""
        self.request.response.expireCookie(COOKIE, path=self.cookie_path)
        return self.see("learn")

    @property
    def is_open_to_all(self) -> bool:
        """Whether a name is enough."""
        return bool(stored_value(self.context, OPEN_TO_ALL))

    @property
    def may_use_account(self) -> bool:
        """Whether somebody with an account may begin by it, as one who may see the course."""
        return not api.user.is_anonymous() and bool(
            api.user.has_permission("View", obj=self.context)
        )

    @property
    def member_name(self) -> str:
        """How the account is called."""
        user = api.user.get_current()
        return user.getProperty("fullname") or user.getId()

    def steps(self) -> Iterator[dict[str, Any]]:
        """Yield the steps with what stands of each."""
        learning = self.learning
        for step in learning.steps:
            test = step.test
            attempts = learning.learner.attempts_at(step.key)
            yield {
                "title": step.title,
                "is_test": test is not None,
                "is_done": learning.is_done(step),
                "is_begun": test is not None
                and learning.open_attempt(step) is not None,
                "tried": len(attempts),
                "most": test.attempts if test is not None else 0,
                "url": self.step_url(step),
            }

    @property
    def following(self) -> dict[str, str] | None:
        """What is to be done next; None when all is done, or no attempt at it is left."""
        learning = self.learning
        step = next((one for one in learning.steps if not learning.is_done(one)), None)
        if step is None or not (
            step.test is None
            or learning.open_attempt(step) is not None
            or learning.attempts_left(step) > 0
        ):
            return None
        return {"title": step.title, "url": self.step_url(step)}

    def step_url(self, step: Step) -> str:
        """Return the address of a step."""
        name = "lesson" if step.test is None else "course-test"
        return f"{self.address(name)}?{urlencode({'n': step.key})}"

    @property
    def minutes(self) -> int:
        """How long was learned, in minutes."""
        return self.learning.learner.seconds // 60


class StepPage(LearningPage):
    """The base of pages about one step, for learners alone."""

    def __call__(self) -> Any:
        """Send whoever is not known to the entrance; nothing that was stored is lost by it."""
        if self.learner is None:
            self.prepare()
            return self.see("learn")
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


class Lesson(StepPage):
    """Show a lesson: its text, sound or film with captions and words, its file."""

    def actions(self) -> dict[str, Callable[[], Any]]:
        """Return what may be asked for."""
        return {"done": self.done}

    def show(self) -> Any:
        """Return the page, or lead back from a lesson that is none any more."""
        if self.step is None or self.step.material is None:
            return self.see("learn")
        return self.index()

    def done(self) -> Any:
        """Note that the lesson was read, and go on."""
        if self.step is not None and self.step.test is None:
            self.learning.finish_lesson(self.step)
        return self.see("learn")

    @property
    def material(self) -> Any:
        return self.step.material if self.step is not None else None

    @cached_property
    def media(self) -> Media:
        """The ways to read, watch or hear it."""
        return Media(self.material)

    @property
    def text(self) -> str:
        """The body of the lesson."""
        body = stored_value(self.material, "text")
        return body.output_relative_to(self.material) if body is not None else ""

    @property
    def transcript(self) -> list[str]:
        """What is said, by lines."""
        lines = (stored_value(self.material, "transcript") or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    @property
    def is_done(self) -> bool:
        """Whether it was read already."""
        return self.step is not None and self.learning.is_done(self.step)


class CourseTestPage(StepPage):
    """Ask one question after the other, and show how it was marked."""

    question_page = ViewPageTemplateFile("templates/learning_question.pt")
    before_handing_in = ViewPageTemplateFile("templates/learning_hand_in.pt")
    numbers_part = ViewPageTemplateFile("templates/learning_numbers.pt")
    typed_answer: str | None = None

    @property
    def number_macros(self) -> Any:
        return self.numbers_part.macros

    def actions(self) -> dict[str, Callable[[], Any]]:
        """Return what may be asked for."""
        return {"begin": self.begin, "answer": self.answer, "hand_in": self.hand_in}

    def show(self) -> Any:
        """Show the open attempt, else the test with what came of it."""
        attempt = self.attempt
        if attempt is not None and attempt.handed_in is None:
            return self.before_handing_in() if self.at is None else self.question_page()
        if self.step is None or self.step.test is None:
            return self.see("learn") if attempt is None else self.index()
        return self.index()

    # What is done

    def begin(self) -> Any:
        """Begin an attempt, or go on with the open one."""
        if self.step is None:
            return self.see("learn")
        self.learning.begin_test(self.step)
        return self.see("course-test", n=self.step_key)

    def answer(self) -> Any:
        """Store an answer and go on to the next question; without an answer nothing is stored."""
        attempt, at = self.sent_attempt, parse_int(self.typed("q"), 0) - 1
        if attempt is None or not 0 <= at < len(attempt):
            return self.see("course-test", n=self.step_key)
        given = values_of(self.request.form.get("answer"))
        self.typed_answer = next(iter(given), "")
        self.learning.answer(attempt, at, given)
        following = at + 2 if at + 1 < len(attempt) else END
        return self.see("course-test", n=self.step_key, q=following)

    def hand_in(self) -> Any:
        """Hand the attempt in; a second time only shows its result."""
        attempt = self.sent_attempt
        if attempt is not None and attempt.handed_in is None:
            self.learning.hand_in(attempt)
        return self.see("course-test", n=self.step_key)

    # The attempt

    @cached_property
    def attempts(self) -> tuple[Attempt, ...]:
        """All attempts at this test."""
        return self.learner.attempts_at(self.step_key) if self.learner else ()

    @cached_property
    def attempt(self) -> Attempt | None:
        """The latest attempt."""
        return self.attempts[-1] if self.attempts else None

    @property
    def sent_attempt(self) -> Attempt | None:
        """The attempt for which a form was made: another may have begun elsewhere meanwhile."""
        number = parse_int(self.typed("attempt"), 0)
        return self.attempts[number - 1] if 0 < number <= len(self.attempts) else None

    @cached_property
    def at(self) -> int | None:
        """The place of the question that is asked, from 0; None before handing in."""
        attempt, asked = self.attempt, self.typed("q")
        if attempt is None or asked == END:
            return None
        number = parse_int(asked, 0)
        if 0 < number <= len(attempt):
            return number - 1
        unanswered = self.unanswered
        return unanswered[0] - 1 if unanswered else None

    @property
    def unanswered(self) -> list[int]:
        """The numbers of questions without an answer, from 1."""
        attempt = self.attempt
        if attempt is None:
            return []
        return [at + 1 for at in range(len(attempt)) if at not in attempt.given]

    @property
    def title(self) -> str:
        """The title as it was when the attempt began."""
        if self.attempt is not None:
            return self.attempt.title
        return super().title

    def question(self) -> dict[str, Any]:
        """Return what the page asks: nothing of which answer is right."""
        attempt, at = self.attempt, self.at
        if attempt is None or at is None:
            raise Refused(MSG_NO_LEARNER)
        asked = attempt.question(at)
        given = attempt.given.get(at, ())
        return {
            "number": at + 1,
            "text": asked.text,
            "is_number": asked.kind == NUMBER,
            "type": "checkbox" if asked.kind == MULTIPLE else "radio",
            "is_multiple": asked.kind == MULTIPLE,
            "typed": self.typed_answer
            if self.typed_answer is not None
            else next(iter(given), ""),
            "options": [
                {"value": str(place), "text": text, "checked": str(place) in given}
                for place, text in enumerate(self.option_texts(asked))
            ],
        }

    def option_texts(self, question: DrawnQuestion) -> list[str]:
        """List what can be chosen."""
        if question.kind == TRUE_FALSE:
            return [translate(one, context=self.request) for one in TRUTHS.values()]
        return list(question.answers)

    def numbers(self) -> Iterator[dict[str, Any]]:
        """Yield a link to each question, and whether it was answered."""
        attempt = self.attempt
        for at in range(len(attempt) if attempt is not None else 0):
            yield {
                "number": at + 1,
                "url": self.question_url(at + 1),
                "is_answered": attempt is not None and at in attempt.given,
                "is_here": at == self.at,
            }

    def question_url(self, number: int | str) -> str:
        """Return the address of a question."""
        query = urlencode({"n": self.step_key, "q": number})
        return f"{self.address('course-test')}?{query}"

    # Afterwards

    @property
    def attempts_left(self) -> int:
        """How many attempts are left; none of a test that is no part of the course any more."""
        if self.step is None or self.step.test is None:
            return 0
        return self.learning.attempts_left(self.step)

    @property
    def may_begin(self) -> bool:
        """Whether another attempt makes sense and may begin."""
        has_passed = self.learning.learner.has_passed(self.step_key)
        return not has_passed and self.attempts_left > 0

    @property
    def percent(self) -> int:
        """The share of right answers, never rounded up to a pass."""
        attempt = self.attempt
        return 100 * attempt.right // len(attempt) if attempt else 0

    def notes(self) -> list[dict[str, str]]:
        """List when the attempt was marked again, and why."""
        notes = self.attempt.notes if self.attempt is not None else ()
        return [{"day": format_day(when), "text": why} for when, why in notes]

    def results(self) -> Iterator[dict[str, Any]]:
        """Yield each question of what was handed in, what was right and why."""
        attempt = self.attempt
        if attempt is None or attempt.handed_in is None:
            return
        outcomes = outcomes_of(attempt)
        for at, question in enumerate(attempt.questions()):
            given = attempt.given.get(at, ())
            yield {
                "number": at + 1,
                "text": question.text,
                "is_right": outcomes[question.uid],
                "given": self.in_words(question, given),
                "right": self.right_words(question),
                "explanation": question.explanation,
                "citations": "; ".join(question.citations),
            }

    def in_words(self, question: DrawnQuestion, given: tuple[str, ...]) -> str:
        """Return an answer in words; empty for none."""
        if question.kind == NUMBER:
            return next(iter(given), "")
        texts = self.option_texts(question)
        return "; ".join(texts[place] for place in sorted(places(question, given)))

    def right_words(self, question: DrawnQuestion) -> str:
        """Return the right answer in words."""
        if question.kind == NUMBER:
            off = f" ± {question.tolerance}" if question.tolerance else ""
            return f"{question.number}{off}"
        texts = self.option_texts(question)
        return "; ".join(texts[place] for place in question.right)


def may_join(request: Any) -> bool:
    """Count that somebody begins by a name; return whether the numbers of the hour allow it."""
    if not is_first_count(request.environ, "join"):
        return True
    address = key_of(request.getClientAddr() or "")
    return JOINS.may_pass({EVERYBODY: JOINS_OF_ALL, address: JOINS_OF_ADDRESS})
