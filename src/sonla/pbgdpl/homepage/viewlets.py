"""The viewlets that place the homepage centre and load its style sheet."""

from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.homepage.slot import centre_position
from sonla.pbgdpl.homepage.slot import shown_centre
from sonla.pbgdpl.ui.security_headers import is_own_page
from sonla.pbgdpl.ui.static_files import stable_path
from sonla.pbgdpl.ui.viewlets import LazyViewlet

STYLES = "pbgdpl.css"
SCRIPT = "pbgdpl.js"


class CentreAboveViewlet(LazyViewlet):
    """Show the centre above the body of the homepage, when the settings say so."""

    position = "above"

    def render(self) -> str:
        """Render the region; nothing on every other page."""
        if centre_position(self.context, self.request) != self.position:
            return ""
        return shown_centre(self.context, self.request, self.__parent__)


class CentreBelowViewlet(CentreAboveViewlet):
    """Show the centre below the body of the homepage, when the settings say so."""

    position = "below"


class ResourcesViewlet(LazyViewlet):
    """Load our style sheet and script where something of ours is shown and nowhere else.

    Not a bundle of the registry: Plone reads and hashes the file of each bundle on
    each page, the portal's other pages included, which takes longer than our slot.
    """

    def render(self) -> str:
        """Write the two elements when the page is ours."""
        if not self.is_ours():
            return ""
        return (
            f'<link rel="stylesheet" href="{stable_path(STYLES)}" />\n'
            f'<script defer src="{stable_path(SCRIPT)}"></script>\n'
        )

    def is_ours(self) -> bool:
        """Return whether the page stands in a section, is ours, or shows the centre."""
        page = self.__parent__
        return (
            section_of(self.context) is not None
            or is_own_page(page)
            or bool(shown_centre(self.context, self.request, page))
        )
