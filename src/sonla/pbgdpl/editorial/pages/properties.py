"""Core's form in folder contents that writes the same properties on several items."""

from plone import api
from plone.app.content.browser.contents.properties import PropertiesActionView
from plone.base import PloneMessageFactory
from plone.protect import CheckAuthenticator
from plone.protect import PostOnly
from Products.CMFCore.permissions import ModifyPortalContent
from sonla.pbgdpl.core.section import may_decide
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.ui.page import InPlaceOfPage
from typing import Any


class SectionProperties(InPlaceOfPage, PropertiesActionView):
    """In a section, write nothing that the user couldn't write in the form of the item itself.

    Core asks for permission on what was chosen alone, not on what stands inside or on the
    folder whose default page it is.
    """

    effectiveDate: str | None
    expirationDate: str | None

    def protect(self) -> None:
        """Refuse what wasn't sent by a form of the portal, in a section as our own pages do."""
        if section_of(self.context) is None:
            super().protect()
            return
        PostOnly(self.request)
        CheckAuthenticator(self.request)

    def action(self, obj: Any, bypass_recurse: bool = False) -> None:
        """Leave what the user may not change, and name it; leave dates to the office."""
        if section_of(obj) is None:
            super().action(obj, bypass_recurse)
            return
        if not api.user.has_permission(ModifyPortalContent, obj=obj):
            self.refuse(obj)
            return
        dates = self.effectiveDate, self.expirationDate
        if any(dates) and not may_decide(obj):
            self.refuse(obj)
            self.effectiveDate = self.expirationDate = None
        try:
            super().action(obj, bypass_recurse)
        finally:
            self.effectiveDate, self.expirationDate = dates

    def refuse(self, obj: Any) -> None:
        """Add core's message that something was not written."""
        self.errors.append(
            PloneMessageFactory(
                'Permission denied for "${title}"',
                mapping={"title": self.objectTitle(obj)},
            )
        )
