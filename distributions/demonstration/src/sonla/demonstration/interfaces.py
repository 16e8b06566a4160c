"""What marks a portal with the demonstration."""

from zope.publisher.interfaces.browser import IDefaultBrowserLayer


class IDemonstrationLayer(IDefaultBrowserLayer):
    """Mark requests to a portal in which the demonstration was made."""
