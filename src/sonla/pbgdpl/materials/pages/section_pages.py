"""The ways to the bookcase: from the landing page, and from the page of its component."""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.materials import MATERIAL_TYPE
from sonla.pbgdpl.materials.pages.listing import LIST_NAME
from sonla.pbgdpl.materials.pages.listing import MaterialsView
from sonla.pbgdpl.ui.section_pages import link_to_list
from sonla.pbgdpl.ui.section_pages import ListingPage
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import SectionPages

LEAD = _(
    "help_materials",
    default="Books, leaflets, films and sound, by kind, language, audience and year.",
)


MATERIAL_LISTING = ListingPage(
    order=60,
    key="tai-lieu",
    title="Tài liệu, video, tiểu phẩm, tình huống",
    description="Sách, cẩm nang, tờ gấp, câu chuyện, tiểu phẩm, video, bài giảng "
    "điện tử và các tài liệu phổ biến pháp luật khác.",
    criteria={"portal_type": (MATERIAL_TYPE,)},
)


class MaterialPages(SectionPages):
    """Lead to the bookcase with its filters."""

    order = 10
    component = MATERIAL_LISTING.key

    def links(self) -> Iterator[PageLink]:
        """Yield the bookcase, if anything stands in it."""
        return link_to_list(
            self.place,
            LIST_NAME,
            MaterialsView.page_title,
            LEAD,
            self.component,
            portal_type=MATERIAL_TYPE,
            review_state="published",
        )
