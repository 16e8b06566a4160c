"""Steps of a request for dismissal, in their order, and which day each leads to. Asks no Plone."""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from typing import TypeAlias

NOTIFIED, OBJECTED, UPHELD = "notified", "objected", "upheld"
ASKED, COMPLETED = "asked", "completed"
STEPS = (NOTIFIED, OBJECTED, UPHELD, ASKED, COMPLETED)
WORDED = (OBJECTED, ASKED)
"""Steps that say something: what the person objects, what the file lacks."""

DECIDE, ASK_FOR_MORE, NOTIFY, HEAR, UPHOLD, DISMISS = (
    *("decide", "ask_for_more", "notify", "hear", "uphold"),
    "dismiss",
)
"""What is to be done by a day."""

OWN_WISH, LEFT, UNFIT, REFUSALS = "own_wish", "left", "unfit", "refusals"
FORBIDDEN, CONVICTED, INCAPABLE = "forbidden", "convicted", "incapable"
REPORTER_GROUNDS = (
    *(OWN_WISH, LEFT, UNFIT, REFUSALS),
    *(FORBIDDEN, CONVICTED, INCAPABLE),
)
"""Circular 10/2016/TT-BTP, Article 4.1, letters a to g."""
PROPAGANDIST_GROUNDS = (OWN_WISH, FORBIDDEN, CONVICTED, INCAPABLE)
"""Article 6.1."""

Dismissal: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class WorkingDays:
    """How many working days there are for what."""

    decide: int
    ask: int
    object: int


def day_of(dismissal: Dismissal, step: str) -> date | None:
    """Return the day of a step; None if it was not taken."""
    noted = dismissal["steps"].get(step)
    return noted["on"] if noted else None


def next_steps(dismissal: Dismissal) -> Iterator[str]:
    """Yield the steps that can be noted now."""
    if day_of(dismissal, NOTIFIED) is None:
        yield NOTIFIED
    elif day_of(dismissal, OBJECTED) is None:
        yield OBJECTED
    elif day_of(dismissal, UPHELD) is None:
        yield UPHELD
    if day_of(dismissal, ASKED) is None:
        yield ASKED
    elif day_of(dismissal, COMPLETED) is None:
        yield COMPLETED


def days_of(
    dismissal: Dismissal,
    is_complete: bool,
    numbers: WorkingDays,
    due_day: Callable[[date, int], date],
) -> Iterator[tuple[str, date]]:
    """Yield what is to be done, with its last day.

    While the file lacks something that was asked for, no clock for the decision runs; while
    the person may still object, the time to do so is the next day.
    """
    came, notified = dismissal["asked_on"], day_of(dismissal, NOTIFIED)
    if notified is None:
        yield NOTIFY, came
    elif day_of(dismissal, OBJECTED) is None:
        yield HEAR, due_day(notified, numbers.object)
    elif day_of(dismissal, UPHELD) is None:
        yield UPHOLD, due_day(day_of(dismissal, OBJECTED) or notified, numbers.object)
    asked, completed = day_of(dismissal, ASKED), day_of(dismissal, COMPLETED)
    if asked is not None and completed is None:
        return
    if not is_complete and completed is None:
        yield ASK_FOR_MORE, due_day(came, numbers.ask)
    yield DISMISS, due_day(completed or came, numbers.decide)
