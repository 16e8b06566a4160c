"""Write days and hours as offices and readers in Vietnam do, day first; read days.

As in the annex of Decree 30/2020/NĐ-CP. Moments are those of the portal's time zone.
"""

from DateTime import DateTime
from datetime import date
from datetime import datetime
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.errors import InvalidInput

LAST_DATE = DateTime("2099/01/01")
"""Plone stores `2499-12-31` for "never"; every later date than this is that."""


def format_day(value: date | DateTime | None) -> str:
    """Write a day, or the day of a moment; nothing for none."""
    return local(value).strftime("%d/%m/%Y") if value else ""


def format_moment(value: datetime | DateTime) -> str:
    """Write day, hour and minute of a moment."""
    return local(value).strftime("%d/%m/%Y %H:%M")


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
        raise InvalidInput(
            _(
                "msg_bad_date",
                default="This is not a date: ${text}",
                mapping={"text": text},
            )
        ) from error


def real_date(value: DateTime | None) -> DateTime | None:
    """Turn Plone's "always" and "never" dates into None."""
    if not value or value.year() <= 1969 or value > LAST_DATE:
        return None
    return value
