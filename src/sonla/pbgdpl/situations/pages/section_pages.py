"""The way to the list of situations, from the landing page and from units."""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.situations import SITUATION_TYPE
from sonla.pbgdpl.situations.pages.listing import LIST_NAME
from sonla.pbgdpl.situations.pages.listing import SituationsView
from sonla.pbgdpl.ui.section_pages import link_to_list
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import SectionPages

LEAD = _(
    "help_situations",
    default="“I want to …”, “I was …”: what to do, where, with which papers.",
)


class SituationPages(SectionPages):
    """Lead to the situations."""

    order = 5

    def links(self) -> Iterator[PageLink]:
        """Yield the list, if anything stands in it."""
        return link_to_list(
            self.place,
            LIST_NAME,
            SituationsView.page_title,
            LEAD,
            portal_type=SITUATION_TYPE,
            review_state="published",
        )
