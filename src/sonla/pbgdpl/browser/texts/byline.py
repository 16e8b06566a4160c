"""Core's line of author and dates, which our pages do without."""

from plone.app.layout.viewlets.common import ViewletBase
from zope.interface import Interface


class IOwnByline(Interface):
    """Mark a page that says itself by whom and of when it is, or has no author."""


class NoByline(ViewletBase):
    """Stand in for core's byline, which would say the same again to who is logged in.

    Where an item was not changed since it was published, core's line also ends in a
    dash that nothing follows.
    """

    def render(self) -> str:
        """Show nothing."""
        return ""
