"""Requests that somebody be dismissed: who asked, why, what the person said, what became of it.

They stand with the section, not with the person, whose copies, versions and exports would carry
them along; so do bars. Nobody is dismissed by them: the decision is entered with the recognition.
"""

from BTrees.OOBTree import OOBTree
from collections.abc import Iterator
from datetime import date
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import REGISTER
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import current_user_id
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.options.requests.duties.rules import Dismissal
from sonla.pbgdpl.options.requests.duties.rules import next_steps
from sonla.pbgdpl.options.requests.duties.rules import PROPAGANDIST_GROUNDS
from sonla.pbgdpl.options.requests.duties.rules import REPORTER_GROUNDS
from sonla.pbgdpl.options.requests.duties.rules import WORDED
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.people.rules import current
from typing import Any
from zope.annotation.interfaces import IAnnotations

import secrets

KEY = "sonla.pbgdpl.dismissals"
"""Annotation of a section: code of a person → requests for dismissal."""
REPORTER = "LegalReporter"
MAX_TEXT = 2000
NOTED = AuditAction(
    "dismissal_noted",
    _("log_dismissal_noted", default="Noted a step of a request for dismissal"),
    REGISTER,
)
MSG_OPEN = _(
    "msg_dismissal_open",
    default="A request for dismissal of this person is open already. Go on with it below.",
)
MSG_NOT_IN_FORCE = _(
    "msg_dismissal_not_in_force",
    default="No recognition of this person is in force, so there is nothing to end.",
)
MSG_GROUND = _(
    "msg_dismissal_ground", default="Choose the ground that the request names."
)
MSG_REASON = _(
    "msg_dismissal_reason", default="Write the reason as the request says it."
)
MSG_WORDS = _("msg_dismissal_words", default="Write what was said or asked for.")
MSG_STEP = _(
    "msg_dismissal_step",
    default="This step is noted already, or the request is closed. Look at the page once more.",
)
MSG_FUTURE = _(
    "msg_dismissal_future",
    default="This day has not come yet: type the day on which it was.",
)
MSG_BEFORE = _(
    "msg_dismissal_before",
    default="This day lies before the request came in. Type the day on which it was.",
)


def grounds_of(person: Any) -> tuple[str, ...]:
    """Return the grounds that the law knows for a person of this kind."""
    is_reporter = person.portal_type == REPORTER
    return REPORTER_GROUNDS if is_reporter else PROPAGANDIST_GROUNDS


def dismissals_of(person: Any) -> list[Dismissal]:
    """List the requests about a person, the latest first, without checking permissions."""
    ours = (one for one in all_of(person) if one["type"] == person.portal_type)
    return sorted(ours, key=lambda one: one["asked_on"], reverse=True)


def open_dismissal(person: Any) -> Dismissal | None:
    """Return the request that waits for its decision: none once no recognition is in force."""
    if not is_in_force(person):
        return None
    found = (one for one in dismissals_of(person) if one["closed_on"] is None)
    return next(found, None)


def is_in_force(person: Any) -> bool:
    """Return whether a recognition of a person is in force today."""
    return bool(current(stored_value(person, "recognitions") or (), today()))


def is_complete(person: Any) -> bool:
    """Return whether the register has what a request for dismissal must say.

    Position, body, number and day of the recognition (Article 4.2); name and reason are there.
    """
    rows = current(stored_value(person, "recognitions") or (), today())
    recognition = rows[0] if rows else {}
    return all(
        (
            stored_value(person, "position"),
            stored_value(person, "agency"),
            recognition.get("decision_number"),
            recognition.get("decision_date"),
        )
    )


def ask_dismissal(
    person: Any, asked_on: date, body: str, ground: str, reason: str
) -> Dismissal:
    """Note that a body asks for the dismissal of a person; raises `InvalidInput`."""
    if not is_in_force(person):
        raise InvalidInput(MSG_NOT_IN_FORCE)
    if open_dismissal(person) is not None:
        raise InvalidInput(MSG_OPEN)
    if ground not in grounds_of(person):
        raise InvalidInput(MSG_GROUND)
    if not reason.strip():
        raise InvalidInput(MSG_REASON)
    refuse_future(asked_on)
    row = {
        "id": secrets.token_hex(4),
        "type": person.portal_type,
        "asked_on": asked_on,
        "body": body.strip()[:MAX_TEXT],
        "ground": ground,
        "reason": reason.strip()[:MAX_TEXT],
        "by": current_user_id(),
        "steps": {},
        "closed_on": None,
        "note": "",
    }
    store(person, [*all_of(person), row])
    return row


def note_step(person: Any, step: str, day: date, words: str = "") -> None:
    """Note a step of the open request; raises `InvalidInput` for one that can't be taken."""
    row = open_dismissal(person)
    if row is None or step not in next_steps(row):
        raise InvalidInput(MSG_STEP)
    if step in WORDED and not words.strip():
        raise InvalidInput(MSG_WORDS)
    refuse_future(day)
    if day < row["asked_on"]:
        raise InvalidInput(MSG_BEFORE)
    noted = {"on": day, "words": words.strip()[:MAX_TEXT], "by": current_user_id()}
    replace(person, {**row, "steps": {**row["steps"], step: noted}})


def withdraw(person: Any, words: str) -> None:
    """Close the open request without a dismissal; raises `InvalidInput` without a reason."""
    row = open_dismissal(person)
    if row is None:
        raise InvalidInput(MSG_STEP)
    if not words.strip():
        raise InvalidInput(MSG_WORDS)
    replace(person, {**row, "closed_on": today(), "note": words.strip()[:MAX_TEXT]})


def refuse_future(day: date) -> None:
    """Raise `InvalidInput` for a day that has not come."""
    if day > today():
        raise InvalidInput(MSG_FUTURE)


def all_of(person: Any) -> list[Dismissal]:
    """List all that is stored for the code of a person, in the order in which it came in."""
    section = section_of(person)
    stored = IAnnotations(section).get(KEY) if section is not None else None
    return list(stored.get(stored_value(person, "person_id"), ())) if stored else []


def replace(person: Any, row: Dismissal) -> None:
    """Store a request anew."""
    store(person, [row if one["id"] == row["id"] else one for one in all_of(person)])


def store(person: Any, rows: list[Dismissal]) -> None:
    """Keep the requests about a person, and note in the log that there is something new."""
    kept = IAnnotations(section_of(person)).setdefault(KEY, OOBTree())
    kept[person.person_id] = tuple(rows)
    log.note(NOTED.name, person.portal_type, person, title=person.Title())


def people_asked_about(section: Any) -> Iterator[Any]:
    """Yield the people of a section whose dismissal is open, without checking permissions."""
    stored = IAnnotations(section).get(KEY) or {}
    codes = [
        code
        for code, rows in stored.items()
        if any(one["closed_on"] is None for one in rows)
    ]
    if not codes:
        return
    found = api.content.find(
        unrestricted=True,
        path=path_of(section),
        portal_type=list(PERSON_TYPES),
        pbgdpl_person=codes,
    )
    for person in load_objects(found):
        if open_dismissal(person) is not None:
            yield person
