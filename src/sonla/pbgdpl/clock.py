"""What day it is where the portal's people are."""

from datetime import date
from datetime import datetime
from datetime import UTC
from plone.app.event.base import default_timezone


def today(moment: datetime | None = None) -> date:
    """Give the date of now, or of an aware `moment`, in the portal's time zone.

    `date.today()` is the server's: on a server in UTC the new day of Sơn La would
    begin at seven in the morning, and with it each validity, closing and deadline.
    """
    moment = moment or datetime.now(UTC)
    return moment.astimezone(default_timezone(as_tzinfo=True)).date()
