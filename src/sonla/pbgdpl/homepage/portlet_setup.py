"""The portlet in the centre of the homepage: put there once, taken away with the rest."""

from BTrees.OOBTree import OOBTree
from collections.abc import Iterator
from plone import api
from plone.base.interfaces import INavigationRoot
from plone.portlets.constants import CONTEXT_ASSIGNMENT_KEY
from plone.portlets.interfaces import IPortletAssignmentMapping
from plone.portlets.interfaces import IPortletManager
from sonla.pbgdpl.core.catalog import get_object
from sonla.pbgdpl.core.paths import path_in_portal
from sonla.pbgdpl.core.preserved import preserve
from sonla.pbgdpl.core.preserved import restore
from sonla.pbgdpl.core.setup import SetupStep
from sonla.pbgdpl.homepage import HOMEPAGE_MANAGER
from sonla.pbgdpl.homepage.change_counter import counter
from sonla.pbgdpl.homepage.portlet import Assignment
from sonla.pbgdpl.homepage.settings import get_homepage_settings
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.component import getMultiAdapter
from zope.component import getUtility

PORTLETS_KEY = "sonla.pbgdpl.remembered_portlets"
PORTLET_ID = "legal-education"


def assign_portlet() -> None:
    """Put the portlet on the root of the portal.

    On the root, never on the default page: there it would vanish when another
    page becomes home. A second call changes nothing; an editor who has deleted
    or changed the portlet is not overruled, because the counter of changes tells
    that the add-on was here.
    """
    portal = api.portal.get()
    manager = getUtility(IPortletManager, name=HOMEPAGE_MANAGER, context=portal)
    mapping = getMultiAdapter((portal, manager), IPortletAssignmentMapping)
    if counter() is None and PORTLET_ID not in mapping:
        mapping[PORTLET_ID] = Assignment()


def remove_portlet() -> None:
    """Take away every portlet of the centre, wherever it was stored.

    What stays behind would be broken objects once the package is gone.
    """
    portal = api.portal.get()
    for place in places(portal):
        IAnnotations(place).get(CONTEXT_ASSIGNMENT_KEY, {}).pop(HOMEPAGE_MANAGER, None)


def places(portal: Any) -> Iterator[Any]:
    """Yield where portlets of the centre may be stored: roots and the pages chosen."""
    yield portal
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(
        object_provides=INavigationRoot.__identifier__
    ):
        yield get_object(brain)
    for path in get_homepage_settings().centre_pages or ():
        page = portal.unrestrictedTraverse(path.strip("/ "), None)
        if page is not None:
            yield page


def remember_portlets() -> None:
    """Move the portlets of the homepage's centre to the first section.

    The stored mapping itself is kept: it may hold portlets of other add-ons, whose
    settings only they know.
    """
    kept = {}
    for place in places(api.portal.get()):
        mapping = IAnnotations(place).get(CONTEXT_ASSIGNMENT_KEY, {})
        if mapping.get(HOMEPAGE_MANAGER):
            kept[path_in_portal(place)] = mapping[HOMEPAGE_MANAGER]
    preserve(PORTLETS_KEY, kept)


def restore_portlets() -> None:
    """Bring back the portlets that `remember_portlets` stored, in place of the default."""
    portal = api.portal.get()
    for path, mapping in restore(PORTLETS_KEY).items():
        place = portal.unrestrictedTraverse(path, None) if path else portal
        if place is not None and path_in_portal(place) == path:
            annotations = IAnnotations(place)
            managers = annotations.setdefault(CONTEXT_ASSIGNMENT_KEY, OOBTree())
            managers[HOMEPAGE_MANAGER] = mapping


class PortletStep(SetupStep):
    """Put the portlet into the centre of the homepage, before the counter says that it was."""

    order = 89

    def install(self, site: Any) -> None:
        """Put it there, and bring back those that were there in its place."""
        assign_portlet()
        restore_portlets()

    def uninstall(self, site: Any) -> None:
        """Keep the portlets with the first section, and take them away."""
        remember_portlets()
        remove_portlet()
