"""Our events in calendars of phones and offices (iCal), by names that are the portal's own.

Plone takes the host of the request into the UID and the address of an event: a calendar
that was subscribed to by another address would have everything twice.
"""

from plone.app.event.ical.exporter import ICalendarEventComponent
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.exchange.settings import repository_id
from sonla.pbgdpl.settings.public_address import public_url
from typing import Any


class CalendarEvent(ICalendarEventComponent):
    """An event of ours in a calendar; subjects register it for their types."""

    @property
    def uid(self) -> dict[str, Any]:
        """The identifier that the event has for ever, in every calendar."""
        given = stored_value(self.context, "sync_uid")
        return {"value": given or f"{self.event.uid}@{repository_id()}"}

    @property
    def url(self) -> dict[str, Any]:
        """The public address."""
        return {"value": public_url(self.context)}
