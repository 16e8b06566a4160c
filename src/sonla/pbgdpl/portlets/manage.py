"""Manage the portlets of the homepage centre where they will be shown."""

from Acquisition import aq_base
from plone import api
from plone.app.portlets.browser.editmanager import ContextualEditPortletManagerRenderer
from plone.app.portlets.browser.interfaces import IManageContextualPortletsView
from plone.portlets.interfaces import IPortletManagerRenderer
from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.interfaces import IHomepageCentre
from sonla.pbgdpl.core.names import HOMEPAGE_MANAGER
from sonla.pbgdpl.portlets.slot import slot_owner
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface

TOPBAR_VIEW = "topbar-manage-portlets"


@implementer(IPortletManagerRenderer)
@adapter(Interface, IBrowserLayer, IManageContextualPortletsView, IHomepageCentre)
class EditCentreRenderer(ContextualEditPortletManagerRenderer):
    """Lead from the page that is home to the portal of which it is the home.

    The toolbar's *Manage portlets* links to the page shown. Portlets stored on
    a default page vanish from the homepage as soon as another page is chosen,
    and on any other page they would never show.
    """

    def update(self) -> None:
        """Redirect to the right place when the toolbar led to another."""
        super().update()
        if TOPBAR_VIEW not in self.request.get("ACTUAL_URL", ""):
            return
        owner = slot_owner(self.context, self.request)
        if aq_base(owner) is aq_base(self.context):
            return
        api.portal.show_message(
            _(
                "msg_centre_managed_here",
                default="The homepage centre is managed here, for the whole homepage.",
            ),
            self.request,
        )
        self.request.response.redirect(
            f"{owner.absolute_url()}/@@{TOPBAR_VIEW}/{HOMEPAGE_MANAGER}"
        )
