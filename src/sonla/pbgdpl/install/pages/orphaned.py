"""Pages and links of content whose type went with the add-on.

Plone has no view for content without a type, so a link from the navigation or from
another site would end in an error. The text that was public stays readable. Core's link
integrity asks the type of an item for its rich texts, and fails without one: nothing to which
such an item refers could be deleted any more.
"""

from Acquisition import aq_base
from plone import api
from plone.app.linkintegrity.interfaces import IRetriever
from plone.app.linkintegrity.parser import extractLinks
from plone.app.textfield.interfaces import IRichTextValue
from sonla.pbgdpl.core.interfaces import IOrphaned
from sonla.pbgdpl.ui.page import BrowserView
from typing import Any
from zope.component import adapter
from zope.interface import implementer


class OrphanedView(BrowserView):
    """Show title, summary and text of an item whose type is gone."""

    def text(self) -> str:
        """Return the text, filtered as everywhere; empty without one."""
        value: Any = getattr(aq_base(self.context), "text", None)
        if not IRichTextValue.providedBy(value):
            return ""
        return value.output_relative_to(self.context) or ""

    def may_change(self) -> bool:
        """Return whether the visitor would look for the form and has to be told."""
        return api.user.has_permission("Modify portal content", obj=self.context)


@implementer(IRetriever)
@adapter(IOrphaned)
class OrphanedLinks:
    """Find the links in the text of an item without a type."""

    def __init__(self, context: Any) -> None:
        self.context = context

    def retrieveLinks(self) -> set[str]:
        """Return the addresses in the text, as core does for other content."""
        value: Any = getattr(self.context, "text", None)
        if not IRichTextValue.providedBy(value) or not value.raw:
            return set()
        return set(extractLinks(value.raw))
