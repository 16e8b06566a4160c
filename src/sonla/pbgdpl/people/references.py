"""What refers to a person, and whether a reader may learn of them by it.

Asked of the catalog of relations, whose answers are ids, so that a person with a
thousand activities costs no thousand objects; and then of the portal's catalog, which
knows what the user may see.

Activities name who spoke. A relation is followed without traversing to its target:
somebody dismissed yesterday, or not recognised yet, must not be named by an activity that
is public.
"""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.editorial.embargo import without_embargoed
from sonla.pbgdpl.editorial.interfaces import IMayBeNamed
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.people import MANAGE_REGISTRY
from sonla.pbgdpl.people.interfaces import IPersonHistory
from sonla.pbgdpl.people.interfaces import IRegisteredPerson
from sonla.pbgdpl.people.rules import RECOGNISED
from sonla.pbgdpl.people.rules import state_on
from sonla.pbgdpl.ui.summaries import entries_of
from sonla.pbgdpl.ui.summaries import Summary
from typing import Any
from zc.relation.interfaces import ICatalog
from zope.component import adapter
from zope.component import queryUtility
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.intid.interfaces import IIntIds


@implementer(IPersonHistory)
class PersonHistory:
    """List the published items of one type that name a person in one field."""

    order: int
    title: Message
    office_only = False
    field: str
    portal_type: str

    def __init__(self, person: Any) -> None:
        self.person = person

    def summaries(self) -> list[Summary]:
        """Return what the user may see of them."""
        found = published_with(self.person, self.field, self.portal_type)
        return list(entries_of(found))


def published_with(person: Any, field: str, portal_type: str) -> list[Any]:
    """List the published items that name a person in a field, the latest first: brains.

    Only what the user may see.
    """
    paths = list(paths_with(person, field))
    if not paths:
        return []
    found = api.portal.get_tool("portal_catalog").searchResults(
        path={"query": paths, "depth": 0},
        portal_type=portal_type,
        review_state="published",
        sort_on="start",
        sort_order="descending",
    )
    return list(without_embargoed(found))


def paths_with(person: Any, field: str) -> Iterator[str]:
    """Yield the paths of what names a person in a field, without checking permissions."""
    relations, ids = queryUtility(ICatalog), queryUtility(IIntIds)
    token = ids.queryId(person) if ids is not None else None
    if relations is None or token is None:
        return
    query = {"to_id": token, "from_attribute": field}
    for found in relations.findValueTokens("from_id", query):
        path = getattr(ids.refs.get(found), "path", "")
        if path:
            yield path


def is_visible(person: Any) -> bool:
    """Return whether the user may see a person, as the person's page decides it."""
    if not api.user.has_permission("View", obj=person):
        return False
    if state_of(person) != RECOGNISED:
        return True
    rows = stored_value(person, "recognitions") or []
    return state_on(rows, today()) == RECOGNISED or api.user.has_permission(
        MANAGE_REGISTRY, obj=person
    )


@adapter(IRegisteredPerson)
@implementer(IMayBeNamed)
class MayPersonBeNamed:
    """Name a person to whom their page is shown."""

    def __init__(self, person: Any) -> None:
        self.person = person

    def __call__(self) -> bool:
        """Return whether the user may see the person today."""
        return is_visible(self.person)
