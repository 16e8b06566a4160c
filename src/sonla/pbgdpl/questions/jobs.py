"""Reminders of questions that are to be answered soon, or should have been."""

from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from itertools import islice
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.jobs.base import DailyJob
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.store import job_store_of
from sonla.pbgdpl.mail.jobs import DailyMailJob
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.questions import DUE_INDEX
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.questions.erasure import erase_contact
from sonla.pbgdpl.questions.erasure import ERASED
from sonla.pbgdpl.questions.erasure import known_ones
from sonla.pbgdpl.questions.erasure import MOST_AT_ONCE
from sonla.pbgdpl.questions.erasure import outdated
from sonla.pbgdpl.questions.mail import notices_to_office
from sonla.pbgdpl.questions.mail import QUESTION_REMINDER
from sonla.pbgdpl.questions.settings import get_question_settings
from typing import Any

MONDAY = 0


class QuestionReminderJob(DailyMailJob):
    """Remind those who act next, in the first run of a day."""

    title = _("job_question_reminders", default="Reminders of questions")
    description = _(
        "job_question_reminders_help",
        default="Reminds those who answer of questions that are due soon or late. Without it nobody is reminded.",
    )
    name = "question-reminders"

    def may_start(self, context: JobContext) -> bool:
        """Return whether the settings want mail about questions."""
        return bool(get_question_settings().mail_questions)

    def notices(self, context: JobContext) -> Iterator[Notice | DeliveryProblem]:
        """Yield a notice for each question and each of those who act next."""
        for question in self.questions(context):
            yield from notices_to_office(question, QUESTION_REMINDER)

    def questions(self, context: JobContext) -> Iterator[Any]:
        """Yield the questions of today, and of days on which there was no run."""
        days = self.days(context)
        return to_be_reminded(days[0], days[-1]) if days else iter(())


def to_be_reminded(first: date, day: date) -> Iterator[Any]:
    """Yield open questions that come near their day, and on a Monday those beyond it.

    `first` to `day`, both inclusive: the days that are looked at.
    """
    catalog = api.portal.get_tool("portal_catalog")
    if DUE_INDEX not in catalog.indexes():
        return
    ahead = timedelta(days=get_question_settings().reminder_days)
    brains = catalog.unrestrictedSearchResults(
        {
            "portal_type": QUESTION_TYPE,
            DUE_INDEX: {"query": (day + ahead).isoformat(), "range": "max"},
            "sort_on": DUE_INDEX,
        }
    )
    mondays = any(
        (first + timedelta(days=number)).weekday() == MONDAY
        for number in range((day - first).days + 1)
    )
    for question in load_objects(brains):
        due = stored_value(question, "due_date")
        near = bool(ahead) and first <= due - ahead <= day
        if near or (due < day and mondays):
            yield question


class RetentionJob(DailyJob):
    """Forget, in the first run of a day, who asked what was closed long ago."""

    title = _("job_question_retention", default="Erasing of askers' data")
    description = _(
        "job_question_retention_help",
        default="Erases names and addresses of people whose question was closed longer ago than the settings allow. Without it, personal data is kept for longer than promised.",
    )
    name = "question-retention"

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: while the settings let anything be forgotten and anybody is known."""
        wanted = bool(get_question_settings().retention_months)
        return wanted and super().due(context) and any(known_ones())

    def work(self, context: JobContext) -> None:
        """Forget; how many stands in the log."""
        if context.dry_run:
            return
        found = list(islice(outdated(today(context.now())), MOST_AT_ONCE))
        count = sum(map(erase_contact, found))
        if count:
            log.note(ERASED.name, QUESTION_TYPE, self.site, count)

    def work_and_note(self, context: JobContext) -> None:
        """Note the day only when nothing is left: the next run goes on."""
        self.work(context)
        day = today(context.now())
        if context.dry_run or not any(outdated(day)):
            job_store_of(self.site).done_on[self.name] = day
