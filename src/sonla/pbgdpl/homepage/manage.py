"""Manage the portlets of the homepage centre where they will be shown.

The page *Manage portlets*, which calls our manager by its title.
"""

from Acquisition import aq_base
from pathlib import Path
from plone import api
from plone.app.portlets.browser import manage
from plone.app.portlets.browser.editmanager import ContextualEditPortletManagerRenderer
from plone.app.portlets.browser.interfaces import IManageContextualPortletsView
from plone.app.portlets.browser.manage import TopbarManagePortlets
from plone.portlets.interfaces import IPortletManagerRenderer
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.homepage import HOMEPAGE_MANAGER
from sonla.pbgdpl.homepage.interfaces import IHomepageCentre
from sonla.pbgdpl.homepage.slot import slot_owner
from sonla.pbgdpl.homepage.slot import TOPBAR_VIEW
from sonla.pbgdpl.ui.page import InPlaceOfPage
from typing import Any
from zope.component import adapter
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.interface import Interface


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


MANAGER_TITLE = Message(
    HOMEPAGE_MANAGER, domain="plone", default="Centre of the homepage (PBGDPL)"
)
"""The message by which core's menu names the manager, too: its name, in core's domain."""


class ManagePortlets(InPlaceOfPage, TopbarManagePortlets):
    """Show core's page, with core's template, under the title of our manager.

    The template writes the name of the manager as its heading. A message is a text, so
    the same value still finds the manager, but is shown translated.
    """

    index = ViewPageTemplateFile(
        "templates/topbar-manage-portlets.pt",
        _prefix=str(Path(manage.__file__).parent),
    )

    def __call__(self) -> str:
        return self.index()

    def publishTraverse(self, request: Any, name: str) -> "ManagePortlets":
        """Take the manager from the address."""
        super().publishTraverse(request, name)
        if name == HOMEPAGE_MANAGER:
            self.manager_name = MANAGER_TITLE
        return self
