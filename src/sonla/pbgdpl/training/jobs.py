"""What is done each night for those who learn online: attendance, reminders, and what is dropped."""

from collections.abc import Iterator
from datetime import datetime
from datetime import timedelta
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.jobs.base import DailyJob
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.training import COURSE_TYPE
from sonla.pbgdpl.training.learners import forget_learners
from sonla.pbgdpl.training.learners import learned_courses
from sonla.pbgdpl.training.learners import Learner
from sonla.pbgdpl.training.learners import learners_of
from sonla.pbgdpl.training.learning import is_offered
from sonla.pbgdpl.training.learning import moment_of
from sonla.pbgdpl.training.mail import mail_of
from sonla.pbgdpl.training.mail import post
from sonla.pbgdpl.training.mail import REMINDER
from sonla.pbgdpl.training.results import people_by_uid
from sonla.pbgdpl.training.results import take_over
from typing import Any

BEFORE_END = timedelta(days=3)
KEPT = timedelta(days=365)
"""After the end of a course: attendance and certificates say then what is still to be known."""


class OnlineLearningJob(DailyJob):
    """Note in the attendance who has finished, remind the others, drop what is old."""

    title = _("job_online_learning", default="Courses learned online")
    description = _(
        "job_online_learning_help",
        default="Notes each night in the attendance who has finished, reminds the others three days before the end, and deletes answers a year after it. Without it, statistics lack those who learned online.",
    )
    name = "online-learning"

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: once a day where anybody learns."""
        return super().due(context) and any(map(learned_courses, all_sections()))

    def work(self, context: JobContext) -> None:
        """See to each course."""
        if context.dry_run:
            return
        for section in all_sections():
            for uid in learned_courses(section):
                see_to(section, uid, context.now())


def see_to(section: Any, uid: str, now: datetime) -> None:
    """Do for one course what is to be done now; who learned one that is gone is dropped."""
    course = course_by(uid)
    if course is None:
        forget_learners(section, uid)
        return
    take_over(course)
    end = moment_of(course, "end")
    if end is None:
        return
    if now > end + KEPT and not waits_for_attendance(course):
        forget_learners(section, uid)
    elif end - BEFORE_END <= now <= end and is_offered(course):
        remind(course, now)


def waits_for_attendance(course: Any) -> bool:
    """Return whether somebody who has finished isn't in the attendance yet."""
    learners = learners_of(course).values()
    return any(one.certificate and not one.counted for one in learners)


def course_by(uid: str) -> Any | None:
    """Find a course, whoever asks."""
    brains = api.content.find(unrestricted=True, portal_type=COURSE_TYPE, UID=uid)
    return next(load_objects(brains), None)


def remind(course: Any, now: datetime) -> None:
    """Send the link once more to those who haven't finished and have a mail address."""
    late = dict(to_remind(course))
    people = {
        person.UID(): person
        for person in people_by_uid(learner.person for learner in late.values())
        if mail_of(person)
    }
    for code, learner in late.items():
        if (person := people.get(learner.person)) is not None:
            learner.reminded = now
            post(REMINDER, course, person, code)


def to_remind(course: Any) -> Iterator[tuple[str, Learner]]:
    """Yield the codes of those of the register who haven't finished, once each."""
    for code, learner in learners_of(course).items():
        if learner.person and not learner.certificate and learner.reminded is None:
            yield code, learner
