"""What the catalog knows of questions beyond what it knows of all our content."""

from plone.indexer import indexer
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.questions.content import ILegalQuestion
from sonla.pbgdpl.questions.content import state_in_history
from sonla.pbgdpl.questions.rules import OPEN
from sonla.pbgdpl.questions.tracking import hashed_code
from typing import Any


@indexer(ILegalQuestion)
def pbgdpl_question(question: Any) -> str | None:
    """Index the tracking code as a keyed hash."""
    code = stored_value(question, "tracking_code")
    return hashed_code(code) if code else None


@indexer(ILegalQuestion)
def pbgdpl_due(question: Any) -> str | None:
    """Index the day by which an open question is to be answered, in ISO format.

    Of open ones alone: desk and reminders ask for what is still to be done.
    """
    day = stored_value(question, "due_date")
    return day.isoformat() if day and state_in_history(question) in OPEN else None


@indexer(ILegalQuestion)
def pbgdpl_year(question: Any) -> int | None:
    """Index the year in which the question came in, by the portal's calendar."""
    received = stored_value(question, "received")
    return in_portal_zone(received).year if received else None
