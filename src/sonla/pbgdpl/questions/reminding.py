"""Reminders of questions that are to be answered soon, or should have been."""

from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import awake
from sonla.pbgdpl.core.fields import stored
from sonla.pbgdpl.core.names import DUE_INDEX
from sonla.pbgdpl.core.names import QUESTION_TYPE
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.mail.daily import DailyMailJob
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import Problem
from sonla.pbgdpl.questions.telling import notices_to_office
from sonla.pbgdpl.questions.telling import QUESTION_REMINDER
from sonla.pbgdpl.settings.getters import get_settings
from typing import Any

MONDAY = 0


class ReminderJob(DailyMailJob):
    """Remind those who act next, in the first run of a day."""

    title = _("job_question_reminders", default="Reminders of questions")
    description = _(
        "job_question_reminders_help",
        default="Reminds those who answer of questions that are due soon or late. Without it nobody is reminded.",
    )
    name = "question-reminders"

    def may_start(self, context: JobContext) -> bool:
        """Return whether the settings want mail about questions."""
        return bool(get_settings().mail_questions)

    def notices(self, context: JobContext) -> Iterator[Notice | Problem]:
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
    ahead = timedelta(days=get_settings().question_reminder_days)
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
    for question in awake(brains):
        due = stored(question, "due_date")
        near = bool(ahead) and first <= due - ahead <= day
        if near or (due < day and mondays):
            yield question
