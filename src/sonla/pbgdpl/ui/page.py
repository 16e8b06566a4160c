"""The base of pages that have a title of their own."""

from sonla.pbgdpl.ui.interfaces import ITitledPage
from zope.i18nmessageid import Message
from zope.interface import implementer


@implementer(ITitledPage)
class Page:
    """Name a page by itself in the browser's tabs, bookmarks and history.

    Core names each page after its item, so that all pages on the root of the portal
    have the portal's name.
    """

    @property
    def page_title(self) -> Message | str:
        """What the page is called."""
        raise NotImplementedError
