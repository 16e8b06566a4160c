"""The links in content whose type went with the add-on.

Core's link integrity asks the type of an item for its rich texts, and fails without one:
nothing to which such an item refers could be deleted any more.
"""

from plone.app.linkintegrity.interfaces import IRetriever
from plone.app.linkintegrity.parser import extractLinks
from plone.app.textfield.interfaces import IRichTextValue
from sonla.pbgdpl.core.interfaces import ILeftover
from typing import Any
from zope.component import adapter
from zope.interface import implementer


@implementer(IRetriever)
@adapter(ILeftover)
class LeftoverLinks:
    """Find the links in the text of an item without a type."""

    def __init__(self, context: Any) -> None:
        self.context = context

    def retrieveLinks(self) -> set[str]:
        """Return the addresses in the text, as core does for other content."""
        value: Any = getattr(self.context, "text", None)
        if not IRichTextValue.providedBy(value) or not value.raw:
            return set()
        return set(extractLinks(value.raw))
