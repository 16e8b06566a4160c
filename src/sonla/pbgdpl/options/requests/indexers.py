"""What the catalog knows of requests beyond what it knows of all our content."""

from plone.indexer import indexer
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.options.requests.content import IReporterRequest
from sonla.pbgdpl.options.requests.content import state_in_history
from sonla.pbgdpl.options.requests.rules import SEEKING
from typing import Any


@indexer(IReporterRequest)
def pbgdpl_assigned(request: Any) -> tuple[str, ...]:
    """Index the codes of the people who were ever assigned."""
    rows = stored_value(request, "assignments") or ()
    return tuple(dict.fromkeys(one["person"] for one in rows))


@indexer(IReporterRequest)
def pbgdpl_due(request: Any) -> str | None:
    """Index the day by which an answer is wanted, of requests that nobody accepted yet."""
    day = stored_value(request, "deadline")
    return day.isoformat() if day and state_in_history(request) in SEEKING else None


@indexer(IReporterRequest)
def pbgdpl_year(request: Any) -> int | None:
    """Index the year in which the request came in, by the portal's calendar."""
    received = stored_value(request, "received")
    return in_portal_zone(received).year if received else None
