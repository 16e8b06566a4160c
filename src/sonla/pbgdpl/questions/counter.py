"""How many questions came in, were answered in time, and were declined: by month, by agency.

Read from the questions themselves, of which there are thousands: no sum is kept beside
them that could be wrong.
"""

from calendar import monthrange
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.batching import with_savepoints
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.clock import midnight
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.questions.content import state_in_history
from sonla.pbgdpl.questions.merging import answering
from sonla.pbgdpl.questions.rules import CLOSED
from sonla.pbgdpl.questions.rules import DECLINED
from sonla.pbgdpl.questions.rules import OPEN
from sonla.pbgdpl.questions.rules import PUBLISHED
from sonla.pbgdpl.statistics.counter import Counter
from sonla.pbgdpl.statistics.counting import CountingScope
from sonla.pbgdpl.statistics.counting import Entry
from sonla.pbgdpl.statistics.interfaces import ICounter
from sonla.pbgdpl.statistics.places import nearest
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies.terms import titles_by_token
from typing import Any
from typing import ClassVar
from zope.interface import implementer

ALL = (*OPEN, *CLOSED)
MEASURES = ("received", "answered", "in_time", "late", "declined", "open")
"""What a form of statistics, a page and a file tell of a month or a period."""


@dataclass
class QuestionFigures:
    """The numbers of one month, of one year, or of one agency."""

    received: int = 0
    answered: int = 0
    in_time: int = 0
    declined: int = 0
    open: int = 0
    """At the end of the month, or today."""
    overdue: int = 0

    @property
    def late(self) -> int:
        """The number of those that were answered after the day that was set."""
        return self.answered - self.in_time


def questions_about(
    paths: Sequence[str], first: date, last: date
) -> Iterator[tuple[Any, Any]]:
    """Yield brain and question of what may count in a period, without checking permissions.

    What had come in, was published and was not touched since before the period is not
    loaded: of ten years of questions a period concerns few.
    """
    brains = brains_about(paths, first, last) if paths else ()
    return with_savepoints(
        (brain, one) for brain in brains for one in load_objects([brain])
    )


def brains_about(paths: Sequence[str], first: date, last: date) -> Iterable[Any]:
    """Find them by the year in which they came in (`pbgdpl_year`), state and dates."""
    before = {"pbgdpl_year": {"query": first.year - 1, "range": "max"}}
    since = {"query": midnight(first), "range": "min"}
    settled = {**before, "review_state": PUBLISHED}
    queries: tuple[dict[str, Any], ...] = (
        {"pbgdpl_year": list(range(first.year, last.year + 1))},
        {**before, "review_state": [one for one in ALL if one != PUBLISHED]},
        # A transition dates what is published first, a change what is published again.
        {**settled, "effective": since},
        {**settled, "modified": since},
    )
    found: dict[int, Any] = {}
    for query in queries:
        brains = api.content.find(
            unrestricted=True, path=list(paths), portal_type=QUESTION_TYPE, **query
        )
        found.update((brain.getRID(), brain) for brain in brains)
    return found.values()


def by_month(
    questions: Iterable[Any], year: int, day: date | None = None
) -> dict[int, QuestionFigures]:
    """Count by month: what came in by the month it came, what was closed by that one.

    And what was open at the end of each month; today in the present one, and nothing of
    months to come.
    """
    months = {month: QuestionFigures() for month in range(1, 13)}
    ends = dict(ends_of_months(year, day or today()))
    for question in questions:
        received_on, closed = day_of(question, "received"), closed_day(question)
        for month, end in ends.items():
            months[month].open += is_open_on(question, end)
        if received_on is not None and received_on.year == year:
            months[received_on.month].received += 1
        if closed is not None and closed.year == year:
            count_closed(months[closed.month], question, closed)
    return months


def ends_of_months(year: int, day: date) -> Iterator[tuple[int, date]]:
    """Yield the last day of each month of a year that has begun, `day` at the latest."""
    for month in range(1, 13):
        if date(year, month, 1) <= day:
            last = date(year, month, monthrange(year, month)[1])
            yield month, min(last, day)


def is_open_on(question: Any, day: date) -> bool:
    """Return whether a question had come in and was not closed at the end of a day."""
    received_on, closed = day_of(question, "received"), closed_day(question)
    if received_on is None or received_on > day:
        return False
    if closed is not None:
        return closed > day
    return state_in_history(answering(question)) in OPEN


def whole_year(months: Iterable[QuestionFigures]) -> QuestionFigures:
    """Add the months of a year up; open is what the last of them left open."""
    whole = QuestionFigures()
    for figures in months:
        for name in ("received", "answered", "in_time", "declined"):
            setattr(whole, name, getattr(whole, name) + getattr(figures, name))
        whole.open = figures.open
    return whole


def count_closed(figures: QuestionFigures, question: Any, closed: date) -> None:
    """Add a question that was answered or declined on a day."""
    if state_in_history(answering(question)) == DECLINED:
        figures.declined += 1
        return
    figures.answered += 1
    figures.in_time += is_in_time(question, closed)


def by_agency(
    questions: Iterable[Any], day: date | None = None
) -> dict[str, QuestionFigures]:
    """Count the open ones by agency, '' for those that have none yet."""
    day = day or today()
    agencies: dict[str, QuestionFigures] = {}
    for question in questions:
        if state_in_history(question) in OPEN:
            figures = agencies.setdefault(
                stored_value(question, "agency") or "", QuestionFigures()
            )
            figures.open += 1
            figures.overdue += is_overdue(question, day)
    return agencies


def is_overdue(question: Any, day: date) -> bool:
    """Return whether the day by which an open question is to be answered has passed."""
    due = stored_value(question, "due_date")
    return due is not None and due < day


def is_in_time(question: Any, closed: date) -> bool:
    """Return whether a question was answered by the day that was set."""
    due = stored_value(question, "due_date")
    return due is None or closed <= due


def closed_day(question: Any) -> date | None:
    """Return the day on which a question was closed: a merged one with that one's answer.

    Where that was there before, on the day on which they were merged.
    """
    days = [day_of(one, "answered_on") for one in (question, answering(question))]
    return max(filter(None, days)) if all(days) else None


def day_of(question: Any, name: str) -> date | None:
    """Return the day of a moment of a question, by the portal's clock."""
    moment = stored_value(question, name)
    return today(moment) if isinstance(moment, datetime) else None


@implementer(ICounter)
class QuestionCounter(Counter):
    """Count questions for forms of statistics."""

    title = _("counter_questions", default="Questions of citizens")
    known_facts = ("agency",)
    measure_titles: ClassVar = {
        "received": _("measure_received", default="received"),
        "answered": _("measure_answered", default="answered"),
        "in_time": _("measure_in_time", default="answered in time"),
        "late": _("measure_late", default="answered late"),
        "declined": _("measure_declined", default="declined"),
        "open": _("measure_open", default="open at the end"),
    }

    def values(self) -> dict[str, dict[str, str]]:
        """Return the agencies."""
        return {"agency": titles_by_token(AGENCIES)}

    def entries(self, scope: CountingScope) -> Iterator[Entry]:
        """Yield the questions to which something happened in the scope."""
        if not scope.places:
            return
        found = questions_about(list(scope.by_path), scope.first, scope.last)
        for brain, question in found:
            place = nearest(brain.getPath(), scope.by_path)
            amounts = amounts_of(question, scope) if place else ()
            if any(amounts):
                facts = (stored_value(question, "agency") or "",)
                yield brain.getRID(), place, facts, amounts


def amounts_of(question: Any, scope: CountingScope) -> tuple[int, ...]:
    """Return what a question adds to the numbers of a scope."""
    received_on, closed = day_of(question, "received"), closed_day(question)
    figures = QuestionFigures(open=is_open_on(question, scope.last))
    if closed is not None and scope.first <= closed <= scope.last:
        count_closed(figures, question, closed)
    figures.received = (
        received_on is not None and scope.first <= received_on <= scope.last
    )
    return tuple(int(getattr(figures, name)) for name in MEASURES)
