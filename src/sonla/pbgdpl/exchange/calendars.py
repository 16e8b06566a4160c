"""Our events in calendars of phones and offices (iCal), by names that are the portal's own.

Plone takes the host of the request into the UID and the address of an event: a calendar
that was subscribed to by another address would have everything twice.
"""

from plone.app.event.ical.exporter import construct_icalendar
from plone.app.event.ical.exporter import ICalendarEventComponent
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.exchange.settings import repository_id
from sonla.pbgdpl.settings.public_address import public_url
from sonla.pbgdpl.ui.downloads import offer
from sonla.pbgdpl.ui.page import BrowserView
from typing import Any

CONTENT_TYPE = "text/calendar; charset=utf-8"


class CalendarEvent(ICalendarEventComponent):
    """An event of ours in a calendar; subjects register it for their types."""

    @property
    def uid(self) -> dict[str, Any]:
        """The identifier that the event has for ever, in every calendar."""
        given = stored_value(self.context, "sync_uid")
        return {"value": given or f"{self.event.uid}@{repository_id()}"}

    @property
    def url(self) -> dict[str, Any]:
        return {"value": public_url(self.context)}


class CalendarFile(BrowserView):
    """Provide one event as a file.

    Core's page of the same name would give the calendar of a container for what holds
    others, and takes no method of HTTP but the usual ones.
    """

    def __call__(self) -> bytes:
        """Send the file."""
        return self.send(self.context.getId(), [self.context])

    def send(self, name: str, events: list[Any]) -> bytes:
        """Write events into a file."""
        offer(self.request, f"{name}.ics", CONTENT_TYPE)
        return bytes(construct_icalendar(self.context, events).to_ical())
