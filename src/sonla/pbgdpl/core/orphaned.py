"""What becomes of content when the types go with the add-on.

Types are removed by an uninstallation, content never is. Core asks each item for its type
(toolbar, breadcrumbs, navigation, folder contents, Sharing page, REST) and takes for
granted that there is one; so the classes of our types answer where the portal can't.
"""

from plone import api
from plone.dexterity.content import Container
from plone.dexterity.content import Item
from Products.CMFCore.permissions import View
from Products.CMFDynamicViewFTI.fti import DynamicViewTypeInformation
from typing import Any

ORPHANED_VIEW = "pbgdpl-orphaned"
"""Page of content whose type is gone."""

VIEW_ACTION = {
    "id": "view",
    "title": "View",
    "action": "string:${object_url}",
    "icon_expr": "string:toolbar-action/view",
    "permissions": (View,),
}

ALIASES = {
    "(Default)": "(dynamic view)",
    "view": "(selected layout)",
    "edit": "@@edit",
    "sharing": "@@sharing",
}


class OrphanSafeItem(Item):
    """An item that can be shown, moved, hidden and deleted without its type.

    A base and no mixin: zope.interface would give a mixin a `__providedBy__` of its own,
    which hides Dexterity's, and with it the behaviors.
    """

    def getTypeInfo(self) -> Any:
        """Return the type in the portal, or what stands in for one that is gone."""
        return super().getTypeInfo() or substitute_fti(self.portal_type)


class OrphanSafeContainer(Container):
    """A container of the same kind."""

    def getTypeInfo(self) -> Any:
        """Return the type in the portal, or what stands in for one that is gone."""
        return super().getTypeInfo() or substitute_fti(self.portal_type)


def substitute_fti(portal_type: str) -> Any:
    """Make the type of content whose own is gone: a page to look at, and no form.

    It is stored nowhere, so there is nothing to take back when the own one returns.
    """
    fti = DynamicViewTypeInformation(
        portal_type,
        title=portal_type,
        i18n_domain="plone",
        global_allow=False,
        filter_content_types=False,
        default_view=ORPHANED_VIEW,
        view_methods=(ORPHANED_VIEW,),
        aliases=ALIASES,
        actions=(VIEW_ACTION,),
    )
    return fti.__of__(api.portal.get_tool("portal_types"))
