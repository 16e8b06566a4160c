"""The viewlets that place the homepage centre and load its style sheet."""

from plone.app.layout.viewlets.common import ViewletBase
from Products.CMFPlone.resources import add_bundle_on_request
from sonla.pbgdpl.controlpanel.settings import get_settings
from sonla.pbgdpl.portlets.slot import render_slot
from sonla.pbgdpl.portlets.slot import shows_slot
from sonla.pbgdpl.section import section_of

BUNDLE = "pbgdpl"
PACKAGE = "sonla.pbgdpl."


class CentreAboveViewlet(ViewletBase):
    """Show the centre above the body of the homepage, when the settings say so."""

    position = "above"

    def render(self) -> str:
        """Render the region; nothing on every other page."""
        if not shows_slot(self.context, self.request):
            return ""
        if get_settings().centre_position != self.position:
            return ""
        return render_slot(self.context, self.request, self.__parent__)


class CentreBelowViewlet(CentreAboveViewlet):
    """Show the centre below the body of the homepage, when the settings say so."""

    position = "below"


class ResourcesViewlet(ViewletBase):
    """Load our style sheet on our own pages and nowhere else.

    Stands in the head before the viewlets that write the bundles, and writes
    nothing itself: a portal's other pages don't pay for it.
    """

    def render(self) -> str:
        """Enable the bundle on this request when the page is ours."""
        if self.is_ours():
            add_bundle_on_request(self.request, BUNDLE)
        return ""

    def is_ours(self) -> bool:
        """Tell whether the page stands in a section, is ours, or shows the centre."""
        return (
            section_of(self.context) is not None
            or any(
                base.__module__.startswith(PACKAGE)
                for base in type(self.__parent__).__mro__
            )
            or shows_slot(self.context, self.request)
        )
