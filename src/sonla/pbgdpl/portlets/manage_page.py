"""The page *Manage portlets*, which calls our manager by its title."""

from pathlib import Path
from plone.app.portlets.browser import manage
from plone.app.portlets.browser.manage import TopbarManagePortlets
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.core.names import HOMEPAGE_MANAGER
from sonla.pbgdpl.ui.view import AllowedMethods
from typing import Any
from zope.i18nmessageid import Message

MANAGER_TITLE = Message(
    HOMEPAGE_MANAGER, domain="plone", default="Centre of the homepage (PBGDPL)"
)
"""The message by which core's menu names the manager, too: its name, in core's domain."""


class ManagePortlets(AllowedMethods, TopbarManagePortlets):
    """Show core's page, with core's template, under the title of our manager.

    The template writes the name of the manager as its heading. A message is a text, so
    the same value still finds the manager, but is shown translated.
    """

    index = ViewPageTemplateFile(
        "templates/topbar-manage-portlets.pt",
        _prefix=str(Path(manage.__file__).parent),
    )

    def __call__(self) -> str:
        """Render the page."""
        return self.index()

    def publishTraverse(self, request: Any, name: str) -> "ManagePortlets":
        """Take the manager from the address."""
        super().publishTraverse(request, name)
        if name == HOMEPAGE_MANAGER:
            self.manager_name = MANAGER_TITLE
        return self
