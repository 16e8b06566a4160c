"""Where an item stands or may stand: its section, its unit, the portal's sections; what the user is there."""

from AccessControl import getSecurityManager
from AccessControl import Unauthorized
from Acquisition import aq_chain
from Acquisition import aq_inner
from collections.abc import Iterable
from itertools import chain
from itertools import count
from plone import api
from Products.CMFCore.indexing import processQueue
from sonla.pbgdpl.core.catalog import brains_by_record
from sonla.pbgdpl.core.catalog import get_object
from sonla.pbgdpl.core.catalog import ids_of
from sonla.pbgdpl.core.interfaces import ISectionRoot
from sonla.pbgdpl.core.interfaces import IUnitRoot
from sonla.pbgdpl.core.names import DECIDING_ROLES
from sonla.pbgdpl.core.names import SECTION_TYPE
from typing import Any
from zope.globalrequest import getRequest
from zope.interface import Interface


def section_of(context: Any) -> Any | None:
    """Find the section that `context` is or stands in; None outside of all."""
    return closest(context, ISectionRoot)


def unit_of(context: Any) -> Any | None:
    """Find the contributing unit that `context` is or stands in."""
    return closest(context, IUnitRoot)


def place_title(context: Any) -> str:
    """Name the unit, or else the section, that `context` stands in; empty outside of all."""
    place = unit_of(context) or section_of(context)
    return place.Title() if place is not None else ""


def unit_title(context: Any) -> str:
    """Name the unit that `context` stands in; empty outside of all."""
    unit = unit_of(context)
    return unit.Title() if unit is not None else ""


def closest(context: Any, interface: type[Interface]) -> Any | None:
    """Find the nearest of `context` and its containers that provides `interface`."""
    for parent in aq_chain(aq_inner(context)):
        if interface.providedBy(parent):
            return parent
    return None


def all_sections() -> list[Any]:
    """List every section of the portal by path, without checking permissions.

    For subscribers and installers. In order, so that the first one is the same one
    before and after an uninstallation.
    """
    ordered = sorted(section_brains(), key=lambda brain: brain.getPath())
    return [get_object(brain) for brain in ordered]


def section_brains() -> list[Any]:
    """Return the brains of every section of the portal, without checking permissions.

    Read from the index: each public page asks, and a search takes ten times as long.
    """
    catalog = api.portal.get_tool("portal_catalog")
    processQueue()
    brains = brains_by_record(catalog)
    found = ids_of(catalog, "portal_type", SECTION_TYPE)
    return [brains[record].__of__(catalog) for record in found]


def section_for(context: Any) -> Any | None:
    """Find the section that takes what is asked for at a place; None where none does.

    At the root of a portal with several: the first one by path.
    """
    own = section_of(context)
    return own if own is not None else next(iter(all_sections()), None)


def place_of_form(context: Any) -> Any | None:
    """Return the item or folder at which a form stands that offers something to choose.

    A cell of a row is asked with `None`: rows are edited as they are stored, and have no place.
    """
    if context is not None:
        return context
    request = getRequest()
    asked_at = request.get("PARENTS") if request is not None else None
    return asked_at[0] if asked_at else None


def free_id(container: Any, wanted: str) -> str:
    """Return the id that is wanted, numbered if something else stands there.

    `api.content.create(safe_id=True)` does the same by renaming, and logs an error of
    the catalog for each.
    """
    taken = set(container.objectIds())
    candidates = (f"{wanted}-{number}" for number in count(1))
    return next(name for name in chain([wanted], candidates) if name not in taken)


def require_section(obj: Any) -> None:
    """Raise AttributeError for content outside of every section: nothing to index."""
    if section_of(obj) is None:
        raise AttributeError("outside of every section")


def current_user_id() -> str:
    """Return the id of the user; empty for nobody."""
    return api.user.get_current().getId() or ""


def has_role(place: Any, roles: Iterable[str]) -> bool:
    """Return whether the user has one of the roles at a place."""
    held = getSecurityManager().getUser().getRolesInContext(place)
    return not set(roles).isdisjoint(held)


def may_decide(place: Any) -> bool:
    """Return whether the user edits or approves there, or administers."""
    return has_role(place, DECIDING_ROLES)


def require_editor(section: Any) -> None:
    """Let in who edits or approves for the whole section, and administrators.

    Raises Unauthorized otherwise, which sends anonymous visitors to the login.
    """
    if not may_decide(section):
        raise Unauthorized("This page is for editors and approvers.")
