"""What the days bring: requests that expire, reporters who can't speak any more, forgetting."""

from collections.abc import Iterator
from datetime import date
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import DATA
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.names import REQUESTS
from sonla.pbgdpl.core.personal_data import forget_comments
from sonla.pbgdpl.editorial.states import last_step
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.jobs.base import DailyJob
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.items import chosen
from sonla.pbgdpl.jobs.items import each
from sonla.pbgdpl.jobs.items import found_for
from sonla.pbgdpl.mail.outbox import enqueue_safely
from sonla.pbgdpl.options.requests import REQUEST_TYPE
from sonla.pbgdpl.options.requests import REQUEST_WORKFLOW
from sonla.pbgdpl.options.requests.assigning import assignments_of
from sonla.pbgdpl.options.requests.assigning import change
from sonla.pbgdpl.options.requests.content import day_of
from sonla.pbgdpl.options.requests.mail import forget_mail
from sonla.pbgdpl.options.requests.mail import notify_closed
from sonla.pbgdpl.options.requests.mail import people_of
from sonla.pbgdpl.options.requests.mail import wanted
from sonla.pbgdpl.options.requests.mail_kinds import REQUEST_WARNING
from sonla.pbgdpl.options.requests.mail_notices import to_office
from sonla.pbgdpl.options.requests.matching import Matching
from sonla.pbgdpl.options.requests.privacy import PROTECTED_FIELDS
from sonla.pbgdpl.options.requests.rules import ACCEPTED
from sonla.pbgdpl.options.requests.rules import Assignment
from sonla.pbgdpl.options.requests.rules import CLOSED
from sonla.pbgdpl.options.requests.rules import EXPIRED
from sonla.pbgdpl.options.requests.rules import FORBIDDING
from sonla.pbgdpl.options.requests.rules import INTRODUCED
from sonla.pbgdpl.options.requests.rules import SEEKING
from sonla.pbgdpl.options.requests.rules import TAKEN
from sonla.pbgdpl.options.requests.settings import get_request_settings
from sonla.pbgdpl.questions.covering import COVERED
from sonla.pbgdpl.questions.covering import covered_words
from sonla.pbgdpl.questions.covering import forget_covered_words
from sonla.pbgdpl.questions.jobs import ErasingJob
from sonla.pbgdpl.questions.jobs import months_before
from typing import Any

ERASED = AuditAction(
    "request_contact_erased",
    _("log_request_erased", default="Contacts of requests for reporters deleted"),
    DATA,
)


def requests_in(states: tuple[str, ...]) -> Iterator[Any]:
    """Yield the requests in some states, without checking permissions."""
    found = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type=REQUEST_TYPE, review_state=list(states)
    )
    return load_objects(found)


def past_ones(day: date) -> Iterator[Any]:
    """Yield the requests whose last possible day has passed while nobody had accepted."""
    yield from chosen(requests_in(SEEKING), lambda request: last_day(request) < day)


def last_day(request: Any) -> date:
    """Return the last day on which a talk is possible."""
    return max(day_of(request), stored_value(request, "until_day") or date.min)


def unable(day: date) -> Iterator[tuple[Any, Assignment]]:
    """Yield those assigned to a talk to come who can't be introduced for it any more."""
    coming = chosen(
        requests_in((INTRODUCED, ACCEPTED)), lambda request: day_of(request) >= day
    )
    yield from found_for(
        coming, lambda request: [(request, one) for one in forbidden(request)]
    )


def unwarned(day: date) -> Iterator[tuple[Any, Assignment]]:
    """Yield those of whom the office was not told yet."""
    return (pair for pair in unable(day) if not pair[1]["is_warned"])


def forbidden(request: Any) -> list[Assignment]:
    """List the assignments of people whom the law keeps from the talk, or who are gone."""
    rows = [one for one in assignments_of(request) if one["answer"] in TAKEN]
    people = {
        stored_value(one, "person_id"): one
        for one in people_of([row["uid"] for row in rows])
    }
    matching = Matching(request)
    return [
        one
        for one in rows
        if one["person"] not in people
        or not set(FORBIDDING).isdisjoint(matching.fit(people[one["person"]]).obstacles)
    ]


class RequestDaysJob(DailyJob):
    """Let requests expire whose day has passed, and warn of reporters who can't speak."""

    belongs_to = REQUESTS
    title = _("job_request_days", default="Days of requests for reporters")
    description = _(
        "job_request_days_help",
        default="Closes requests whose day has passed and tells the office when a reporter's recognition ends before the talk. Without it nobody is warned.",
    )
    name = "request-days"

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: while a request's day has passed, or somebody is to be warned."""
        day = context.today()
        return super().due(context) and (any(past_ones(day)) or any(unwarned(day)))

    def work(self, context: JobContext) -> None:
        """Do what the day asks for."""
        if context.dry_run:
            return
        day = context.today()
        workflow = api.portal.get_tool("portal_workflow")[REQUEST_WORKFLOW]

        def expire(request: Any) -> None:
            """Close a request that nobody can answer any more."""
            set_state(request, workflow, EXPIRED, "expire")
            request.reindexObject(idxs=["pbgdpl_due"])
            notify_closed(request, "expire", "")

        each(list(past_ones(day)), expire)
        each(list(unwarned(day)), note_warned)


def note_warned(pair: tuple[Any, Assignment]) -> None:
    """Warn the office, once."""
    request, one = pair
    change(request, one["id"], {"is_warned": True})
    warn(request, one)


def warn(request: Any, assignment: Assignment) -> None:
    """Warn the office that somebody can't speak; by name alone, never why."""
    if wanted():
        name = assignment["name"]
        enqueue_safely(request, lambda: to_office(REQUEST_WARNING, request, name))


def has_contact(request: Any) -> bool:
    """Return whether there is something to forget: how who asked is reached, or what was covered."""
    kept = (stored_value(request, name) for name in PROTECTED_FIELDS)
    return any(kept) or bool(covered_words(request))


def erase_contact(request: Any) -> bool:
    """Forget how who asked is reached, and covered words; return whether there was anything."""
    gone = [name for name in PROTECTED_FIELDS if stored_value(request, name)]
    for name in PROTECTED_FIELDS:
        setattr(request, name, None)
    if forget_comments(request):
        gone.append("comments")
    if forget_covered_words(request):
        gone.append(COVERED)
    if gone:
        request.reindexObject()
    forget_mail(request)
    return bool(gone)


def erase_on_request(request: Any) -> bool:
    """Forget it as the person wished, and write into the log who did it.

    Return whether there was anything to forget.
    """
    found = erase_contact(request)
    log.note(ERASED.name, REQUEST_TYPE, request, 1)
    return found


def outdated(day: date) -> Iterator[Any]:
    """Yield the closed requests whose time is over and that still have a contact."""
    months = get_request_settings().request_retention_months
    if not months:
        return
    last = months_before(day, months)

    def is_over(request: Any) -> bool:
        """Return whether it was closed long ago and still has a contact."""
        closed = in_portal_zone(last_step(request, REQUEST_WORKFLOW)["time"]).date()
        return closed < last and has_contact(request)

    yield from chosen(requests_in(CLOSED), is_over)


class RequestRetentionJob(ErasingJob):
    """Forget, in the first run of a day, who asked for what was closed long ago."""

    title = _(
        "job_request_retention", default="Erasing of contacts of requests for reporters"
    )
    description = _(
        "job_request_retention_help",
        default="Erases names and addresses of people whose request was closed longer ago than the settings allow. Without it, personal data is kept for longer than promised.",
    )
    name = "request-retention"
    portal_type = REQUEST_TYPE
    erased = ERASED
    outdated = staticmethod(outdated)
    erase = staticmethod(erase_contact)

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: while anything is to be forgotten."""
        return super().due(context) and any(outdated(context.today()))
