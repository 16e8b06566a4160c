"""The list of dialogues by state, field of law and year, and their calendar."""

from collections.abc import Iterator
from collections.abc import Mapping
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.dialogues.pages.labels import days
from sonla.pbgdpl.dialogues.pages.labels import hosts
from sonla.pbgdpl.dialogues.pages.labels import state_words
from sonla.pbgdpl.dialogues.pages.query import DialogueFilters
from sonla.pbgdpl.dialogues.pages.query import DialogueFinding
from sonla.pbgdpl.dialogues.pages.query import FACETS
from sonla.pbgdpl.dialogues.pages.query import PHASE
from sonla.pbgdpl.dialogues.phases import CLOSED
from sonla.pbgdpl.dialogues.phases import COMING
from sonla.pbgdpl.dialogues.phases import OPEN
from sonla.pbgdpl.dialogues.phases import phase
from sonla.pbgdpl.dialogues.query import answered
from sonla.pbgdpl.dialogues.query import by_phase
from sonla.pbgdpl.dialogues.query import find_dialogues
from sonla.pbgdpl.exchange.calendars import CalendarFile
from sonla.pbgdpl.search.pages.filtered_list import EntryListPage
from sonla.pbgdpl.search.query import scope_paths
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.summaries import entries_of
from sonla.pbgdpl.ui.summaries import EntryStyle
from sonla.pbgdpl.ui.summaries import full_list
from sonla.pbgdpl.ui.summaries import joined
from sonla.pbgdpl.ui.summaries import Summary
from typing import Any

LEAD = _(
    "help_dialogues",
    default="Ask officials while a dialogue is open; read what was asked and answered.",
)
CALENDAR = _("label_dialogues_calendar", default="Calendar of dialogues (iCal)")
TONES = {OPEN: "is-good", COMING: "is-soon"}
"""Phase → class of its tag."""


class DialoguesView(EntryListPage):
    """List the dialogues of a place: open ones, those to come, then the archive."""

    name = "dialogues"
    page_title = _("heading_dialogues", default="Dialogues on policy and law")
    lead = LEAD
    filters: DialogueFilters
    filter_class = DialogueFilters
    chip_facet = PHASE
    menu_facets = FACETS
    order = _(
        "label_order_dialogues",
        default="open ones first, then those to come, then the latest",
    )
    nothing = _("msg_no_dialogues", default="No dialogue has been announced here yet.")

    @cached_property
    def finding(self) -> DialogueFinding:
        return DialogueFinding(self.context, self.filters)

    @property
    def entries_html(self) -> str:
        return full_list(list(entries_of(self.finding.page(self.start, self.size))))

    def actions(self) -> Iterator[PageLink]:
        """Yield the calendar of those open and to come, if there are any."""
        if self.finding.whole.counts(PHASE).keys() - {CLOSED}:
            yield PageLink(f"{self.url}.ics", CALENDAR)


class DialogueStyle(EntryStyle):
    """Show a dialogue with its days, who holds it, and whether people can ask in it now."""

    reads_dates = True
    style = "dialogue"

    def facts(self, entry: Summary) -> Mapping[str, Any]:
        """Return days, agencies, place, the number of answers and the state of today."""
        dialogue = entry.obj
        state = api.portal.translate(state_words(dialogue))
        answers = answers_text(len(answered(dialogue)))
        return {
            "meta": joined(days(dialogue), hosts(dialogue), entry.place, answers),
            "tag": (TONES.get(phase(dialogue), "is-over"), state),
        }


def answers_text(count: int) -> str:
    """Write how many questions were answered in public; nothing for none."""
    words = _(
        "label_dialogue_answers", default="${count} answers", mapping={"count": count}
    )
    return api.portal.translate(words) if count else ""


class DialoguesCalendar(CalendarFile):
    """Provide all dialogues of a place that are open or to come: a calendar to subscribe to."""

    def __call__(self) -> bytes:
        """Send the file."""
        paths = scope_paths(self.context)
        found = by_phase(find_dialogues(paths) if paths else ())
        return self.send("doi-thoai", [*found[OPEN], *found[COMING]])
