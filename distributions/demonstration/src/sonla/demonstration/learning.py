"""A course that is learned online, and invented people who are at its beginning, stuck, or done.

What they did is done as they would, a few minutes after one another, on days before today.
"""

from collections.abc import Callable
from collections.abc import Iterator
from datetime import datetime
from datetime import timedelta
from plone import api
from sonla.demonstration.values import relation_to
from sonla.pbgdpl.core.clock import event_moment
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.options.learning.course_tests import ICourseTest
from sonla.pbgdpl.options.learning.learners import add_learner
from sonla.pbgdpl.options.learning.learners import Attempt
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.learning import Learning
from sonla.pbgdpl.options.learning.learning import Step
from sonla.pbgdpl.options.learning.question_bank.rules import TRUTHS
from sonla.pbgdpl.options.learning.results import take_over
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.training import COURSE_TYPE
from typing import Any
from zope.schema import getFieldNames

LESSON = "lesson"
AFTER_A_STEP = timedelta(minutes=9)


def create_learned_course(
    units: dict[str, Any],
    data: dict[str, Any],
    bank: Any,
    people: dict[str, Any],
    make: Callable[..., Any],
) -> None:
    """Make the course of the data file with `make`, let people learn it, and note who has finished."""
    now = utc_now()
    morning = event_moment(now).replace(hour=8, minute=0, second=0)
    unit = units[data["unit"]]
    # Rows have all cells, as those that a form stores
    cells = dict.fromkeys(getFieldNames(ICourseTest))
    fields = {
        **{name: data[name] for name in ("id", "title", "description", "hours")},
        "start": morning - timedelta(days=data["days_ago"]),
        "end": morning + timedelta(days=data["days_left"], hours=9),
        "lessons": [relation_to(unit[name]) for name in data["lessons"]],
        "learn_online": True,
        "open_to_all": True,
        "tests": [{**cells, **row, "bank": bank.UID()} for row in data["tests"]],
        "legal_fields": ("pho-bien-giao-duc-phap-luat",),
        "territory": ("14",),
    }
    course = make(unit, COURSE_TYPE, fields, data, people)
    register = {
        brain.Title: brain.UID
        for brain in api.content.find(unrestricted=True, portal_type=PERSON_TYPES)
    }
    for facts in data["learners"]:
        place = units[facts["unit"]].title if facts["unit"] else ""
        learner = Learner(facts["name"], place, register.get(facts["name"], ""))
        learner.declared = not learner.person
        add_learner(course, learner)
        begun = now - timedelta(days=facts["days_ago"], hours=5)
        learn(course, learner, facts["did"], begun)
    take_over(course)


def learn(course: Any, learner: Learner, did: list[Any], moment: datetime) -> None:
    """Do one thing after the other: read a lesson, take a test, or stop in the middle of one."""
    for what in did:
        moment += AFTER_A_STEP
        learning = Learning(course, learner, moment)
        step = next(one for one in learning.steps if not learning.is_done(one))
        if what == LESSON:
            learning.finish_lesson(step)
        else:
            take(learning, step, what)
    Learning(course, learner, moment).take_certificate(learner.name)


def take(learning: Learning, step: Step, what: Any) -> None:
    """Answer so many questions of an attempt and stop; or all, so many rightly, and hand in."""
    stops = isinstance(what, int)
    asked, right = (what, what) if stops else what
    if learning.asks_for_name:
        learning.mend_name(learning.learner.name)
    attempt = learning.begin_test(step)
    for at, given in enumerate(answers(attempt, right)):
        if at < asked:
            learning.answer(attempt, at, given, attempt.version(at))
    if not stops:
        learning.hand_in(attempt)


def answers(attempt: Attempt, right: int) -> Iterator[list[str]]:
    """Yield an answer to each question: so many that are right, then wrong ones."""
    for at, question in enumerate(attempt.questions()):
        if question.number:
            yield [question.number if at < right else "1"]
        else:
            places = range(len(question.answers) or len(TRUTHS))
            wrong = [str(place) for place in places if place not in question.right]
            yield list(map(str, question.right)) if at < right else wrong[:1]
