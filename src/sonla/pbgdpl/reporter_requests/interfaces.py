"""The marker of folders with requests."""

from zope.interface import Interface


class IRequestsFolder(Interface):
    """Mark a folder in which requests are kept, which is no page for anybody."""
