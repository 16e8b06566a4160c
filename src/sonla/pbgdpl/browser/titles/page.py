"""What a page of ours says of itself: its heading is its title in the browser, too."""

from zope.i18nmessageid import Message
from zope.interface import Attribute
from zope.interface import implementer
from zope.interface import Interface


class ITitledPage(Interface):
    """Mark a page that is more than the view of the item it stands on."""

    page_title = Attribute("What the page is called, a message or a text.")


@implementer(ITitledPage)
class TitledPage:
    """Name a page by itself in the browser's tabs, bookmarks and history.

    Core names each page after its item, so that all pages on the root of the portal
    have the portal's name.
    """

    @property
    def page_title(self) -> Message | str:
        """What the page is called."""
        raise NotImplementedError
