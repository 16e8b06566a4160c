"""Refuse what is published but not effective yet, and don't name it elsewhere."""

from AccessControl import getSecurityManager
from AccessControl import Unauthorized
from Acquisition import aq_chain
from Acquisition import aq_inner
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from DateTime import DateTime
from plone import api
from plone.dexterity.interfaces import IDexterityContent
from plone.rest.traverse import RESTWrapper
from sonla.pbgdpl.core.catalog import brains_by_record
from sonla.pbgdpl.core.catalog import date_key
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.core.catalog import has_children
from sonla.pbgdpl.core.catalog import item_of
from sonla.pbgdpl.core.catalog import records_by_key
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.names import INSIDERS
from sonla.pbgdpl.editorial.effective_dates import is_embargoed_by_date
from sonla.pbgdpl.editorial.facts import is_own_workflow
from sonla.pbgdpl.editorial.interfaces import IMayBeNamed
from sonla.pbgdpl.editorial.interfaces import IRelationPolicy
from sonla.pbgdpl.editorial.states import chain_of
from typing import Any
from zope.interface import implementer
from ZPublisher.interfaces import IPubAfterTraversal


def refuse_embargoed(event: IPubAfterTraversal) -> None:
    """Refuse an address on or below an item whose effective date is to come.

    After traversal, so that pages, downloads, image scales and REST are all covered
    and the visitor is sent to the login form as for any private item.
    """
    request = event.request
    if not IBrowserLayer.providedBy(request):
        return
    for content in traversed(request):
        if not IDexterityContent.providedBy(content) or not is_embargoed_by_date(
            content
        ):
            continue
        if is_ours(content) and not is_insider(content):
            raise Unauthorized("Not effective yet")


def traversed(request: Any) -> Iterator[Any]:
    """Yield the objects that the address of a request led through, the last one first."""
    for parent in request.get("PARENTS", ()):
        yield parent.context if isinstance(parent, RESTWrapper) else parent


def is_ours(content: Any) -> bool:
    """Return whether one of our workflows is in force for an item."""
    return any(map(is_own_workflow, chain_of(content)))


def is_insider(content: Any) -> bool:
    """Return whether the user sees the item in states that are not public."""
    roles = getSecurityManager().getUser().getRolesInContext(content)
    return any(role in INSIDERS for role in roles)


def is_embargoed(content: Any) -> bool:
    """Return whether an item of ours, or a container of it, waits for its effective date.

    For the user who asks: those who work in the section see what is to come.
    """
    return any(
        is_embargoed_by_date(parent) and is_ours(parent) and not is_insider(parent)
        for parent in aq_chain(aq_inner(content))
        if IDexterityContent.providedBy(parent)
    )


def may_be_named(item: Any) -> bool:
    """Return whether the user may learn of an item by way of what refers to it.

    What names items without traversing them, such as relations, must ask this.
    """
    if is_embargoed(item):
        return False
    policy = IMayBeNamed(item, None)
    return policy is None or policy()


@implementer(IRelationPolicy)
@dataclass(frozen=True)
class RelationPolicy:
    """Hold who may learn of a relation."""

    permission: str


def embargoed_paths() -> list[str]:
    """List the paths of containers that the user may not see before their dates.

    What stands in them may be effective by itself, so that the catalog gives it to
    everybody: lists made of brains must leave it out by its path. Without a query: of
    the few items that are still to become effective fewer have something inside.
    """
    catalog = api.portal.get_tool("portal_catalog")
    if not {"effective", "path"} <= set(catalog.indexes()):
        return []
    brains = brains_by_record(catalog)
    places = (
        brains[rid] for rid in coming(catalog, DateTime()) if has_children(catalog, rid)
    )
    return sorted(
        brain.getPath()
        for brain in places
        if (place := item_of(brain)) is not None and is_embargoed(place)
    )


def without_embargoed(brains: Iterable[Any]) -> Iterable[Any]:
    """Leave out brains of what stands in a place that the user may not see yet."""
    inside = tuple(f"{path}/" for path in embargoed_paths())
    if not inside:
        return brains
    return (brain for brain in brains if not brain.getPath().startswith(inside))


def coming(catalog: Any, now: DateTime) -> Iterator[int]:
    """Yield the ids of what the catalog holds as effective after `now`, the next first."""
    effective = get_index(catalog, "effective")
    for _key, ids in records_by_key(effective).items(date_key(effective, now)):
        yield from (ids,) if isinstance(ids, int) else ids
