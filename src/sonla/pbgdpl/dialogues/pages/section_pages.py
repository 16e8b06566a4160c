"""The way to the dialogues of a section or unit."""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.dialogues import DIALOGUE_TYPE
from sonla.pbgdpl.dialogues.pages.listing import CALENDAR
from sonla.pbgdpl.dialogues.pages.listing import LEAD
from sonla.pbgdpl.dialogues.query import find_dialogues
from sonla.pbgdpl.ui.section_pages import link_to
from sonla.pbgdpl.ui.section_pages import link_to_list
from sonla.pbgdpl.ui.section_pages import ListingPage
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import SectionPages

LINK_TITLE = _("label_all_dialogues", default="All dialogues")
CALENDAR_LEAD = _(
    "help_dialogues_calendar",
    default="Dialogues that are open or to come, for the calendar of a telephone.",
)

DIALOGUE_LISTING = ListingPage(
    order=50,
    key="doi-thoai",
    title="Đối thoại chính sách, pháp luật",
    description="Các cuộc đối thoại giữa cơ quan nhà nước với công dân, tổ chức và "
    "doanh nghiệp.",
    criteria={"portal_type": (DIALOGUE_TYPE,)},
    sort_on="start",
)


class DialoguePages(SectionPages):
    """Lead to the list of dialogues."""

    order = 30
    component = DIALOGUE_LISTING.key

    def links(self) -> Iterator[PageLink]:
        """Yield the list, if a dialogue is published, and the calendar of those ahead."""
        wanted = {"portal_type": DIALOGUE_TYPE, "review_state": "published"}
        place, key = self.place, self.component
        yield from link_to_list(place, "dialogues", LINK_TITLE, LEAD, key, **wanted)
        if find_dialogues([path_of(place)], not_over=True):
            yield link_to(place, "dialogues.ics", CALENDAR, CALENDAR_LEAD)
