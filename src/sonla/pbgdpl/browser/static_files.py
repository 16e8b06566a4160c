"""Where pages find our scripts and styles: a path, in which no host stands.

A page that somebody keeps for others would fetch them from the host of its first reader's
request, which whoever sends it chooses.
"""

from plone import api
from sonla.pbgdpl.pages import BrowserView

RESOURCES = "++plone++sonla.pbgdpl"


def static_path() -> str:
    """Return the path of our static files as this reader's address has it."""
    portal = api.portal.get()
    path = portal.REQUEST.physicalPathToURL(portal.getPhysicalPath(), relative=1)
    return f"{path.rstrip('/')}/{RESOURCES}"


class StaticFiles(BrowserView):
    """Return the path to templates."""

    @property
    def path(self) -> str:
        """Return the path of our static files."""
        return static_path()
