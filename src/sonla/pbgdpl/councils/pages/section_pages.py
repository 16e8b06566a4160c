"""The way to a section's councils: from its landing page and from their component's."""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.councils.pages.listing import LEAD
from sonla.pbgdpl.councils.pages.listing import PAGE_TITLE
from sonla.pbgdpl.councils.query import find_councils
from sonla.pbgdpl.ui.section_pages import link_to
from sonla.pbgdpl.ui.section_pages import ListingPage
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import SectionPages

COUNCIL_LISTING = ListingPage(
    order=30,
    key="hoi-dong-phoi-hop",
    title="Hội đồng phối hợp, báo cáo viên, tuyên truyền viên",
    description="Hoạt động của Hội đồng phối hợp phổ biến, giáo dục pháp luật, đội "
    "ngũ báo cáo viên và tuyên truyền viên pháp luật.",
    criteria={"pbgdpl_agency": ("hdph-tinh",)},
    sort_on="pbgdpl_date",
)


class CouncilPages(SectionPages):
    """Lead to the council, or to the list of several."""

    order = 20
    component = COUNCIL_LISTING.key

    def links(self) -> Iterator[PageLink]:
        """Yield the only council, or the list; nothing without a council."""
        found = find_councils([path_of(self.place)])
        if len(found) == 1:
            (brain,) = found
            lead = brain.Description or api.portal.translate(LEAD)
            yield PageLink(brain.getURL(), brain.Title, lead)
        elif found:
            yield link_to(self.place, "councils", PAGE_TITLE, LEAD)
