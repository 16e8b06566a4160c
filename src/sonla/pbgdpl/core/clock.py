"""What day and hour it is where the portal's people are."""

from DateTime import DateTime
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from plone.app.event.base import fallback_default_timezone
from plone.event.utils import guesstz
from plone.registry.interfaces import IRegistry
from zoneinfo import ZoneInfo
from zope.component import queryUtility

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def utc_now() -> datetime:
    """Return the present moment, with its zone."""
    return datetime.now(UTC)


def today(moment: datetime | None = None) -> date:
    """Return the date of now, or of an aware `moment`, in the portal's time zone.

    `date.today()` is the server's: on a server in UTC the new day of Viet Nam would
    begin at seven in the morning, and with it each validity, closing and deadline.
    """
    return in_portal_zone(moment or datetime.now(UTC)).date()


def midnight(day: date) -> DateTime:
    """Return the moment at which a day begins in the portal's time zone.

    Long ago clocks differed from those of today by seconds (in Vietnam until 1911), which
    `DateTime` can't show: such a moment is in UTC.
    """
    begins = datetime(day.year, day.month, day.day, tzinfo=portal_zone())
    if (begins.utcoffset() or timedelta()) % timedelta(minutes=1):
        return DateTime(begins.timestamp(), "UTC")
    return DateTime(begins)


def event_moment(moment: datetime) -> datetime:
    """Return a moment as forms store those of events: in the portal's zone, by pytz.

    Calendar files and REST of Plone know no other zones. Raises `OverflowError` beyond the
    years that Python knows.
    """
    zone = guesstz(DateTime(f"2000/01/01 {portal_zone().key}"))
    return moment.replace(microsecond=0).astimezone(zone)


def in_portal_zone(moment: datetime | DateTime) -> datetime:
    """Turn a moment into the portal's time zone; one without a zone stays as it is."""
    if isinstance(moment, DateTime):
        moment = moment.asdatetime() if moment.timezoneNaive() else utc_of(moment)
    return moment if moment.tzinfo is None else moment.astimezone(portal_zone())


def utc_of(moment: DateTime) -> datetime:
    """Return a moment in UTC, by what it counts and not by what it shows.

    A process whose `TZ` is set after `DateTime` was imported, as by `environment-vars`
    of zope.conf, makes moments that show the local hour and call it UTC.
    """
    return EPOCH + timedelta(microseconds=moment.micros())


def portal_zone() -> ZoneInfo:
    """Return the portal's time zone.

    Not `default_timezone()`, which prefers the zone of the member who asks: a unit
    closes for all at once, and two people who speak of a step or a figure must read
    the same hour and the same total.
    """
    registry = queryUtility(IRegistry)
    zone = registry.get("plone.portal_timezone") if registry is not None else None
    return ZoneInfo(zone or fallback_default_timezone())
