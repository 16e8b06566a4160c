"""The way to the dialogues of a section or unit."""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.dialogues import DIALOGUE_TYPE
from sonla.pbgdpl.dialogues.pages.listing import LEAD
from sonla.pbgdpl.ui.section_pages import link_to_list
from sonla.pbgdpl.ui.section_pages import ListingPage
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import SectionPages

LINK_TITLE = _("label_all_dialogues", default="All dialogues")
"""What leads to the list: the component's page, beside it, is called as the list is."""


DIALOGUE_LISTING = ListingPage(
    order=50,
    key="doi-thoai",
    title="Đối thoại chính sách, pháp luật",
    description="Các cuộc đối thoại giữa cơ quan nhà nước với công dân, tổ chức và "
    "doanh nghiệp.",
    criteria={"portal_type": (DIALOGUE_TYPE,)},
)


class DialoguePages(SectionPages):
    """Lead to the list of dialogues."""

    order = 30
    component = DIALOGUE_LISTING.key

    def links(self) -> Iterator[PageLink]:
        """Yield the list, if a dialogue is published."""
        return link_to_list(
            self.place,
            "dialogues",
            LINK_TITLE,
            LEAD,
            portal_type=DIALOGUE_TYPE,
            review_state="published",
        )
