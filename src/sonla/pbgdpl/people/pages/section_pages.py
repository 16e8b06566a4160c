"""The way to a section's lists of people: from its landing page and from a component's."""

from collections.abc import Iterator
from sonla.pbgdpl.people.pages.listing import PropagandistsView
from sonla.pbgdpl.people.pages.listing import ReportersView
from sonla.pbgdpl.people.rules import RECOGNISED
from sonla.pbgdpl.ui.section_pages import link_to_list
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import SectionPages


class PeoplePages(SectionPages):
    """Lead to the people, also from the component of the council and its people."""

    order = 40
    component = "hoi-dong-phoi-hop"

    def links(self) -> Iterator[PageLink]:
        """Yield the lists in which somebody stands."""
        for kind in (ReportersView, PropagandistsView):
            yield from link_to_list(
                self.place,
                kind.name,
                kind.page_title,
                kind.lead,
                portal_type=kind.portal_type,
                review_state=RECOGNISED,
            )
