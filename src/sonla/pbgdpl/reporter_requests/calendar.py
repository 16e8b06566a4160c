"""The talk for a reporter's calendar (iCalendar, RFC 5545), to be attached to a mail."""

from datetime import timedelta
from icalendar import Calendar
from icalendar import Event
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.exchange.settings import repository_id
from sonla.pbgdpl.reporter_requests.content import day_of
from sonla.pbgdpl.reporter_requests.labels import place_words
from typing import Any

PRODUCT = "-//sonla.pbgdpl//reporter requests//VI"


def invitation_file(request: Any) -> str:
    """Write the talk as an event of a whole day: the time of day is typed in words.

    Without the contact of who asks, which a reporter gets with the acceptance.
    """
    day = day_of(request)
    event = Event()
    event.add("uid", f"{IUUID(request)}@{repository_id()}")
    event.add("dtstamp", utc_now())
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    hours = stored_value(request, "hours") or ""
    event.add("summary", " ".join(filter(None, (hours, request.title))))
    event.add("location", place_words(request))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return calendar.to_ical().decode("utf-8")
