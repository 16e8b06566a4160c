"""What stands in the portal at an address that a text loads."""

from Acquisition import aq_parent
from collections.abc import Iterator
from OFS.Image import File
from plone import api
from plone.namedfile.interfaces import INamed
from plone.rfc822.interfaces import IPrimaryFieldInfo
from posixpath import join
from posixpath import normpath
from sonla.pbgdpl.core.catalog import get_object
from sonla.pbgdpl.settings.public_address import public_root
from typing import Any
from urllib.parse import urlsplit

RESOLVED = "resolveuid/"


class Tree:
    """Find files by path as the publisher would, from the place of a text."""

    def __init__(self, context: Any) -> None:
        self.context = context
        self.asked_paths = False
        """Whether anything was found, or not, by a path: tomorrow that may be otherwise."""

    def __call__(self, path: str) -> bool | None:
        """Return whether a file stands there; None where nothing does.

        A relative path is read from the item and from where it stands: texts are shown at
        addresses with and without a slash at the end. It counts as that of a file where all
        that is found is one.
        """
        if path.startswith(RESOLVED):
            found = [_by_uid(path.removeprefix(RESOLVED))]
        else:
            self.asked_paths = True
            found = [_at(one) for one in self._places(path)]
        found = [one for one in found if one is not None]
        return all(map(_is_file, found)) if found else None

    def _places(self, path: str) -> Iterator[str]:
        """Yield the paths, from the portal, that an address may mean."""
        portal = api.portal.get()
        if path.startswith("/"):
            for root in ("", public_root(), portal.absolute_url(), _path(portal)):
                start = urlsplit(root).path.rstrip("/")
                if path.startswith(f"{start}/"):
                    yield path.removeprefix(f"{start}/")
            return
        for place in (self.context, aq_parent(self.context)):
            below = _path(place).removeprefix(_path(portal))
            yield normpath(join(below or "/", path)).lstrip("/")


def _path(obj: Any) -> str:
    return "/".join(obj.getPhysicalPath())


def _by_uid(uid: str) -> Any:
    for brain in api.content.find(unrestricted=True, UID=uid):
        return get_object(brain)
    return None


def _at(path: str) -> Any:
    """Return what the publisher finds, pages and methods included; None for nothing."""
    try:
        return api.portal.get().unrestrictedTraverse(path, None)
    except Exception:  # whatever a step of it says of a name that it doesn't know
        return None


def _is_file(found: Any) -> bool:
    if isinstance(found, File):
        return True
    try:
        primary = IPrimaryFieldInfo(found, None)
    except TypeError:  # so core says that a type has none
        return False
    return primary is not None and INamed.providedBy(primary.value)
