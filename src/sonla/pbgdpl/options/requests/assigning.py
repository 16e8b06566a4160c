"""Assigning people of the register to a request, and what they answer.

An assignment is never changed but by a new row in its place: who assigned, when, what came of
it. The secret of a reporter's link is stored as a keyed hash alone, and takes one answer.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import UTC
from plone import api
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import REGISTER
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.clock import portal_zone
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.keyed_hash import keyed_hash
from sonla.pbgdpl.core.section import current_user_id
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.options.requests import ASSIGNED_INDEX
from sonla.pbgdpl.options.requests import DUE_INDEX
from sonla.pbgdpl.options.requests import REQUEST_TYPE
from sonla.pbgdpl.options.requests import REQUEST_WORKFLOW
from sonla.pbgdpl.options.requests.content import day_of
from sonla.pbgdpl.options.requests.content import state_in_history
from sonla.pbgdpl.options.requests.rules import AGREED
from sonla.pbgdpl.options.requests.rules import ASKED
from sonla.pbgdpl.options.requests.rules import Assignment
from sonla.pbgdpl.options.requests.rules import counted_refusals
from sonla.pbgdpl.options.requests.rules import DECLINED
from sonla.pbgdpl.options.requests.rules import LINK_DAYS
from sonla.pbgdpl.options.requests.rules import MANY_REFUSALS
from sonla.pbgdpl.options.requests.rules import NEW
from sonla.pbgdpl.options.requests.rules import OPEN
from sonla.pbgdpl.options.requests.rules import state_by
from sonla.pbgdpl.options.requests.rules import TAKEN
from sonla.pbgdpl.options.requests.rules import WITHDRAWN
from typing import Any

import hmac
import secrets

ASSIGNED = AuditAction(
    "reporter_assigned",
    _("log_reporter_assigned", default="Assigned a reporter to a request"),
    REGISTER,
    {"who": _("label_full_name", default="Full name")},
)
ANSWERED = AuditAction(
    "reporter_answered",
    _("log_reporter_answered", default="Noted a reporter's answer to a request"),
    REGISTER,
    {"answer": _("label_assignment_answer", default="Answer")},
)
STEPS = {"introduced": "introduce", "accepted": "accept", "received": "seek_again"}
"""State that follows from assignments → the step that led there."""

MSG_CLOSED = _(
    "msg_request_closed",
    default="This request is closed: nothing can be changed any more. The office can open it again.",
)
MSG_ANSWERED = _(
    "msg_assignment_answered", default="This was answered already, or withdrawn."
)
MSG_NO_REFUSAL_REASON = _(
    "msg_assignment_no_reason", default="Please write in a few words why not."
)


@dataclass(frozen=True)
class Invitation:
    """A new assignment, the person it is for, and the secret of their link."""

    assignment: Assignment
    person: Any
    token: str


def assignments_of(request: Any) -> tuple[Assignment, ...]:
    """Return the assignments of a request, the oldest first."""
    return tuple(stored_value(request, "assignments") or ())


def assign(request: Any, people: Iterable[Any], day: date) -> list[Invitation]:
    """Assign people for a day, each with a link; those who are assigned already stay so."""
    require_open(request)
    known = {one["person"] for one in assignments_of(request) if one["answer"] in TAKEN}
    new = [one for one in people if stored_value(one, "person_id") not in known]
    request.held_on = day
    made = [invitation(request, person) for person in new]
    rows = (*assignments_of(request), *(one.assignment for one in made))
    for one in made:
        log.note(ASSIGNED.name, REQUEST_TYPE, request, who=one.person.Title())
    store(request, rows)
    return made


def invitation(request: Any, person: Any) -> Invitation:
    """Make an assignment with its link."""
    secret = secrets.token_urlsafe(24)
    row = {
        "id": secrets.token_hex(4),
        "person": stored_value(person, "person_id"),
        "uid": IUUID(person),
        "name": person.Title(),
        "agency": stored_value(person, "agency") or "",
        "by": current_user_id(),
        "on": today(),
        "answer": ASKED,
        "answered_on": None,
        "how": "",
        "reason": "",
        "good_reason": None,
        "is_noticed": False,
        "is_warned": False,
        "secret": hashed(secret),
        "good_until": link_end(request),
    }
    return Invitation(row, person, f"{IUUID(request)}.{secret}")


def link_end(request: Any) -> datetime:
    """Return until when a link is good: some days, never beyond the day of the talk."""
    days = timedelta(days=LINK_DAYS)
    talk_is_over = datetime.combine(
        day_of(request) + timedelta(days=1), time(), portal_zone()
    )
    return min(utc_now() + days, talk_is_over.astimezone(UTC))


def hashed(secret: str) -> str:
    """Return what is stored of a secret."""
    return keyed_hash(f"assignment:{secret}")


def found_by(token: str) -> tuple[Any, Assignment] | None:
    """Find request and assignment of a link, without checking permissions; None for none.

    Also one that is over: whoever has the link is told so.
    """
    uid, _dot, secret = token[:200].partition(".")
    if not uid or not secret:
        return None
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        UID=uid, portal_type=REQUEST_TYPE
    )
    wanted = hashed(secret)
    for request in load_objects(brains):
        for one in assignments_of(request):
            if hmac.compare_digest(one["secret"], wanted):
                return request, one
    return None


def may_answer(request: Any, assignment: Assignment) -> bool:
    """Return whether the link of an assignment still takes an answer."""
    return (
        assignment["answer"] == ASKED
        and utc_now() < assignment["good_until"]
        and state_in_history(request) in OPEN
    )


def answer(
    request: Any, assignment_id: str, accepts: bool, reason: str, how: str
) -> Assignment:
    """Note what a person answered; raises `InvalidInput` where that is not possible now."""
    require_open(request)
    found = find(request, assignment_id)
    if found["answer"] != ASKED:
        raise InvalidInput(MSG_ANSWERED)
    if not accepts and not reason.strip():
        raise InvalidInput(MSG_NO_REFUSAL_REASON)
    changed = {
        "answer": AGREED if accepts else DECLINED,
        "answered_on": today(),
        "reason": reason.strip(),
        "how": how,
    }
    return change(request, assignment_id, changed)


def withdraw(request: Any, assignment_id: str, reason: str) -> Assignment:
    """Take an assignment back, whatever was answered; raises `InvalidInput`."""
    require_open(request)
    if find(request, assignment_id)["answer"] not in TAKEN:
        raise InvalidInput(MSG_ANSWERED)
    if not reason.strip():
        raise InvalidInput(MSG_NO_REFUSAL_REASON)
    changed = {"answer": WITHDRAWN, "answered_on": today(), "reason": reason.strip()}
    return change(request, assignment_id, changed)


def judge_reason(request: Any, assignment_id: str, is_good: bool | None) -> Assignment:
    """Note what the managing body says of a refusal's reason; it may be judged anew."""
    if find(request, assignment_id)["answer"] != DECLINED:
        raise InvalidInput(MSG_ANSWERED)
    return change(request, assignment_id, {"good_reason": is_good})


def change(request: Any, assignment_id: str, changed: Mapping[str, Any]) -> Assignment:
    """Put a changed assignment in the place of one."""
    rows = tuple(
        {**one, **changed} if one["id"] == assignment_id else one
        for one in assignments_of(request)
    )
    store(request, rows)
    found = find(request, assignment_id)
    if "answer" in changed or "good_reason" in changed:
        log.note(ANSWERED.name, REQUEST_TYPE, request, answer=found["answer"])
    return found


def find(request: Any, assignment_id: str) -> Assignment:
    """Find an assignment; raises `InvalidInput` for one that is gone."""
    for one in assignments_of(request):
        if one["id"] == assignment_id:
            return one
    raise InvalidInput(MSG_ANSWERED)


def store(request: Any, rows: tuple[Assignment, ...]) -> None:
    """Keep assignments; the state of an open request follows them."""
    request.assignments = rows
    state = state_in_history(request)
    wanted = state_by(rows)
    if state in OPEN and state != wanted and (rows or state != NEW):
        workflow = api.portal.get_tool("portal_workflow")[REQUEST_WORKFLOW]
        set_state(request, workflow, wanted, STEPS[wanted])
    request.reindexObject(idxs=[ASSIGNED_INDEX, DUE_INDEX])


def require_open(request: Any) -> None:
    """Raise `InvalidInput` for a request that is closed."""
    if state_in_history(request) not in OPEN:
        raise InvalidInput(MSG_CLOSED)


def assigned_anywhere(*person_ids: str) -> Iterator[tuple[Any, Assignment]]:
    """Yield all requests to which people were ever assigned, without checking permissions."""
    catalog = api.portal.get_tool("portal_catalog")
    known = [one for one in person_ids if one]
    if not known or ASSIGNED_INDEX not in catalog.indexes():
        return
    brains = catalog.unrestrictedSearchResults(
        {"portal_type": REQUEST_TYPE, ASSIGNED_INDEX: known}
    )
    for request in load_objects(brains):
        for one in assignments_of(request):
            if one["person"] in known:
                yield request, one


def refusals_that_count(person: Any) -> list[Assignment]:
    """List the refusals of a person without good reason in the present recognition."""
    found = [one for _r, one in assigned_anywhere(stored_value(person, "person_id"))]
    rows = stored_value(person, "recognitions") or ()
    return counted_refusals(found, rows, today())


def new_notice(person: Any) -> bool:
    """Return whether so many refusals count that the office is to be told, and wasn't yet."""
    counted = refusals_that_count(person)
    noticed = any(one["is_noticed"] for one in counted)
    return len(counted) >= MANY_REFUSALS and not noticed
