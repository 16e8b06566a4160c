"""What is done each night for those who learn online: attendance, reminders, and what is dropped."""

from collections.abc import Iterator
from datetime import datetime
from datetime import timedelta
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.names import LEARNING
from sonla.pbgdpl.core.options import is_off
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.jobs.base import DailyJob
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.items import each
from sonla.pbgdpl.options.learning.joins import forget_joins
from sonla.pbgdpl.options.learning.learners import drop_learner
from sonla.pbgdpl.options.learning.learners import forget_learners
from sonla.pbgdpl.options.learning.learners import learned_courses
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.learners import learners_of
from sonla.pbgdpl.options.learning.mail import remind
from sonla.pbgdpl.options.learning.mail import was_not_reminded_since
from sonla.pbgdpl.options.learning.opening import moment_of
from sonla.pbgdpl.options.learning.opening import why_not_open
from sonla.pbgdpl.options.learning.results import take_over
from sonla.pbgdpl.training import COURSE_TYPE
from typing import Any

BEFORE_END = timedelta(days=3)
KEPT = timedelta(days=365)
"""After the end of a course: attendance and certificates say then what is still to be known."""


class OnlineLearningJob(DailyJob):
    """Note in the attendance who has finished, remind the others, drop what is old."""

    title = _("job_online_learning", default="Courses learned online")
    description = _(
        "job_online_learning_help",
        default="Notes each night in the attendance who has finished, reminds the others three days before the end, and deletes answers a year after it, or a year after somebody learned last where a course has no end. Without it, statistics lack those who learned online.",
    )
    name = "online-learning"

    @property
    def belongs_to(self) -> str:
        """Rest with the option only where there is nobody left to be counted and erased."""
        return "" if is_off(LEARNING) and has_learners() else LEARNING

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: once a day where anybody learns."""
        return super().due(context) and has_learners()

    def work(self, context: JobContext) -> None:
        """See to each course."""
        if context.dry_run:
            return
        for section in all_sections():
            courses = ((section, uid) for uid in list(learned_courses(section)))
            each(courses, lambda one: see_to(*one, context.now()))


def has_learners() -> bool:
    """Return whether the portal keeps anything of somebody who learns."""
    return any(map(learned_courses, all_sections()))


def see_to(section: Any, uid: str, now: datetime) -> None:
    """Do for one course what is to be done now; who learned one that is gone is dropped."""
    course = course_by(uid)
    if course is None:
        forget_learners(section, uid)
        forget_joins(section, uid)
        return
    take_over(course)
    end = moment_of(course, "end")
    if end is None:
        forget_idle(course, now)
        return
    if now > end + KEPT and not waits_for_attendance(course):
        forget_learners(section, uid)
        forget_joins(section, uid)
    elif now >= end - BEFORE_END and why_not_open(course, now) is None:
        remind(course, dict(to_remind(course, end)), now)


def forget_idle(course: Any, now: datetime) -> None:
    """Drop who learned a course without an end for the last time long ago."""
    for code, learner in list(learners_of(course).items()):
        is_noted = learner.counted or not learner.finished
        if is_noted and now > learner.last_seen + KEPT:
            drop_learner(course, code)


def waits_for_attendance(course: Any) -> bool:
    """Return whether somebody who has finished isn't in the attendance yet."""
    learners = learners_of(course).values()
    return any(one.finished and not one.counted for one in learners)


def course_by(uid: str) -> Any | None:
    """Find a course, whoever asks."""
    brains = api.content.find(unrestricted=True, portal_type=COURSE_TYPE, UID=uid)
    return next(load_objects(brains), None)


def to_remind(course: Any, end: datetime) -> Iterator[tuple[str, Learner]]:
    """Yield the codes of those who were not reminded in the last days of a course yet."""
    for code, learner in learners_of(course).items():
        if was_not_reminded_since(learner, end - BEFORE_END):
            yield code, learner
