"""Where pages find scripts, styles and pictures: a path, in which no host stands.

A page that somebody keeps for others would fetch them from the host of its first reader's
request, which its sender chooses.

Each package registers the folder of its own (`plone:static`); the one of what all pages share
has the name of the add-on, those of subjects have theirs after it.
"""

from functools import cache
from hashlib import sha256
from plone import api
from plone.resource.interfaces import IResourceDirectory
from sonla.pbgdpl.ui.page import BrowserView
from zope.component import getUtility
from zope.component import queryUtility

RESOURCES = "++plone++sonla.pbgdpl"


def resources(package: str = "") -> str:
    """Return the name of the folder of a subject's static files, or of those that all share."""
    return f"{RESOURCES}.{package}" if package else RESOURCES


def static_path(package: str = "") -> str:
    """Return the path of static files as this reader's address has it."""
    portal = api.portal.get()
    path = portal.REQUEST.physicalPathToURL(portal.getPhysicalPath(), relative=1)
    return f"{path.rstrip('/')}/{resources(package)}"


def read_static(name: str, package: str = "") -> bytes:
    """Return what stands in a static file."""
    folder = getUtility(IResourceDirectory, name=resources(package))
    return folder.readFile(name)


@cache
def static_version(name: str, package: str = "") -> str:
    """Return what changes with a static file, so that browsers fetch it anew then."""
    return sha256(read_static(name, package)).hexdigest()[:12]


def stable_path(name: str, package: str = "") -> str:
    """Return the path of a file that changes with the file, so that it may be kept for a year.

    Plone's rule for what stands below `++unique++` says how long, where the portal keeps pages.
    """
    version = static_version(name, package)
    return f"{static_path(package)}/++unique++{version}/{name}"


class StaticFiles(BrowserView):
    """Return the path to templates: `path` of what all pages share, or by a subject's name."""

    @property
    def path(self) -> str:
        """The path of the static files that all pages share."""
        return static_path()

    def address(self, name: str) -> str:
        """Return the path of a file; that of a subject has the subject and a slash before it."""
        package, _slash, file = name.rpartition("/")
        return f"{static_path(package)}/{file}"

    def __getitem__(self, package: str) -> str:
        """Return the path of a subject's static files; KeyError if it registers none."""
        if queryUtility(IResourceDirectory, name=resources(package)) is None:
            raise KeyError(package)
        return static_path(package)
