"""What the page of learners shows: who learns and how far they are, the questions, whom to invite."""

from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.vietnamese.folding import fold_name
from sonla.pbgdpl.people.name_lookup import people_called
from sonla.pbgdpl.people.name_lookup import recognised_near
from sonla.pbgdpl.question_bank import BANK_QUESTION_TYPE
from sonla.pbgdpl.training import certificates
from sonla.pbgdpl.training.content import OPEN_TO_ALL
from sonla.pbgdpl.training.course_tests import tests_of
from sonla.pbgdpl.training.learners import code_words
from sonla.pbgdpl.training.learners import Learner
from sonla.pbgdpl.training.learners import learners_of
from sonla.pbgdpl.training.learners import MEMBER
from sonla.pbgdpl.training.learning import Step
from sonla.pbgdpl.training.learning import steps_of
from sonla.pbgdpl.training.mail import mail_of
from sonla.pbgdpl.training.mail import recipients_of
from sonla.pbgdpl.training.odds import percent_of_pairs
from sonla.pbgdpl.training.odds import questions_for
from sonla.pbgdpl.training.opening import is_offered
from sonla.pbgdpl.training.opening import why_not_open
from sonla.pbgdpl.training.pages.roll_call import facts_of
from sonla.pbgdpl.training.results import asked_questions
from sonla.pbgdpl.training.results import AskedQuestion
from sonla.pbgdpl.training.results import by_name
from sonla.pbgdpl.training.results import Standing
from sonla.pbgdpl.training.results import standings
from sonla.pbgdpl.training.results import used_up_test
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.page import TypedFields
from sonla.pbgdpl.ui.paging import PageSlice
from typing import Any
from urllib.parse import urlencode
from zope.i18nmessageid import Message

MAX_CANDIDATES, MAX_FOUND = 200, 50
LEARNERS_SHOWN = 100
"""Learners on one page: a sheet of codes to be handed out, and not too long on a phone."""
NOT_BEGUN, BEGUN, USED_UP, FINISHED = "not-begun", "begun", "used-up", "finished"
HOW_FAR: dict[str, Message] = {
    "": _("label_learners_all", default="All"),
    NOT_BEGUN: _("label_learners_not_begun", default="Not begun"),
    BEGUN: _("label_learners_begun", default="Begun, not finished"),
    USED_UP: _("label_learners_used_up", default="No attempt left"),
    FINISHED: _("label_learners_finished", default="Finished"),
}
MSG_PAIRS = _(
    "msg_learners_pairs",
    default="Test “${test}”: who knows nothing passes by the help of one other in about ${percent} of 100 cases. The other uses up all attempts and passes on the right answers of the last one (with four answers to choose from).",
)
MSG_OTHER_NAMES = _(
    "msg_learners_other_names",
    default="Anybody may begin this course, so also again under another name, with all attempts. Invite those of whom you have to be sure.",
)
LABEL_NOT_BEGUN = _("label_learner_not_begun", default="Not begun")
LABEL_QUESTION = _("label_learner_question", default="question ${number}")
LABEL_REVOKED = _("label_certificate_is_revoked", default="(revoked)")


class LearnerList(TypedFields, Page, BrowserView):
    """Provide what the template shows."""

    most_typed = 200

    @property
    def last_day(self) -> str:
        """The last day of the course."""
        return format_day(self.context.end)

    @property
    def is_offered(self) -> bool:
        """Whether the course can be learned online now."""
        return is_offered(self.context)

    @property
    def course_url(self) -> str:
        return self.context.absolute_url()

    @property
    def learn_url(self) -> str:
        """The address at which codes are typed."""
        return f"{self.course_url}/@@learn"

    @property
    def warnings(self) -> list[Message]:
        """What hosts should know of how sure the tests are."""
        if stored_value(self.context, OPEN_TO_ALL):
            return [MSG_OTHER_NAMES]
        found = []
        for test in tests_of(self.context):
            if available := questions_for(test):
                percent = percent_of_pairs(test, available)
                facts = {"test": test.title, "percent": str(percent)}
                found.append(Message(MSG_PAIRS, mapping=facts))
        return found

    # Who learns

    @cached_property
    def people(self) -> list[tuple[str, Learner]]:
        """All learners with their codes, by name."""
        return by_name(self.context)

    @cached_property
    def steps(self) -> list[Step]:
        """Lessons and tests of the course."""
        return steps_of(self.context)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many there are, have begun, and have finished."""
        learners = [learner for _code, learner in self.people]
        return {
            "all": len(learners),
            "begun": sum(one.begun is not None for one in learners),
            "finished": sum(bool(one.finished) for one in learners),
            "used_up": sum(self.is_at(USED_UP, one) for one in learners),
            "waiting": sum(bool(one.finished) and not one.counted for one in learners),
        }

    @property
    def name(self) -> str:
        """The name that is looked for among the learners."""
        return " ".join(self.typed("name").split())

    @property
    def far(self) -> str:
        """How far those are whom to show; empty for all."""
        far = self.typed("far")
        return far if far in HOW_FAR else ""

    def choices(self) -> Iterator[dict[str, Any]]:
        """Yield how far learners may be, to choose from."""
        for value, title in HOW_FAR.items():
            yield {"value": value, "title": title, "selected": value == self.far}

    @cached_property
    def matching(self) -> list[tuple[str, Learner]]:
        """The learners who are asked for."""
        words = fold_name(self.name).split()
        return [
            (code, learner)
            for code, learner in self.people
            if self.is_at(self.far, learner)
            and all(word in fold_name(learner.name) for word in words)
        ]

    def is_at(self, far: str, learner: Learner) -> bool:
        """Return whether somebody is as far as that."""
        if far == USED_UP:
            return used_up_test(learner, self.steps) is not None
        return far in ("", how_far(learner))

    @property
    def may_remind(self) -> bool:
        """Whether a link that is sent now leads to something that can be done."""
        return why_not_open(self.context, utc_now()) is None

    @property
    def part(self) -> PageSlice:
        """Which of them are shown."""
        return self.part_of("learners", len(self.matching), LEARNERS_SHOWN)

    def part_of(self, name: str, total: int, *size: int) -> PageSlice:
        """Return which part of a list is shown."""
        return PageSlice.asked_for(name, self.request.form, total, self.narrowed, *size)

    @property
    def narrowed(self) -> str:
        """The address of the page with what is asked for."""
        asked = {"name": self.name, "far": self.far}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{self.url}?{query}" if query else self.url

    @property
    def here(self) -> str:
        """The address of the part that is shown, where what is done in a row leads back to."""
        sign = "&" if "?" in self.narrowed else "?"
        start = self.part.start
        return f"{self.narrowed}{sign}learners={start}" if start else self.narrowed

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield what the table shows of each learner."""
        shown = self.part.of(self.matching)
        reachable = recipients_of(dict(shown))
        section = section_of(self.context)
        for one in standings(self.context, shown):
            learner = one.learner
            has_code = not one.code.startswith(MEMBER)
            certificate = certificates.certificate_in(section, learner.certificate)
            yield {
                "key": one.code,
                "name": learner.name,
                "unit": learner.unit,
                "code": code_words(one.code) if has_code else "",
                "has_begun": learner.begun is not None,
                "done": one.done,
                "steps": one.steps,
                "where": self.where(one),
                "used_up": one.used_up,
                "best": one.best,
                "minutes": learner.seconds // 60,
                "last": format_moment(learner.last) if learner.last else "",
                "certificate": certificate,
                "certificate_url": self.verify_url(learner.certificate),
                "has_mail": one.code in reachable,
            }

    def where(self, standing: Standing) -> str:
        """Return at which part somebody is, and at which question of a test; empty at the end."""
        if standing.learner.begun is None:
            return self.translated(LABEL_NOT_BEGUN)
        words = Message(LABEL_QUESTION, mapping={"number": str(standing.question)})
        question = self.translated(words) if standing.question else ""
        return ", ".join(filter(None, (standing.stuck, question)))

    def certificate_words(self, learner: Learner) -> str:
        """Return the number of somebody's certificate, and that it was revoked."""
        section = section_of(self.context)
        certificate = certificates.certificate_in(section, learner.certificate)
        if certificate is None:
            return ""
        words = [code_words(learner.certificate)]
        if not certificate.holds:
            words.append(self.translated(LABEL_REVOKED))
        return " ".join(words)

    def verify_url(self, code: str) -> str:
        """Return where anybody verifies a certificate."""
        root = self.request.physicalPathToURL(self.portal_path)
        return f"{root}/@@verify?{urlencode({'code': code})}" if code else ""

    @property
    def portal_path(self) -> tuple[str, ...]:
        return self.context.portal_url.getPortalObject().getPhysicalPath()

    # Questions

    @cached_property
    def asked_questions(self) -> list[AskedQuestion]:
        """The questions of the tests, the hardest first."""
        return asked_questions(self.context)

    @property
    def questions_part(self) -> PageSlice:
        """Which of the questions are shown."""
        return self.part_of("questions", len(self.asked_questions))

    @cached_property
    def question_urls(self) -> dict[str, str]:
        """Map the questions that are shown to where the bank has them, for those who may see it."""
        shown = self.questions_part.of(self.asked_questions)
        found = api.content.find(
            portal_type=BANK_QUESTION_TYPE, UID=[one.uid for one in shown]
        )
        return {brain.UID: brain.getURL() for brain in found}

    # Whom to invite

    @property
    def asked(self) -> str:
        """The name that is looked for in the register."""
        return " ".join(self.typed("q").split())

    def candidates(self) -> list[dict[str, str]]:
        """List who may be invited: those with the name that was typed, or recognised near by."""
        learning = {one.person for one in learners_of(self.context).values()}
        found = (
            islice(people_called(self.asked, self.context), MAX_FOUND)
            if self.asked
            else recognised_near(self.context, MAX_CANDIDATES)
        )
        return [
            {
                "uid": person.UID(),
                "name": person.title,
                "facts": place_words(person),
                "mail": mail_of(person),
            }
            for person in found
            if person.UID() not in learning
        ]


def how_far(learner: Learner) -> str:
    """Return how far somebody is."""
    if learner.finished:
        return FINISHED
    return NOT_BEGUN if learner.begun is None else BEGUN


def place_words(person: Any) -> str:
    """Return office and place of somebody of the register."""
    return ", ".join(filter(None, facts_of(person)))
