"""What day and time it is where the portal's people are."""

from datetime import date
from datetime import datetime
from datetime import UTC
from plone.app.event.base import fallback_default_timezone
from plone.registry.interfaces import IRegistry
from zoneinfo import ZoneInfo
from zope.component import queryUtility


def today(moment: datetime | None = None) -> date:
    """Give the date of now, or of an aware `moment`, in the portal's time zone.

    `date.today()` is the server's: on a server in UTC the new day of Sơn La would
    begin at seven in the morning, and with it each validity, closing and deadline.
    Not `default_timezone()`, which prefers the zone of the member who asks: a unit
    closes for all at once.
    """
    return local(moment or datetime.now(UTC)).date()


def local(moment: datetime) -> datetime:
    """Give an aware moment in the portal's time zone."""
    registry = queryUtility(IRegistry)
    zone = registry.get("plone.portal_timezone") if registry is not None else None
    return moment.astimezone(ZoneInfo(zone or fallback_default_timezone()))
