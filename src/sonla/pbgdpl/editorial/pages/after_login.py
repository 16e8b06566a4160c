"""Where those who write, edit or approve come to after login: to what waits for them."""

from plone import api
from plone.base.interfaces import IRedirectAfterLogin
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.editorial.local_roles import has_place
from typing import Any
from urllib.parse import urlsplit
from zope.component import adapter
from zope.component import getSiteManager
from zope.interface import implementer
from zope.interface import Interface
from zope.interface import providedBy
from zope.publisher.interfaces.browser import IBrowserRequest

NOWHERE = ("", "login", "logged_out", "logout", "require_login")
"""Pages of the portal's root from which people log in without wanting to go anywhere."""


@implementer(IRedirectAfterLogin)
@adapter(Interface, IBrowserLayer)
class DeskAfterLogin:
    """Lead to the desk those who work in a section, unless they followed a link.

    Core asks one adapter. One that the portal has of its own is asked first.
    """

    def __init__(self, context: Any, request: Any) -> None:
        self.context = context
        self.request = request

    def __call__(
        self, came_from: str | None = None, is_initial_login: bool = False
    ) -> str | None:
        """Return the address; None leaves it to core."""
        wanted = self.of_portal(came_from, is_initial_login)
        if is_nowhere(wanted) and has_place():
            return f"{api.portal.get().absolute_url()}/@@pbgdpl-review"
        return wanted

    def of_portal(self, came_from: str | None, is_initial_login: bool) -> str | None:
        """Return what another adapter says that asks for no layer; else what was wanted."""
        found = getSiteManager().adapters.lookup(
            (providedBy(self.context), IBrowserRequest), IRedirectAfterLogin
        )
        if found is None:
            return came_from
        return found(self.context, self.request)(came_from, is_initial_login)


def is_nowhere(url: str | None) -> bool:
    """Return whether an address is the homepage or a page for logging in or out."""
    root = api.portal.get().absolute_url()
    if not url:
        return True
    path = urlsplit(url)._replace(query="", fragment="").geturl()
    return path.removeprefix(root).strip("/@").lstrip("@") in NOWHERE
