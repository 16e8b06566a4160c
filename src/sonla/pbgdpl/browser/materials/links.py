"""The ways to the bookcase: from the landing page, and from the page of its component."""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.browser.materials.listing import LIST_NAME
from sonla.pbgdpl.browser.materials.listing import MaterialsView
from sonla.pbgdpl.browser.section.leads import ComponentLists
from sonla.pbgdpl.browser.section.ways import way_to_list
from sonla.pbgdpl.config import MATERIAL_TYPE
from typing import Any

LEAD = _(
    "help_materials",
    default="Books, leaflets, films and sound, by kind, language, audience and year.",
)


def material_pages(place: Any) -> Iterator[dict[str, str]]:
    """Yield the bookcase, if anything stands in it, as landing pages show pages."""
    return way_to_list(
        place,
        LIST_NAME,
        MaterialsView.page_title,
        LEAD,
        portal_type=MATERIAL_TYPE,
        review_state="published",
    )


class MaterialLists(ComponentLists):
    """Lead from the component of materials to the bookcase with its filters."""

    component = "tai-lieu"
    order = 10

    def pages(self) -> Iterator[dict[str, str]]:
        """Yield the bookcase."""
        return material_pages(self.section)
