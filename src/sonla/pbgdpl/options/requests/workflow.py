"""What happens when requests come in, are copied and moved on in the workflow."""

from datetime import datetime
from datetime import UTC
from Products.DCWorkflow.interfaces import IAfterTransitionEvent
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import drop_values
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.facts import WorkflowFacts
from sonla.pbgdpl.editorial.transitions import comment_of
from sonla.pbgdpl.editorial.transitions import is_step_of
from sonla.pbgdpl.options.requests import ASSIGNED_INDEX
from sonla.pbgdpl.options.requests import DUE_INDEX
from sonla.pbgdpl.options.requests import REQUEST_WORKFLOW
from sonla.pbgdpl.options.requests.content import ReporterRequest
from sonla.pbgdpl.options.requests.mail import notify_closed
from sonla.pbgdpl.options.requests.privacy import PROTECTED_FIELDS
from sonla.pbgdpl.options.requests.rules import ANSWER_DAYS
from sonla.pbgdpl.options.requests.rules import CLOSED
from sonla.pbgdpl.options.requests.rules import COMMENT_COMPULSORY
from sonla.pbgdpl.options.requests.rules import OPEN
from sonla.pbgdpl.options.requests.submission import next_number
from sonla.pbgdpl.questions.covering import CONFIRMED
from sonla.pbgdpl.questions.covering import COVERED
from sonla.pbgdpl.questions.working_days import due_day
from zope.lifecycleevent.interfaces import IObjectAddedEvent
from zope.lifecycleevent.interfaces import IObjectCopiedEvent
from zope.lifecycleevent.interfaces import IObjectModifiedEvent

REQUEST_FACTS = WorkflowFacts(
    order=60,
    states=(*OPEN, *CLOSED),
    checked=(),
    deciding=("refuse", "cancel", "reopen", "carry_out", "evaluate"),
    comment_required=COMMENT_COMPULSORY,
    onward=("receive", "carry_out", "evaluate"),
)
OF_ITS_OWN = (
    *PROTECTED_FIELDS,
    *("number", "received", "deadline", "assignments", "activity", "held_on"),
    *(COVERED, CONFIRMED),
)
"""What a copy of a request, which is another request, must not have."""


def request_added(request: ReporterRequest, event: IObjectAddedEvent) -> None:
    """Set number, moment and deadline of a new request; no menu shows it."""
    if event.object is not request:
        return
    if not stored_value(request, "received"):
        request.received = datetime.now(UTC)
    section = section_of(request)
    if not stored_value(request, "number") and section is not None:
        request.number = next_number(section, request.received)
    if not stored_value(request, "deadline"):
        wanted = due_day(today(request.received), ANSWER_DAYS)
        request.deadline = min(wanted, stored_value(request, "day") or wanted)
    request.exclude_from_nav = True
    request.reindexObject(
        idxs=[ASSIGNED_INDEX, DUE_INDEX, "pbgdpl_year", "exclude_from_nav"]
    )


def request_copied(copy: ReporterRequest, event: IObjectCopiedEvent) -> None:
    """Take from a copy what belongs to the original."""
    drop_values(copy, OF_ITS_OWN)


def request_changed(request: ReporterRequest, event: IObjectModifiedEvent) -> None:
    """Index the deadline as it is now."""
    request.reindexObject(idxs=[DUE_INDEX])


def after_transition(request: ReporterRequest, event: IAfterTransitionEvent) -> None:
    """Notify who asked what became of it, and reporters that it is off."""
    if not is_step_of(event, REQUEST_WORKFLOW):
        return
    request.reindexObject(idxs=[DUE_INDEX])
    comment = comment_of(event)
    notify_closed(request, event.transition.getId(), comment)
