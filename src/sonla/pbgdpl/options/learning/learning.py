"""Learning a course online: its steps, what somebody may do now, and what that changes.

Whoever asks: a learner has no account. Everything that is refused is refused in words for them,
and nothing that was stored before is taken away.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import place_title
from sonla.pbgdpl.editorial.states import is_public
from sonla.pbgdpl.options.learning import certificates
from sonla.pbgdpl.options.learning.course_tests import CourseTest
from sonla.pbgdpl.options.learning.course_tests import tests_of
from sonla.pbgdpl.options.learning.learners import Attempt
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.names import MAX_LETTERS
from sonla.pbgdpl.options.learning.names import read_name
from sonla.pbgdpl.options.learning.online import gives_certificates
from sonla.pbgdpl.options.learning.online import OPEN_TO_ALL
from sonla.pbgdpl.options.learning.opening import moment_of
from sonla.pbgdpl.options.learning.opening import Refused
from sonla.pbgdpl.options.learning.opening import require_open
from sonla.pbgdpl.options.learning.question_bank.answer_counts import count_answers
from sonla.pbgdpl.options.learning.question_bank.query import bank_by_uid
from sonla.pbgdpl.options.learning.question_bank.query import draw_from
from sonla.pbgdpl.options.learning.question_bank.rules import DrawnQuestion
from sonla.pbgdpl.options.learning.question_bank.rules import is_answered
from sonla.pbgdpl.options.learning.question_bank.rules import is_right
from sonla.pbgdpl.options.learning.question_bank.rules import NUMBER
from sonla.pbgdpl.options.learning.question_bank.rules import places
from sonla.pbgdpl.training.content import LESSONS
from typing import Any

import random

TO_FINISH = timedelta(hours=1)
"""After the end of a course: a test that was begun before may be finished and handed in."""
MAX_TYPED = 60
"""Characters of a number that are read."""

MSG_EARLIER_STEPS = _(
    "msg_learning_earlier_steps",
    default="First finish what stands before this test: ${titles}.",
)
MSG_NO_ATTEMPT_LEFT = _(
    "msg_learning_no_attempt_left",
    default="You have used all ${count} attempts. Ask the unit that holds the course.",
)
MSG_NO_QUESTIONS = _(
    "msg_learning_no_questions",
    default="This test has no questions now. Nothing is lost: come back later, or tell the unit that holds the course.",
)
MSG_HANDED_IN = _(
    "msg_learning_handed_in",
    default="This attempt was handed in already; what you sent now does not change it.",
)
MSG_ANSWERED_MEANWHILE = _(
    "msg_learning_answered_meanwhile",
    default="This question has got another answer since this page was opened. That one is kept; the one you sent now is not saved yet. Send it again if it is to count.",
)
MSG_NO_NUMBER = _(
    "msg_learning_no_number",
    default="“${typed}” is no number. Type digits alone, such as 30 or 12,5.",
)
MSG_NAME_FIRST = _(
    "msg_learning_name_first",
    default="Before the first test: look at the name that is to stand on the certificate.",
)
MSG_NO_SUCH_NAME = _(
    "msg_learning_no_such_name",
    default="A name has letters alone, from 2 to ${most}: no digits, signs or addresses. Mend what you typed and send it again.",
)
MSG_NAME_STANDS = _(
    "msg_learning_name_stands",
    default="This name can't be changed here any more. Ask the unit that holds the course.",
)
MSG_NOTHING_CHOSEN = _(
    "msg_learning_nothing_chosen",
    default="Nothing is chosen yet. Choose an answer, or go to another question.",
)


@dataclass(frozen=True)
class Step:
    """One thing to do in a course: a lesson, or a test."""

    key: str
    title: str
    material: Any = None
    test: CourseTest | None = None


class Learning:
    """A course as one person learns it, at one moment."""

    def __init__(self, course: Any, learner: Learner, now: datetime) -> None:
        self.course, self.learner, self.now = course, learner, now

    @cached_property
    def steps(self) -> list[Step]:
        """Lessons and tests in the order of the course."""
        return steps_of(self.course)

    def step(self, key: str) -> Step | None:
        """Find a step; None for one that was taken out of the course."""
        return next((step for step in self.steps if step.key == key), None)

    def is_done(self, step: Step) -> bool:
        """Return whether the step is done."""
        return is_done(self.learner, step)

    @property
    def is_finished(self) -> bool:
        """Whether everything is done."""
        return bool(self.steps) and all(map(self.is_done, self.steps))

    def missing_before(self, step: Step) -> list[Step]:
        """List what is still to be done before a test."""
        before = self.steps[: self.steps.index(step)]
        return [one for one in before if not self.is_done(one)]

    def open_attempt(self, step: Step) -> Attempt | None:
        """Return the attempt that was begun and not handed in."""
        attempts = self.learner.attempts_at(step.key)
        return attempts[-1] if attempts and attempts[-1].handed_in is None else None

    # What a learner does

    def finish_lesson(self, step: Step) -> None:
        """Note that a lesson was read; a second time changes nothing."""
        require_open(self.course, self.now)
        if step.key not in self.learner.read:
            self.learner.read[step.key] = self.now
            self.note()

    def begin_test(self, step: Step) -> Attempt:
        """Draw a test; what was begun and not handed in goes on instead."""
        begun = self.open_attempt(step)
        if begun is not None:
            return begun
        require_open(self.course, self.now)
        test = self.check_may_begin(step)
        bank = bank_by_uid(test.bank)
        drawn = (
            draw_from(
                bank,
                test.questions,
                random.SystemRandom(),
                difficulty=test.difficulty,
            )
            if bank is not None
            else []
        )
        if not drawn:
            raise Refused(MSG_NO_QUESTIONS)
        attempt = Attempt(step.title, test.bank, test.pass_percent, drawn, self.now)
        attempts = self.learner.attempts_at(step.key)
        self.learner.attempts[step.key] = (*attempts, attempt)
        self.note()
        return attempt

    def check_may_begin(self, step: Step) -> CourseTest:
        """Return the test of a step; refuse it before its time, and when no attempt is left."""
        test = step.test
        if test is None:
            raise Refused(MSG_NO_QUESTIONS)
        if self.asks_for_name:
            raise Refused(MSG_NAME_FIRST)
        if missing := self.missing_before(step):
            raise Refused(
                MSG_EARLIER_STEPS, titles="; ".join(one.title for one in missing)
            )
        if self.attempts_left(step) <= 0:
            raise Refused(
                MSG_NO_ATTEMPT_LEFT, count=attempts_allowed(self.learner, step)
            )
        return test

    def attempts_left(self, step: Step) -> int:
        """Return how many attempts somebody may still begin."""
        used = len(self.learner.attempts_at(step.key))
        return attempts_allowed(self.learner, step) - used

    def answer(
        self, attempt: Attempt, at: int, given: Sequence[str], version: int
    ) -> None:
        """Store the answer to one question; it may be changed until the test is handed in.

        `version` is that of the answer which the form showed. What was sent before and comes
        late, as over a line that broke, doesn't replace what was answered meanwhile.
        """
        self.require_unfinished(attempt)
        question = attempt.question(at)
        answers = read_given(question, given)
        if not is_answered(question, answers):
            typed = next(iter(answers), "").strip()
            if question.kind == NUMBER and typed:
                raise Refused(MSG_NO_NUMBER, typed=typed)
            raise Refused(MSG_NOTHING_CHOSEN)
        if version != attempt.version(at) and answers != attempt.given.get(at):
            raise Refused(MSG_ANSWERED_MEANWHILE)
        attempt.answer(at, answers)
        self.learner.note_time(self.now)

    def shows_right_answers(self, key: str) -> bool:
        """Return whether a test tells what is right, once it is handed in.

        To those who have passed, have no attempt left, or when nobody can hand in any more: who
        reads it before could pass by it. Whoever may begin by a name could use up all attempts
        under another one; there only passing and the end count.
        """
        end = moment_of(self.course, "end")
        if self.learner.has_passed(key) or (
            end is not None and self.now > end + TO_FINISH
        ):
            return True
        step = self.step(key)
        is_open = bool(stored_value(self.course, OPEN_TO_ALL))
        return not is_open and step is not None and is_used_up(self.learner, step)

    # The name, and the certificate

    @property
    def asks_for_name(self) -> bool:
        """Whether somebody is to look at their name before a test: nobody else checks it."""
        learner = self.learner
        return (
            learner.declared
            and not learner.confirmed
            and gives_certificates(self.course)
        )

    @property
    def may_mend_name(self) -> bool:
        """Whether somebody may still change their name themselves."""
        return self.learner.declared and not self.learner.certificate

    def mend_name(self, typed: str) -> None:
        """Take a name as what its learner says it is, until the certificate is made."""
        if not self.may_mend_name:
            raise Refused(MSG_NAME_STANDS)
        name = read_name(typed)
        if not name:
            raise Refused(MSG_NO_SUCH_NAME, most=MAX_LETTERS)
        self.learner.name, self.learner.confirmed = name, True
        self.learner.note_time(self.now)

    @property
    def may_take_certificate(self) -> bool:
        """Whether somebody has finished and can have a certificate made."""
        learner = self.learner
        return (
            learner.finished is not None
            and not learner.certificate
            and gives_certificates(self.course)
        )

    def take_certificate(self, typed: str) -> None:
        """Have the certificate made; a second time changes nothing."""
        if not self.may_take_certificate:
            return
        if self.learner.declared:
            self.mend_name(typed)
        give_certificate(self.course, self.learner, self.now)

    def hand_in(self, attempt: Attempt) -> None:
        """Mark an attempt, once."""
        self.require_unfinished(attempt)
        outcomes = outcomes_of(attempt)
        attempt.right = sum(outcomes.values())
        attempt.passed = has_passed(attempt)
        attempt.handed_in = self.now
        bank = bank_by_uid(attempt.bank)
        if bank is not None:
            count_answers(bank, outcomes)
        self.note()

    def require_unfinished(self, attempt: Attempt) -> None:
        """Refuse what comes after handing in, or too long after the end of the course."""
        if attempt.handed_in is not None:
            raise Refused(MSG_HANDED_IN)
        require_open(self.course, self.now, TO_FINISH)

    def note(self) -> None:
        """Note the time, and that everything is done."""
        self.learner.note_time(self.now)
        note_finished(self.course, self.learner, self.now)


def attempts_allowed(learner: Learner, step: Step) -> int:
    """Return how many attempts somebody has in all: those of the test, and those given besides."""
    if step.test is None:
        return 0
    return step.test.attempts + learner.granted.count(step.key)


def is_used_up(learner: Learner, step: Step) -> bool:
    """Return whether somebody has not passed a test and can't try it again."""
    attempts = learner.attempts_at(step.key)
    return (
        step.test is not None
        and bool(attempts)
        and attempts[-1].handed_in is not None
        and not learner.has_passed(step.key)
        and len(attempts) >= attempts_allowed(learner, step)
    )


def read_given(question: DrawnQuestion, given: Sequence[str]) -> tuple[str, ...]:
    """Return the number that was typed, or each place that was chosen, once.

    A program may send a place a hundred thousand times, and all of it would be stored.
    """
    if question.kind == NUMBER:
        return tuple(one[:MAX_TYPED] for one in given[:1])
    return tuple(map(str, sorted(places(question, given))))


def note_finished(course: Any, learner: Learner, now: datetime) -> None:
    """Note who has done everything, once; whose name was checked has the certificate at once."""
    if learner.finished or not Learning(course, learner, now).is_finished:
        return
    learner.finished = now
    if not (learner.declared or learner.certificate) and gives_certificates(course):
        give_certificate(course, learner, now)


def give_certificate(course: Any, learner: Learner, now: datetime) -> None:
    """Issue the certificate to somebody who has finished."""
    made = certificates.issue(course, learner, place_title(course), today(now))
    learner.certificate = made.code


def is_done(learner: Learner, step: Step) -> bool:
    """Return whether somebody has read a lesson, or passed a test."""
    if step.test is not None:
        return learner.has_passed(step.key)
    return step.key in learner.read


def steps_of(course: Any) -> list[Step]:
    """List lessons and tests in the order in which they are learned."""
    lessons = [
        Step(material.UID(), material.title, material)
        for material in materials_of(course)
    ]
    tests = [Step(test.key, test.title, test=test) for test in tests_of(course)]
    return list(in_order(lessons, tests))


def in_order(lessons: list[Step], tests: list[Step]) -> Iterator[Step]:
    """Yield each lesson and, behind it, the tests that belong there; the others at the end."""
    for number, lesson in enumerate(lessons, start=1):
        yield lesson
        yield from (one for one in tests if place_of(one, len(lessons)) == number)
    yield from (one for one in tests if place_of(one, len(lessons)) is None)


def place_of(step: Step, lessons: int) -> int | None:
    """Return the number of the lesson behind which a test stands; None for the end."""
    after = step.test.after if step.test is not None else None
    return after if after is not None and after <= lessons else None


def materials_of(course: Any) -> Iterator[Any]:
    """Yield the public materials that are the lessons of a course."""
    for relation in stored_value(course, LESSONS) or ():
        material = relation.to_object
        if material is not None and is_public(material):
            yield material


def outcomes_of(attempt: Attempt) -> dict[str, bool]:
    """Return of each question whether it was answered rightly; without an answer it was not."""
    return {
        question.uid: question.uid in attempt.voided
        or is_right(question, attempt.given.get(at, ()))
        for at, question in enumerate(attempt.questions())
    }


def has_passed(attempt: Attempt) -> bool:
    """Return whether the share of right answers is enough."""
    return attempt.right * 100 >= attempt.pass_percent * len(attempt)
