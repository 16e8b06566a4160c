"""Where in the sections a person holds a role, read from the local roles alone."""

from collections.abc import Iterable
from collections.abc import Iterator
from persistent.mapping import PersistentMapping
from plone import api
from sonla.pbgdpl.core.catalog import get_object
from sonla.pbgdpl.core.names import ADMINISTRATORS
from sonla.pbgdpl.core.names import CHAIN_ROLES
from sonla.pbgdpl.core.names import MANAGE_SETTINGS
from sonla.pbgdpl.core.names import OWN_ROLES
from sonla.pbgdpl.core.names import PLACE_TYPES
from sonla.pbgdpl.core.names import SECTION_TYPE
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.additions import closed_unit
from sonla.pbgdpl.editorial.section_policy import grant
from sonla.pbgdpl.editorial.section_policy import revoke
from sonla.pbgdpl.mail.recipients import local_roles
from typing import Any
from zope.annotation.interfaces import IAnnotations


def places_of_user() -> list[Any]:
    """List the sections and units in which the user writes, edits or approves.

    A section includes its units. Reads the local roles of sections and units, which
    are few, and no texts.
    """
    user = api.user.get_current()
    sections = all_sections()
    if not {*ADMINISTRATORS, *CHAIN_ROLES}.isdisjoint(user.getRoles()):
        return sections
    principals = {user.getId(), *user.getGroups()}
    whole = [place for place in sections if _holds_role(principals, place)]
    units = [
        unit
        for unit in all_units()
        if section_of(unit) not in whole and _holds_role(principals, unit)
    ]
    return [*whole, *units]


def has_place() -> bool:
    """Return whether the user has any such place: asked on each of their pages, for a link.

    One small query, and no more places than are needed to know.
    """
    user = api.user.get_current()
    brains = api.content.find(unrestricted=True, portal_type=PLACE_TYPES)
    if not {*ADMINISTRATORS, *CHAIN_ROLES}.isdisjoint(user.getRoles()):
        return any(brain.portal_type == SECTION_TYPE for brain in brains)
    principals = {user.getId(), *user.getGroups()}
    return any(_holds_role(principals, place) for place in _objects(brains))


def works_in_section() -> bool:
    """Return whether the user administers the portal, or has any such place."""
    if api.user.has_permission(MANAGE_SETTINGS, obj=api.portal.get()):
        return True
    return not api.user.is_anonymous() and has_place()


def may_write(unit: Any) -> bool:
    """Return whether the user may add texts to a unit as it stands now."""
    return closed_unit(unit) is None and bool(
        api.user.has_permission("Add portal content", obj=unit)
    )


def _objects(brains: Iterable[Any]) -> Iterator[Any]:
    """Yield the objects of brains that share few containers.

    To traverse to each takes ten times as long: it asks every container on the way
    for its views.
    """
    portal = api.portal.get()
    containers: dict[str, Any] = {}
    for brain in brains:
        path, _slash, name = brain.getPath().rpartition("/")
        if path not in containers:
            containers[path] = portal.unrestrictedTraverse(path)
        yield containers[path]._getOb(name)


def all_units(context: Any = None) -> list[Any]:
    """List the units of the portal, or those below `context`, without checking permissions."""
    query: dict[str, Any] = {"portal_type": UNIT_TYPE}
    if context is not None:
        query["path"] = path_of(context)
    brains = api.content.find(unrestricted=True, **query)
    return [get_object(brain) for brain in brains]


def _holds_role(principals: set[str], place: Any) -> bool:
    return any(
        set(CHAIN_ROLES).intersection(roles)
        for principal, roles in local_roles(place).items()
        if principal in principals
    )


KEY = "sonla.pbgdpl.local_roles"


def suspend_local_roles(item: Any) -> None:
    """Remove our local roles from an item, and store whose they were."""
    ours = frozenset(OWN_ROLES)
    held = {
        principal: sorted(ours.intersection(roles))
        for principal, roles in item.get_local_roles()
        if ours.intersection(roles)
    }
    for principal in held:
        revoke(item, principal, ours)
    if held:
        IAnnotations(item)[KEY] = PersistentMapping(held)


def restore_local_roles(item: Any) -> None:
    """Set the local roles again that were suspended."""
    annotations = IAnnotations(item)
    if KEY in annotations:
        for principal, roles in annotations[KEY].items():
            for role in roles:
                grant(item, principal, role)
        del annotations[KEY]
