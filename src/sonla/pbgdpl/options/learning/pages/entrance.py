"""`@@learn`: enter a course by code, name or account; what there is to do, and how far it is done."""

from collections.abc import Callable
from collections.abc import Iterator
from functools import cached_property
from math import ceil
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.limiter import is_first_count
from sonla.pbgdpl.core.limiter import key_of
from sonla.pbgdpl.core.limiter import Limiter
from sonla.pbgdpl.core.proof_of_work import challenge
from sonla.pbgdpl.core.proof_of_work import is_proved
from sonla.pbgdpl.core.typed_text import clean_line
from sonla.pbgdpl.options.learning.certificates import certificate_by
from sonla.pbgdpl.options.learning.joins import joins_within_hour
from sonla.pbgdpl.options.learning.joins import note_join
from sonla.pbgdpl.options.learning.joins import seconds_until_fewer
from sonla.pbgdpl.options.learning.learners import add_learner
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.learners import learner_by
from sonla.pbgdpl.options.learning.learners import make_room
from sonla.pbgdpl.options.learning.learners import MAX_NAME
from sonla.pbgdpl.options.learning.learners import MEMBER
from sonla.pbgdpl.options.learning.learners import new_code
from sonla.pbgdpl.options.learning.learners import read_code
from sonla.pbgdpl.options.learning.learning import attempts_allowed
from sonla.pbgdpl.options.learning.learning import MSG_NO_SUCH_NAME
from sonla.pbgdpl.options.learning.learning import Step
from sonla.pbgdpl.options.learning.names import MAX_LETTERS
from sonla.pbgdpl.options.learning.names import read_name
from sonla.pbgdpl.options.learning.online import gives_certificates
from sonla.pbgdpl.options.learning.online import OPEN_TO_ALL
from sonla.pbgdpl.options.learning.opening import Refused
from sonla.pbgdpl.options.learning.pages.learning import ask_to_wait
from sonla.pbgdpl.options.learning.pages.learning import COOKIE
from sonla.pbgdpl.options.learning.pages.learning import LearningPage
from sonla.pbgdpl.options.learning.pages.learning import MSG_NO_LEARNER
from sonla.pbgdpl.options.learning.pages.learning import TOO_MANY
from sonla.pbgdpl.options.learning.pages.learning import UNKNOWN
from sonla.pbgdpl.settings.public_address import public_root
from sonla.pbgdpl.settings.public_address import public_url
from sonla.pbgdpl.ui.sharing import PICTURE
from typing import Any
from urllib.parse import urlencode
from zope.i18nmessageid import Message

MAX_TYPED_SHOWN = 40
"""Characters of a wrong code that are quoted."""
JOINS = Limiter()
"""People who began an open course by their name, by address."""
UNPROVED = Limiter()
"""Of them those whose browser proved no work, as without script."""
JOINS_OF_ALL = 2000
"""An hour, in one course, by all processes together."""
JOINS_OF_ADDRESS = 300
"""An hour, in one course and process: a hall full of phones may share one address."""
PART_UNPROVED = 5
"""One in so many may begin without the proof."""
HONEYPOT = "website"
"""A field that people don't see and programs fill in."""
OFFERED = "offered"
"""The field with the code that a form offers."""
HEADING = _("heading_learning", default="Learning online")
MSG_WRONG_CODE = _(
    "msg_learning_wrong_code",
    default="No one learns this course by the code “${typed}”. It has twelve letters and digits. Look at it again, or ask the unit for another one.",
)
MSG_MANY_WRONG = _(
    "msg_learning_many_wrong",
    default="No one learns this course by the code “${typed}”, and many wrong codes came from your connection. Look at it again, and type it again in ${seconds} seconds. The right code opens at any time.",
)
MSG_NO_NAME = _("msg_learning_no_name", default="Type your full name.")
MSG_LONG_UNIT = _(
    "msg_learning_long_unit",
    default="Where you work or live may have ${most} letters; what you typed has ${count}. Shorten it.",
)
MSG_FULL = _(
    "msg_learning_full",
    default="The course has no more room. Nothing was stored; tell the unit that holds the course.",
)
MSG_MANY_JOIN = _(
    "msg_learning_many_join",
    default="Many people are beginning just now. Nothing was stored; what you typed is still here. Send it again in ${minutes} minutes.",
)
MSG_HONEYPOT = _(
    "msg_question_honeypot",
    default="The field “Website” has to stay empty. Please clear it and send again.",
)


class Learn(LearningPage):
    """Let somebody in, and show what they have done and what comes next."""

    is_entrance = True

    @property
    def shared(self) -> dict[str, str]:
        """What services show of the address: it is sent on where anybody may learn."""
        heading = self.translated(HEADING)
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
        if self.learner is None and self.typed(UNKNOWN) and not self.message:
            self.message = MSG_NO_LEARNER
        return self.index()

    @property
    def has_certificate(self) -> bool:
        """Whether the learner has a certificate that holds."""
        found = certificate_by(self.learner.certificate) if self.learner else None
        return found is not None and found.holds

    def actions(self) -> dict[str, Callable[[], Any]]:
        """Return what may be asked for."""
        return {
            "enter": self.enter,
            "join": self.join,
            "learn_by_account": self.learn_by_account,
            "leave": self.leave,
            "mend": self.mend,
            "take": self.take,
        }

    def enter(self) -> Any:
        """Enter by a code, of which nobody is told whether another would be right."""
        code = read_code(self.typed("code"))
        if not code or learner_by(self.context, code) is None:
            wait = ask_to_wait(self.request)
            facts = {
                "typed": self.typed("code")[:MAX_TYPED_SHOWN],
                "seconds": str(wait),
            }
            message = MSG_MANY_WRONG if wait else MSG_WRONG_CODE
            self.message = Message(message, mapping=facts)
            return self.index()
        self.remember(code)
        # A mail may lead to a test; one that is none any more leads back
        test = self.typed("n")
        return self.see("course-test", n=test) if test else self.see("learn")

    def join(self) -> Any:
        """Begin an open course by name and unit; who sends the form twice begins once."""
        self.require_open_to_strangers()
        name, unit = read_name(self.typed("name")), clean_line(self.typed("unit"))
        if not self.is_open_to_all or not self.typed("name"):
            raise Refused(MSG_NO_NAME)
        if not name:
            raise Refused(MSG_NO_SUCH_NAME, most=MAX_LETTERS)
        if len(unit) > MAX_NAME:
            raise Refused(MSG_LONG_UNIT, most=MAX_NAME, count=len(unit))
        if self.typed(HONEYPOT):
            raise Refused(MSG_HONEYPOT)
        code = read_code(self.typed(OFFERED))
        known = learner_by(self.context, code)
        if known is None or (known.name, known.unit) != (name, unit):
            code = self.begin(Learner(name, unit), code if known is None else "")
        self.remember(code)
        return self.see("learn")

    def begin(self, learner: Learner, code: str) -> str:
        """Let somebody begin who typed a name; return their code.

        What a browser proved is good for the code that its form offered, so for one person.
        """
        proof = bool(code) and is_proved(self.typed("proof"), self.form_of(code))
        if wait := seconds_to_wait(self.context, self.request, proof):
            self.request.response.setStatus(TOO_MANY)
            self.request.response.setHeader("Retry-After", str(wait))
            raise Refused(MSG_MANY_JOIN, minutes=ceil(wait / 60))
        if not make_room(self.context):
            raise Refused(MSG_FULL)
        learner.declared = True
        note_join(self.context, proof)
        return add_learner(self.context, learner, code)

    @cached_property
    def offered(self) -> str:
        """The code of whoever begins by this form, the same however often it is sent."""
        return new_code()

    @property
    def challenge(self) -> str:
        """The work that the browser is to prove for that code."""
        return challenge(self.form_of(self.offered))

    def form_of(self, code: str) -> str:
        """Name the form that offers a code: in another course no proof of it counts."""
        return f"learn {self.context.UID()} {code}"

    def learn_by_account(self) -> Any:
        """Begin by the account of somebody who is logged in."""
        self.require_open_to_strangers()
        if self.may_use_account and self.learner is None:
            user = api.user.get_current()
            learner = Learner(user.getProperty("fullname") or user.getId())
            learner.declared = True
            add_learner(self.context, learner, f"{MEMBER}{user.getId()}")
        return self.see("learn")

    def leave(self) -> Any:
        """Forget on this device who learns; nothing else changes."""
        self.request.response.expireCookie(COOKIE, path=self.cookie_path)
        return self.see("learn")

    def mend(self) -> Any:
        """Change the name that somebody typed, until it stands on a certificate."""
        self.learning.mend_name(self.typed("own_name"))
        return self.see("learn")

    def take(self) -> Any:
        """Make the certificate, in the name that somebody has just looked at."""
        self.learning.take_certificate(self.typed("own_name"))
        return self.see("learn")

    @property
    def has_no_certificate(self) -> bool:
        """Whether who finishes this course isn't certified."""
        return not gives_certificates(self.context)

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
                "most": attempts_allowed(learning.learner, step),
                "is_remarked": any(one.notes for one in attempts),
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


def seconds_to_wait(course: Any, request: Any, proof: bool) -> int:
    """Return the seconds after which to try again to begin by a name, 0 for none.

    Whoever may begin counts for their address; the total counts who has begun.
    """
    if not is_first_count(request.environ, "join"):
        return 0
    limits = [(False, JOINS_OF_ALL)]
    if not proof:
        limits.append((True, max(1, JOINS_OF_ALL // PART_UNPROVED)))
    for unproved, most in limits:
        if joins_within_hour(course, unproved) >= most:
            return max(1, seconds_until_fewer(course, unproved))
    address = f"{course.UID()} {key_of(request.getClientAddr() or '')}"
    numbers = {address: JOINS_OF_ADDRESS}
    few = {address: max(1, JOINS_OF_ADDRESS // PART_UNPROVED)}
    counted = [(JOINS, numbers)] if proof else [(UNPROVED, few), (JOINS, numbers)]
    for limiter, most_of in counted:
        if not limiter.may_pass(most_of):
            return max(1, limiter.seconds_until_free(most_of))
    return 0
