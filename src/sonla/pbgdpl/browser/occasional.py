"""Viewlets that are registered for many pages and have something to say on few."""

from functools import cached_property
from plone.app.layout.viewlets.common import ViewletBase
from typing import Any
from zope.component import getMultiAdapter


class LeanViewlet(ViewletBase):
    """Look nothing up that isn't asked for.

    The base class looks up the state of the portal for each viewlet of each page, which
    the portal's other pages need not pay for.
    """

    def update(self) -> None:
        """Do nothing."""

    @cached_property
    def portal_state(self) -> Any:
        """The view on the portal's state."""
        return getMultiAdapter((self.context, self.request), name="plone_portal_state")

    @cached_property
    def site_url(self) -> str:
        """The address of the portal."""
        return self.portal_state.portal_url()

    @cached_property
    def navigation_root_url(self) -> str:
        """The address of the language's or the portal's root."""
        return self.portal_state.navigation_root_url()


class OccasionalViewlet(LeanViewlet):
    """Render the template only where there is something to say.

    Not a condition in the template: a Zope page template that finds it has nothing to
    show takes longer than to ask.
    """

    def available(self) -> bool:
        """Return whether there is something to say here, cheapest question first."""
        raise NotImplementedError

    def render(self) -> str:
        """Render the template, or nothing."""
        return self.index() if self.available() else ""
