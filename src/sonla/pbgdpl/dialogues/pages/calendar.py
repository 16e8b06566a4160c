"""Dialogues for calendars of phones and offices (iCal)."""

from plone import api
from sonla.pbgdpl.dialogues.query import by_phase
from sonla.pbgdpl.dialogues.query import find_dialogues
from sonla.pbgdpl.dialogues.rules import COMING
from sonla.pbgdpl.dialogues.rules import OPEN
from sonla.pbgdpl.exchange.calendars import CalendarFile
from sonla.pbgdpl.search.query import scope_paths


class DialoguesCalendar(CalendarFile):
    """Provide all dialogues of a place that are open or to come: a calendar to subscribe to."""

    def __call__(self) -> bytes:
        """Send the file."""
        paths = scope_paths(self.context, api.portal.get_tool("portal_catalog"))
        found = by_phase(find_dialogues(paths) if paths else ())
        return self.send("doi-thoai", [*found[OPEN], *found[COMING]])
