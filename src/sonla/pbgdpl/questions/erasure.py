"""Forgetting how an asker is reached: on their request, and by itself after its time."""

from collections.abc import Iterator
from datetime import date
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
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.mail.queue import queue_of
from sonla.pbgdpl.questions import QUESTION_INDEX
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.questions import QUESTION_WORKFLOW
from sonla.pbgdpl.questions.counter import day_of
from sonla.pbgdpl.questions.rules import CLOSED
from sonla.pbgdpl.questions.settings import get_question_settings
from typing import Any

FORGOTTEN = ("asker_email", "asker_phone", "asker_consent", "tracking_code")
TOLD_ALONE = "reply_privately"
MOST_AT_ONCE = 200
ERASED = AuditAction(
    "erased", _("log_erased", default="Personal data of askers deleted"), DATA
)


def erase_contact(question: Any, name_too: bool = False) -> bool:
    """Forget who asked; return whether there was anything to forget.

    Notes on a private answer go as well: they say to whom it was told by telephone.
    `name_too`: on request the published name and commune go as well. Question and answer
    stay: the law that they explain is everybody's.
    """
    gone = [name for name in FORGOTTEN if stored_value(question, name)]
    if stored_value(question, "asker_files"):
        gone.append("asker_files")
        question.asker_files = ()
    for name in FORGOTTEN:
        setattr(question, name, None)
    if forget_notes(question):
        gone.append("comments")
    if name_too:
        gone += [n for n in ("public_name", "territory") if stored_value(question, n)]
        question.public_name, question.territory = None, ()
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


def forget_notes(question: Any) -> bool:
    """Empty the comments of the steps that told the asker alone; return whether there were any.

    Who took the step, and when, stays.
    """
    history = stored_value(question, "workflow_history") or {}
    lines = history.get(QUESTION_WORKFLOW) or ()
    told = [one for one in lines if one["action"] == TOLD_ALONE and one.get("comments")]
    if told:
        history[QUESTION_WORKFLOW] = tuple(
            {**one, "comments": ""} if one in told else one for one in lines
        )
    return bool(told)


def erase_on_request(question: Any) -> None:
    """Forget who asked, and write into the log who did it, and not whose data it was."""
    erase_contact(question, name_too=True)
    log.note(ERASED.name, QUESTION_TYPE, question, 1)


def outdated(day: date) -> Iterator[Any]:
    """Yield the closed questions whose time is over and who are not forgotten yet."""
    months = get_question_settings().retention_months
    if not months:
        return
    last = months_before(day, months)
    for brain in known_ones():
        question = item_of(brain)
        closed = day_of(question, "answered_on") if question is not None else None
        if closed is not None and closed < last:
            yield question


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
