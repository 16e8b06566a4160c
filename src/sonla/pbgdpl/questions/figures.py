"""How many questions came in, were answered in time, and were declined: by month, by agency.

Read from the questions themselves, of which there are thousands: no sum is kept beside
them that could be wrong.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.brains import awake
from sonla.pbgdpl.clock import today
from sonla.pbgdpl.config import QUESTION_TYPE
from sonla.pbgdpl.fields import stored
from sonla.pbgdpl.paths import path_of
from sonla.pbgdpl.questions.question import state_in_history
from sonla.pbgdpl.questions.states import DECLINED
from sonla.pbgdpl.questions.states import OPEN
from sonla.pbgdpl.sparing import sparing
from sonla.pbgdpl.statistics.counting import Entry
from sonla.pbgdpl.statistics.counting import Scope
from sonla.pbgdpl.statistics.interfaces import ICounter
from sonla.pbgdpl.statistics.places import nearest
from typing import Any
from zope.interface import implementer


@dataclass
class Figures:
    """Hold the numbers of one month, or of one agency."""

    received: int = 0
    answered: int = 0
    in_time: int = 0
    declined: int = 0
    open: int = 0
    overdue: int = 0


def questions_in(section: Any, **query: Any) -> Iterator[Any]:
    """Give all questions of a section, whoever may see them."""
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        path=path_of(section), portal_type=QUESTION_TYPE, **query
    )
    return sparing(awake(brains))


def by_month(questions: Iterable[Any], year: int) -> dict[int, Figures]:
    """Count by month: what came in by the month it came, what was closed by that one."""
    months = {month: Figures() for month in range(1, 13)}
    for question in questions:
        came, closed = day_of(question, "received"), day_of(question, "answered_on")
        if came is not None and came.year == year:
            months[came.month].received += 1
        if closed is not None and closed.year == year:
            count_closed(months[closed.month], question, closed)
    return months


def count_closed(figures: Figures, question: Any, closed: date) -> None:
    """Add a question that was answered or declined on a day."""
    if state_in_history(question) == DECLINED:
        figures.declined += 1
        return
    figures.answered += 1
    figures.in_time += is_in_time(question, closed)


def by_agency(questions: Iterable[Any], day: date | None = None) -> dict[str, Figures]:
    """Count the open ones by agency, '' for those that have none yet."""
    day = day or today()
    agencies: dict[str, Figures] = {}
    for question in questions:
        if state_in_history(question) in OPEN:
            figures = agencies.setdefault(stored(question, "agency") or "", Figures())
            figures.open += 1
            figures.overdue += is_overdue(question, day)
    return agencies


def is_overdue(question: Any, day: date) -> bool:
    """Tell whether the day by which an open question is to be answered has passed."""
    due = stored(question, "due_date")
    return due is not None and due < day


def is_in_time(question: Any, closed: date) -> bool:
    """Tell whether a question was answered by the day that was set."""
    due = stored(question, "due_date")
    return due is None or closed <= due


def day_of(question: Any, name: str) -> date | None:
    """Give the day of a moment of a question, by the portal's clock."""
    moment = stored(question, name)
    return today(moment) if isinstance(moment, datetime) else None


@implementer(ICounter)
class QuestionCounter:
    """Count questions for forms of statistics."""

    title = _("counter_questions", default="Questions of citizens")

    def facts(self) -> tuple[str, ...]:
        """Know the agency that answers."""
        return ("agency",)

    def measures(self) -> tuple[str, ...]:
        """Count what came in, was answered, was answered in time, and was declined."""
        return ("received", "answered", "in_time", "declined")

    def entries(self, scope: Scope) -> Iterator[Entry]:
        """Give the questions to which something happened in the scope."""
        if not scope.places:
            return
        brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
            path=list(scope.by_path), portal_type=QUESTION_TYPE
        )
        for brain in brains:
            place = nearest(brain.getPath(), scope.by_path)
            question = next(iter(awake([brain])), None) if place else None
            amounts = amounts_of(question, scope) if question is not None else ()
            if any(amounts):
                facts = (stored(question, "agency") or "",)
                yield brain.getRID(), place, facts, amounts


def amounts_of(question: Any, scope: Scope) -> tuple[int, ...]:
    """Tell what a question adds to the numbers of a scope."""
    came, closed = day_of(question, "received"), day_of(question, "answered_on")
    figures = Figures()
    if closed is not None and scope.first <= closed <= scope.last:
        count_closed(figures, question, closed)
    received = came is not None and scope.first <= came <= scope.last
    return (int(received), figures.answered, figures.in_time, figures.declined)
