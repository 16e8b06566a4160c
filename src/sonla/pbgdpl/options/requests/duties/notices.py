"""The notice of each September: which commune told the criteria of propagandists, when and where.

Circular 10/2016/TT-BTP, Article 5.
"""

from BTrees.OOBTree import OOBTree
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import REGISTER
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.interfaces import IHarvestTarget
from sonla.pbgdpl.core.section import current_user_id
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.validators import web_address
from sonla.pbgdpl.editorial.additions import is_closed
from sonla.pbgdpl.statistics.parties import party_of
from sonla.pbgdpl.statistics.periods import COMMUNE
from sonla.pbgdpl.units.creation import units_by_code
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.i18nmessageid import Message

KEY = "sonla.pbgdpl.criteria_notices"
"""Annotation of a section: year and code of a commune → what was noted."""
MAX_TEXT = 500
NOTICE_NOTED = AuditAction(
    "criteria_notice_noted",
    _("log_criteria_notice", default="Noted the yearly notice of a commune"),
    REGISTER,
)
MSG_PLACE = _(
    "msg_criteria_place",
    default="Write where the notice can be seen: the notice board, the loudspeaker, a page.",
)
MSG_ADDRESS = _(
    "msg_criteria_address",
    default="“${address}” is no address of a page. Begin with https://, or leave it empty.",
)
MSG_YEAR = _(
    "msg_criteria_day",
    default="The day of the notice lies in ${year} and not after today.",
)


@dataclass(frozen=True)
class CommuneNotice:
    """A commune and what it noted of a year's notice."""

    unit: Any
    noted: Mapping[str, Any] | None


def last_day(year: int) -> date:
    """Return the last day of the month in which communes give notice."""
    return date(year, 9, 30)


def owes_notice(unit: Any, year: int) -> bool:
    """Return whether a unit is a commune that was there in the month of the notice."""
    last = last_day(year)
    opened = stored_value(unit, "opened_on")
    return not (
        party_of(unit) != COMMUNE
        or is_closed(unit, last)
        or (opened and opened > last)
        or IHarvestTarget.providedBy(unit)
    )


def notice_of(unit: Any, year: int) -> Mapping[str, Any] | None:
    """Return what a commune noted of a year; None for nothing."""
    section = section_of(unit)
    stored = IAnnotations(section).get(KEY) if section is not None else None
    return stored.get(key_of(unit, year)) if stored else None


def notices_of(section: Any, year: int) -> list[CommuneNotice]:
    """List the communes of a section with what they noted, by name."""
    return [
        CommuneNotice(unit, notice_of(unit, year))
        for unit in units_by_code(section).values()
        if owes_notice(unit, year)
    ]


def is_owed_now(unit: Any, day: date) -> bool:
    """Return whether a commune is to give notice: from the first day of the month to the year's end."""
    last = last_day(day.year)
    return (
        day >= last.replace(day=1)
        and owes_notice(unit, day.year)
        and notice_of(unit, day.year) is None
    )


def note_notice(unit: Any, year: int, day: date, place: str, address: str) -> None:
    """Note that a commune gave notice, in place of what it noted before; raises `InvalidInput`."""
    if day.year != year or day > today():
        raise InvalidInput(Message(MSG_YEAR, mapping={"year": str(year)}))
    if not place.strip():
        raise InvalidInput(MSG_PLACE)
    if address and web_address(address) is None:
        raise InvalidInput(Message(MSG_ADDRESS, mapping={"address": address}))
    noted = IAnnotations(section_of(unit)).setdefault(KEY, OOBTree())
    noted[key_of(unit, year)] = {
        "on": day,
        "place": place.strip()[:MAX_TEXT],
        "address": address.strip()[:MAX_TEXT],
        "by": current_user_id(),
        "noted_on": today(),
    }
    log.note(NOTICE_NOTED.name, unit.portal_type, unit, title=unit.Title())


def key_of(unit: Any, year: int) -> tuple[int, str]:
    """Return by what a notice is stored."""
    return year, stored_value(unit, "code") or unit.getId()
