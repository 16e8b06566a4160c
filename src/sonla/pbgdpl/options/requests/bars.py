"""Bars: who must not be introduced for a time, why, and who decided it.

Somebody who is prosecuted, investigated or tried, or awaits the conclusion on a breach, is
neither sent nor introduced (Circular 10/2016/TT-BTP, Article 8.1.e); the public list has no
part in it. Bars stand with the section, not with the person, whose copies, versions and
exports would carry them along. Few may read the reason, and each reading is logged; others
learn only that somebody can't be assigned.
"""

from BTrees.OOBTree import OOBTree
from collections.abc import Mapping
from datetime import date
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import REGISTER
from sonla.pbgdpl.core.append_only.periods import is_in_force
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import section_of
from typing import Any
from zope.annotation.interfaces import IAnnotations

import secrets

KEY = "sonla.pbgdpl.bars"
"""Annotation of a section: code of a person → bars."""
BARRED = AuditAction(
    "reporter_barred",
    _("log_reporter_barred", default="Barred a person from being introduced"),
    REGISTER,
)
LIFTED = AuditAction(
    "reporter_bar_lifted", _("log_bar_lifted", default="Lifted a bar"), REGISTER
)
READ = AuditAction(
    "reporter_bar_read",
    _("log_bar_read", default="Read the bars of a person"),
    REGISTER,
)
MSG_NO_REASON = _("msg_bar_no_reason", default="Write why, for those who may read it.")
MSG_BAR_DAYS = _("msg_bar_days", default="The bar can't end before it begins.")
MSG_BAR_GONE = _("msg_bar_gone", default="This bar was lifted already.")


def bars_of(person: Any) -> list[Mapping[str, Any]]:
    """List the bars of a person, the latest first, without checking permissions."""
    section = section_of(person)
    stored = IAnnotations(section).get(KEY) if section is not None else None
    rows = stored.get(stored_value(person, "person_id"), ()) if stored else ()
    return sorted(rows, key=lambda one: one["valid_from"], reverse=True)


def is_barred(person: Any, day: date) -> bool:
    """Return whether a person must not be introduced for a day."""
    return any(is_in_force(one, day) for one in bars_of(person))


def bar(person: Any, since: date, until: date | None, reason: str) -> None:
    """Bar a person from a day on, perhaps until another; raises `InvalidInput`."""
    if not reason.strip():
        raise InvalidInput(MSG_NO_REASON)
    if until is not None and until <= since:
        raise InvalidInput(MSG_BAR_DAYS)
    row = {
        "id": secrets.token_hex(4),
        "valid_from": since,
        "ended_on": until,
        "reason": reason.strip(),
        "by": api.user.get_current().getId(),
        "note": "",
        "lifted_by": "",
    }
    store(person, [*bars_of(person), row])
    log.note(BARRED.name, person.portal_type, person, title=person.Title())


def lift(person: Any, bar_id: str, note: str) -> None:
    """End a bar today, with a note; raises `InvalidInput` for one that is over."""
    day = today()
    rows = [dict(one) for one in bars_of(person)]
    running = [one for one in rows if one["id"] == bar_id and is_running(one, day)]
    if not running:
        raise InvalidInput(MSG_BAR_GONE)
    if not note.strip():
        raise InvalidInput(MSG_NO_REASON)
    for one in running:
        one |= {
            "ended_on": max(day, one["valid_from"]),
            "note": note.strip(),
            "lifted_by": api.user.get_current().getId(),
        }
    store(person, rows)
    log.note(LIFTED.name, person.portal_type, person, title=person.Title())


def is_running(row: Mapping[str, Any], day: date) -> bool:
    """Return whether a bar may still be lifted: it has neither passed nor been lifted."""
    return not row["lifted_by"] and (row["ended_on"] is None or row["ended_on"] > day)


def store(person: Any, rows: list[Any]) -> None:
    """Keep the bars of a person."""
    kept = IAnnotations(section_of(person)).setdefault(KEY, OOBTree())
    kept[person.person_id] = tuple(rows)


def note_reading(person: Any) -> None:
    """Note who read the bars of a person."""
    log.note(READ.name, person.portal_type, person, title=person.Title())
