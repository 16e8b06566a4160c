"""Reminders of questions that are due, and forgetting how an asker is reached.

Asked for, or by itself after its time.
"""

from collections.abc import Callable
from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from plone import api
from plone.api.exc import CannotGetPortalError
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import DATA
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.core.catalog import item_of
from sonla.pbgdpl.core.catalog import keys_by_record
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.personal_data import forget_comments
from sonla.pbgdpl.jobs.base import DailyJob
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.items import chosen
from sonla.pbgdpl.jobs.items import each
from sonla.pbgdpl.jobs.items import found_for
from sonla.pbgdpl.jobs.store import job_store_of
from sonla.pbgdpl.mail.jobs import DailyMailJob
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.queue import queue_of
from sonla.pbgdpl.questions import DUE_INDEX
from sonla.pbgdpl.questions import pending_files
from sonla.pbgdpl.questions import QUESTION_INDEX
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.questions.counter import day_of
from sonla.pbgdpl.questions.covering import forget_covered_words
from sonla.pbgdpl.questions.mail import notices_to_office
from sonla.pbgdpl.questions.mail import QUESTION_REMINDER
from sonla.pbgdpl.questions.naming import is_unnamed
from sonla.pbgdpl.questions.naming import name_automatically
from sonla.pbgdpl.questions.rules import CLOSED
from sonla.pbgdpl.questions.settings import get_question_settings
from typing import Any

FORGOTTEN = ("asker_email", "asker_phone", "asker_consent", "tracking_code")
MAX_AT_ONCE = 200
ERASED = AuditAction(
    "erased", _("log_erased", default="Personal data of askers deleted"), DATA
)


def erase_contact(question: Any, name_too: bool = False) -> bool:
    """Forget who asked; return whether there was anything to forget.

    Comments of its steps go as well: they may say who asked and where they were called. So does
    what was covered in the question.
    `name_too`: on request the published name and commune go as well, from a title that nobody
    wrote, too. Question and answer stay: the law that they explain is everybody's.
    """
    gone = [name for name in FORGOTTEN if stored_value(question, name)]
    if stored_value(question, "asker_files"):
        gone.append("asker_files")
        question.asker_files = ()
    for name in FORGOTTEN:
        setattr(question, name, None)
    if forget_comments(question):
        gone.append("comments")
    if name_too:
        gone += [n for n in ("public_name", "territory") if stored_value(question, n)]
        question.public_name, question.territory = None, ()
        if is_unnamed(question):
            name_automatically(question)
    # After the name, which somebody may have decided on
    if forget_covered_words(question):
        gone.append("covered")
    if gone:
        question.reindexObject()
    forget_mail(question)
    return bool(gone)


def forget_mail(question: Any, event: Any = None) -> None:
    """Remove the mails to the asker that were not sent; also when a question goes."""
    try:
        queue = queue_of(api.portal.get())
    except CannotGetPortalError:
        return  # the portal itself goes, from the root of Zope
    if queue is not None:
        queue.forget_about(IUUID(question))


def erase_on_request(question: Any) -> bool:
    """Forget who asked, and write into the log who did it, and not whose data it was.

    Return whether there was anything to forget.
    """
    found = erase_contact(question, name_too=True)
    log.note(ERASED.name, QUESTION_TYPE, question, 1)
    return found


def outdated(day: date) -> Iterator[Any]:
    """Yield the closed questions whose time is over and who are not forgotten yet."""
    months = get_question_settings().retention_months
    if not months:
        return
    last = months_before(day, months)

    def is_over(question: Any) -> bool:
        """Return whether it was closed long ago."""
        closed = day_of(question, "answered_on")
        return closed is not None and closed < last

    yield from chosen(filter(None, map(item_of, known_ones())), is_over)


def known_ones() -> Iterator[Any]:
    """Yield the brains of closed questions whose askers are not forgotten yet.

    Those that are have no code any more, and the index of codes tells so.
    """
    catalog = api.portal.get_tool("portal_catalog")
    if QUESTION_INDEX not in catalog.indexes():
        return
    known = keys_by_record(get_index(catalog, QUESTION_INDEX))
    brains = catalog.unrestrictedSearchResults(
        portal_type=QUESTION_TYPE, review_state=list(CLOSED)
    )
    yield from (brain for brain in brains if brain.getRID() in known)


def months_before(day: date, months: int) -> date:
    """Return the first day of the month so many months before the one of a day."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, min(day.day, 28))


MONDAY = 0
REMINDED_BEFORE = timedelta(days=3)


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
        yield from found_for(
            self.questions(context),
            lambda question: notices_to_office(question, QUESTION_REMINDER),
        )

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
    ahead = REMINDED_BEFORE
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

    def is_due(question: Any) -> bool:
        """Return whether its day is near, or over on a Monday."""
        due = stored_value(question, "due_date")
        near = bool(ahead) and first <= due - ahead <= day
        return near or (due < day and mondays)

    yield from chosen(load_objects(brains), is_due)


class ErasingJob(DailyJob):
    """Erase contacts of content of one type that was closed long ago, some in each run.

    `outdated` yields what has a contact that is to be forgotten on a day; `erase` forgets it, and
    returns whether there was anything to forget. `erased` is the entry of the log of operations
    that says how many there were.
    """

    portal_type: str
    erased: AuditAction
    goes_on = False
    """Whether there may be more, and the next run has something to do."""

    outdated: Callable[[date], Iterator[Any]]
    erase: Callable[[Any], bool]

    def work(self, context: JobContext) -> None:
        """Forget; how many stands in the log."""
        if context.dry_run:
            return
        found = self.outdated(context.today())
        erased = each(found, self.erase, MAX_AT_ONCE)
        if any(erased):
            log.note(self.erased.name, self.portal_type, self.site, sum(erased))
        self.goes_on = len(erased) == MAX_AT_ONCE and any(erased)

    def work_and_note(self, context: JobContext) -> None:
        """Note the day only when nothing is left: the next run goes on."""
        self.work(context)
        if not self.goes_on:
            job_store_of(self.site).done_on[self.name] = context.today()


class RetentionJob(ErasingJob):
    """Forget, in the first run of a day, who asked what was closed long ago."""

    portal_type = QUESTION_TYPE
    erased = ERASED
    title = _("job_question_retention", default="Erasing of askers' data")
    description = _(
        "job_question_retention_help",
        default="Erases names and addresses of people whose question was closed longer ago than the settings allow. Without it, personal data is kept for longer than promised.",
    )
    name = "question-retention"
    outdated = staticmethod(outdated)
    erase = staticmethod(erase_contact)

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: while the settings let anything be forgotten and anybody is known."""
        if not super().due(context):
            return False
        wanted = bool(get_question_settings().retention_months)
        return pending_files.any_old() or (wanted and any(known_ones()))

    def work(self, context: JobContext) -> None:
        """Forget files whose question was never sent, too."""
        if not context.dry_run:
            pending_files.forget_old()
        super().work(context)
