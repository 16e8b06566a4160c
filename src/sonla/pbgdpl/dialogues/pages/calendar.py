"""Dialogues for calendars of phones and offices (iCal)."""

from plone import api
from plone.app.event.ical.exporter import construct_icalendar
from sonla.pbgdpl.dialogues.query import by_phase
from sonla.pbgdpl.dialogues.query import find_dialogues
from sonla.pbgdpl.dialogues.rules import COMING
from sonla.pbgdpl.dialogues.rules import OPEN
from sonla.pbgdpl.search.query import scope_paths
from sonla.pbgdpl.ui.page import BrowserView
from typing import Any

CONTENT_TYPE = "text/calendar; charset=utf-8"


class DialogueCalendar(BrowserView):
    """Provide one dialogue.

    Core's page of the same name would give a container's calendar: a dialogue holds others.
    """

    def __call__(self) -> bytes:
        """Send the file."""
        return self.send(self.context.getId(), [self.context])

    def send(self, name: str, dialogues: list[Any]) -> bytes:
        """Write dialogues into a file."""
        response = self.request.response
        response.setHeader("Content-Type", CONTENT_TYPE)
        response.setHeader("Content-Disposition", f'attachment; filename="{name}.ics"')
        return bytes(construct_icalendar(self.context, dialogues).to_ical())


class DialoguesCalendar(DialogueCalendar):
    """Provide all dialogues of a place that are open or to come: a calendar to subscribe to."""

    def __call__(self) -> bytes:
        """Send the file."""
        paths = scope_paths(self.context, api.portal.get_tool("portal_catalog"))
        found = by_phase(find_dialogues(paths) if paths else ())
        return self.send("doi-thoai", [*found[OPEN], *found[COMING]])
