"""The page of content whose type went with the add-on.

Plone has no view for content without a type, so a link from the navigation or from
another site would end in an error. The text that was public stays readable.
"""

from Acquisition import aq_base
from Acquisition import aq_chain
from Acquisition import aq_inner
from plone.app.textfield.interfaces import IRichTextValue
from plone.dexterity.browser.traversal import DexterityPublishTraverse
from Products.Five.browser import BrowserView
from sonla.pbgdpl.interfaces import ILeftover
from typing import Any
from zope.component import adapter
from zope.publisher.interfaces.browser import IBrowserRequest

LEFTOVER_VIEW = "@@pbgdpl-leftover"


@adapter(ILeftover, IBrowserRequest)
class LeftoverTraverse(DexterityPublishTraverse):
    """Lead visitors of such content to our page."""

    def browserDefault(self, request: Any) -> tuple[Any, tuple[str, ...]]:
        """Name the page, unless the type is there again."""
        if self.context.getTypeInfo() is None:
            return self.context, (LEFTOVER_VIEW,)
        return super().browserDefault(request)


class LeftoverView(BrowserView):
    """Show title, summary and text of an item whose type is gone.

    Plone's frame needs a type for its toolbar and its navigation, so the page stands in
    the nearest container that has one.
    """

    def __call__(self) -> str:
        """Render the item in its container's frame."""
        self.item = self.context
        self.context = nearest_with_type(self.item)
        return self.index()

    def text(self) -> str:
        """Give the text, filtered as everywhere; empty without one."""
        value = getattr(aq_base(self.item), "text", None)
        if not IRichTextValue.providedBy(value):
            return ""
        return value.output_relative_to(self.item) or ""


def nearest_with_type(item: Any) -> Any:
    """Find the nearest container of `item` whose type the portal knows."""
    return next(
        parent
        for parent in aq_chain(aq_inner(item))
        if getattr(aq_base(parent), "getTypeInfo", None) and parent.getTypeInfo()
    )
