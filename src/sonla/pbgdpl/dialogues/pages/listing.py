"""The list of dialogues: open ones first, then those to come, then the archive by year."""

from collections.abc import Iterator
from collections.abc import Mapping
from functools import cached_property
from itertools import groupby
from plone import api
from plone.batching import Batch
from sonla.pbgdpl import _
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.section import place_title
from sonla.pbgdpl.dialogues.pages.labels import days
from sonla.pbgdpl.dialogues.pages.labels import dialogue_words
from sonla.pbgdpl.dialogues.pages.labels import DialogueWords
from sonla.pbgdpl.dialogues.pages.labels import hosts
from sonla.pbgdpl.dialogues.pages.labels import state_words
from sonla.pbgdpl.dialogues.phases import CLOSED
from sonla.pbgdpl.dialogues.phases import COMING
from sonla.pbgdpl.dialogues.phases import OPEN
from sonla.pbgdpl.dialogues.phases import phase
from sonla.pbgdpl.dialogues.query import by_phase
from sonla.pbgdpl.dialogues.query import find_dialogues
from sonla.pbgdpl.editorial.pages.section_page import SectionPage
from sonla.pbgdpl.exchange.calendars import CalendarFile
from sonla.pbgdpl.search.query import scope_paths
from sonla.pbgdpl.ui.interfaces import IDescribedPage
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.summaries import EntryStyle
from sonla.pbgdpl.ui.summaries import joined
from sonla.pbgdpl.ui.summaries import Summary
from typing import Any
from zope.interface import implementer

PAGE_TITLE = _("heading_dialogues", default="Dialogues on policy and law")
LEAD = _(
    "help_dialogues",
    default="Ask officials while a dialogue is open; read what was asked and answered.",
)
PAGE_SIZE = 20
TONES = {OPEN: "is-good", COMING: "is-soon"}
"""Phase → class of its tag."""


@implementer(IDescribedPage)
class DialoguesView(SectionPage, BrowserView):
    """List the dialogues of a place."""

    stylesheets = ("dialogues/dialogue.css",)
    schema_type = "CollectionPage"
    page_title = PAGE_TITLE
    lead = LEAD

    @property
    def place(self) -> str:
        """The unit or section whose dialogues these are."""
        return place_title(self.context)

    @cached_property
    def dialogues(self) -> dict[str, list[Any]]:
        paths = scope_paths(self.context, api.portal.get_tool("portal_catalog"))
        return by_phase(find_dialogues(paths)) if paths else by_phase(())

    @cached_property
    def open(self) -> list[DialogueWords]:
        """Those that are open, whichever closes next first; on the first page."""
        return self.on_first_page(OPEN)

    @cached_property
    def coming(self) -> list[DialogueWords]:
        """Those to come, the next first; on the first page."""
        return self.on_first_page(COMING)

    def on_first_page(self, phase: str) -> list[DialogueWords]:
        """Put the dialogues of a phase into words, unless the archive is leafed through."""
        if self.start:
            return []
        return [dialogue_words(dialogue) for dialogue in self.dialogues[phase]]

    @property
    def start(self) -> int:
        """The number of the first dialogue of the archive that is wanted."""
        return parse_int(self.request.get("b_start"), 0)

    @cached_property
    def batch(self) -> Batch:
        """One page of the archive."""
        return Batch(self.dialogues[CLOSED], PAGE_SIZE, self.start)

    def years(self) -> Iterator[dict[str, Any]]:
        """Yield the dialogues of this page by the year in which they began."""
        words = map(dialogue_words, self.batch)
        for year, dialogues in groupby(words, lambda one: one.year):
            yield {"year": year or "", "dialogues": list(dialogues)}

    @property
    def is_empty(self) -> bool:
        """Whether there is none."""
        return not any(self.dialogues.values())

    @property
    def calendar_url(self) -> str:
        """The address of the calendar of those open and to come; empty for none."""
        if not (self.dialogues[OPEN] or self.dialogues[COMING]):
            return ""
        return f"{self.context.absolute_url()}/@@dialogues.ics"


class DialogueStyle(EntryStyle):
    """Show a dialogue with its days, who holds it, and whether people can ask in it now."""

    style = "dialogue"

    def facts(self, entry: Summary) -> Mapping[str, Any]:
        """Return days, agencies, place and the state of today."""
        dialogue = entry.obj
        state = api.portal.translate(state_words(dialogue))
        return {
            "meta": joined(days(dialogue), hosts(dialogue), entry.place),
            "tag": (TONES.get(phase(dialogue), "is-over"), state),
        }


class DialoguesCalendar(CalendarFile):
    """Provide all dialogues of a place that are open or to come: a calendar to subscribe to."""

    def __call__(self) -> bytes:
        """Send the file."""
        paths = scope_paths(self.context, api.portal.get_tool("portal_catalog"))
        found = by_phase(find_dialogues(paths) if paths else ())
        return self.send("doi-thoai", [*found[OPEN], *found[COMING]])
