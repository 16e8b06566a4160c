"""The way to a section's lists of people: from its landing page and from a component's."""

from collections.abc import Iterator
from sonla.pbgdpl.browser.register.listing import PropagandistsView
from sonla.pbgdpl.browser.register.listing import ReportersView
from sonla.pbgdpl.browser.section.leads import ComponentLists
from sonla.pbgdpl.browser.section.ways import way_to_list
from sonla.pbgdpl.register.episodes import RECOGNISED
from typing import Any


def people_pages(section: Any) -> Iterator[dict[str, str]]:
    """Yield the lists in which somebody stands, as the landing page shows pages."""
    for kind in (ReportersView, PropagandistsView):
        yield from way_to_list(
            section,
            kind.name,
            kind.page_title,
            kind.lead,
            portal_type=kind.portal_type,
            review_state=RECOGNISED,
        )


class PeopleLists(ComponentLists):
    """Lead from the component of the council and its people to the people."""

    component = "hoi-dong-phoi-hop"
    order = 20

    def pages(self) -> Iterator[dict[str, str]]:
        """Yield the lists in which somebody stands."""
        return people_pages(self.section)
