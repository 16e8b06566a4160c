"""Viewlets that are registered for many pages and have something to say on few."""

from plone.app.layout.viewlets.common import ViewletBase


class OccasionalViewlet(ViewletBase):
    """Render the template only where there is something to say.

    Not a condition in the template: a Zope page template that finds it has nothing to
    show takes longer than to ask.
    """

    def available(self) -> bool:
        """Tell whether there is something to say here, cheapest question first."""
        raise NotImplementedError

    def render(self) -> str:
        """Render the template, or nothing."""
        return self.index() if self.available() else ""
