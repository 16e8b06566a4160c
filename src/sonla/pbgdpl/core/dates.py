"""Write days and hours as offices and readers in Vietnam do, day first; read days.

As in the annex of Decree 30/2020/NĐ-CP. Moments are those of the portal's time zone.
"""

from DateTime import DateTime
from datetime import date
from datetime import datetime
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.errors import InvalidInput
from zope.i18nmessageid import Message

import re

FULL_HOUR = _("hour_full", default="${hour}:00")
HOUR_AND_MINUTE = _("hour_and_minute", default="${hour}:${minute}")
MOMENT = _("moment_in_words", default="${hour}, ${day}")
SPAN = _("span_in_words", default="${first} – ${last}")
DAY_SPAN = _("day_span_in_words", default="${first} – ${last}")
MSG_BAD_DATE = _("msg_bad_date", default="This is not a date: ${text}")

LAST_DATE = DateTime("2099/01/01")
"""Plone stores `2499-12-31` for "never"; every later date than this is that."""


def format_day(value: date | DateTime | None) -> str:
    """Write a day, or the day of a moment; nothing for none."""
    return local(value).strftime("%d/%m/%Y") if value else ""


def format_moment(value: datetime | DateTime) -> str:
    """Write day, hour and minute of a moment, for staff; `moment_words` is for readers."""
    return local(value).strftime("%d/%m/%Y %H:%M")


def format_hour(value: datetime | DateTime) -> str:
    """Write hour and minute of a moment, for staff; `hour_words` is for readers."""
    return local(value).strftime("%H:%M")


def hour_words(value: datetime | DateTime) -> str:
    """Write hour and minute of a moment in the reader's language: 8 giờ, 8 giờ 05."""
    moment = in_portal_zone(value)
    words = FULL_HOUR if moment.minute == 0 else HOUR_AND_MINUTE
    return _said(words, hour=str(moment.hour), minute=f"{moment.minute:02}")


def moment_words(value: datetime | DateTime) -> str:
    """Write hour and day of a moment in the reader's language: 8 giờ ngày 09/12/2026."""
    return _said(MOMENT, hour=hour_words(value), day=format_day(value))


def span_words(first: str, last: str) -> str:
    """Write from when to when, of hours or moments in words."""
    return _said(SPAN, first=first, last=last)


def day_span_words(first: str, last: str) -> str:
    """Write from which day to which, both of them included."""
    return _said(DAY_SPAN, first=first, last=last)


def _said(words: Message, **values: str) -> str:
    return str(api.portal.translate(Message(words, mapping=values)))


def iso_day(value: date | DateTime | None) -> str:
    """Write a day, or the day of a moment, for machines; nothing for none."""
    return local(value).strftime("%Y-%m-%d") if value else ""


def local(value: date | DateTime) -> date:
    """Turn a moment into the portal's time zone; a day is the same everywhere."""
    return in_portal_zone(value) if isinstance(value, datetime | DateTime) else value


def read_day(text: str) -> date:
    """Read what a date input sent, ISO 8601; raises `InvalidInput` for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _no_date(text) from error


def read_typed_day(text: str) -> date:
    """Read a day as a date input sends it, or as people type it: 9/3/2026, 9.3.2026."""
    parts = re.split(r"[/.-]", text)
    if len(parts) == 3 and len(parts[2]) == 4 and all(p.isdigit() for p in parts):
        parts = [parts[2], f"{parts[1]:0>2}", f"{parts[0]:0>2}"]
    try:
        return date.fromisoformat("-".join(parts))
    except ValueError as error:
        raise _no_date(text) from error


def _no_date(text: str) -> InvalidInput:
    return InvalidInput(Message(MSG_BAD_DATE, mapping={"text": text}))


def real_date(value: DateTime | None) -> DateTime | None:
    """Turn Plone's "always" and "never" dates into None."""
    if not value or value.year() <= 1969 or value > LAST_DATE:
        return None
    return value


def month_title(month: int) -> str:
    """Name a month as people in Vietnam do, by its number."""
    return api.portal.translate(
        _("label_month", default="Month ${month}", mapping={"month": str(month)})
    )
