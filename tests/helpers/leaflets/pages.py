"""What is seen of leaflets: a list and the ways to it, entries, a block, the desk."""

from chameleon import PageTemplate
from leaflets import LEAFLET_TYPE
from leaflets.content import all_leaflets
from plone import api
from sonla.pbgdpl.editorial.pages.desk_sections import DeskSection
from sonla.pbgdpl.homepage.block import CatalogBlock
from sonla.pbgdpl.ui.admin_pages import AdminPage
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.section_pages import ListingPage
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import SectionPages
from sonla.pbgdpl.ui.summaries import EntryStyle

LISTING = ListingPage(
    order=95,
    key="to-roi",
    title="Tờ rơi pháp luật",
    description="Mọi tờ rơi của chuyên trang.",
    criteria={"portal_type": (LEAFLET_TYPE,)},
)


class LeafletsPage(BrowserView):
    """List all leaflets."""

    def __call__(self):
        """Name them."""
        return "Danh sách: " + ", ".join(all_leaflets(api.portal.get()))


class LeafletPages(SectionPages):
    """Lead to the list, and to a form."""

    order = 65

    def links(self):
        yield PageLink(f"{self.place.absolute_url()}/@@leaflet-list", "Kho tờ rơi")

    def actions(self):
        yield PageLink(f"{self.place.absolute_url()}/++add++Leaflet", "Soạn tờ rơi")


class LeafletStyle(EntryStyle):
    """Show a leaflet with its printer."""

    style = "leaflet"
    template = PageTemplate('<a href="${entry.url}">Gấp ba: ${entry.title}</a>')


class LeafletsBlock(CatalogBlock):
    """Show the newest leaflets."""

    title = "Tờ rơi mới"
    position = 45
    is_default = True
    portal_types = (LEAFLET_TYPE,)
    featured_types = (LEAFLET_TYPE,)


class LeafletsDesk(DeskSection):
    """Say what waits."""

    order = 25

    def render(self):
        return '<p id="leaflets">Tờ rơi chờ in</p>'


class LeafletsAdminPage(AdminPage):
    """Lead to the list from the administration page."""

    view = "leaflets"
    order = 45
    title = "Quản lý tờ rơi"
    help = "Mọi tờ rơi."
