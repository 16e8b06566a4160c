"""The ways to the bookcase: from the landing page, and from the page of its component."""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.materials import MATERIAL_TYPE
from sonla.pbgdpl.materials.pages.listing import LIST_NAME
from sonla.pbgdpl.materials.pages.listing import MaterialsView
from sonla.pbgdpl.ui.section_pages import link_to_list
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import SectionPages

LEAD = _(
    "help_materials",
    default="Books, leaflets, films and sound, by kind, language, audience and year.",
)


class MaterialPages(SectionPages):
    """Lead to the bookcase with its filters."""

    order = 10
    component = "tai-lieu"

    def links(self) -> Iterator[PageLink]:
        """Yield the bookcase, if anything stands in it."""
        return link_to_list(
            self.place,
            LIST_NAME,
            MaterialsView.page_title,
            LEAD,
            portal_type=MATERIAL_TYPE,
            review_state="published",
        )
