"""The counter of texts: what was published in a period, by the day it became public."""

from collections.abc import Iterable
from collections.abc import Iterator
from DateTime import DateTime
from datetime import datetime
from datetime import time
from plone import api
from Products.CMFCore.indexing import processQueue
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import date_key
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.core.catalog import records_by_key
from sonla.pbgdpl.core.clock import portal_zone
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.core.types import types_with
from sonla.pbgdpl.statistics.catalog_counts import is_approved
from sonla.pbgdpl.statistics.counting import CountingScope
from sonla.pbgdpl.statistics.counting import Entry
from sonla.pbgdpl.statistics.interfaces import ICounter
from sonla.pbgdpl.statistics.places import nearest
from typing import Any
from zope.interface import implementer


@implementer(ICounter)
class TextCounter:
    """Count published texts by their type; what was fetched is nobody's work here.

    By the stock indexes of type, state and date, which the catalog keeps. Each text is
    looked up in them: a query would put sets together that are as large as the portal.
    """

    title = _("counter_texts", default="Published texts")

    def facts(self) -> tuple[str, ...]:
        """Return the fact by which texts are counted: the content type."""
        return ("type",)

    def measures(self) -> tuple[str, ...]:
        """Count each text once."""
        return ("texts",)

    def entries(self, scope: CountingScope) -> Iterator[Entry]:
        """Yield the texts whose first public day lies in the scope."""
        if not scope.places:
            return
        catalog = api.portal.get_tool("portal_catalog")
        processQueue()
        approved = is_approved(catalog)
        fetched = frozenset(
            ids_of(catalog, "object_provides", IHarvested.__identifier__)
        )
        effective = get_index(catalog, "effective")
        day_of = effective.getEntryForObject
        first, last = (date_key(effective, moment) for moment in limits(scope))
        for portal_type in types_with("is_contribution"):
            for rid in ids_of(catalog, "portal_type", portal_type):
                day = day_of(rid)
                if day is None or not first <= day <= last:
                    continue
                if rid in fetched or not approved(rid):
                    continue
                place = nearest(catalog.getpath(rid), scope.by_path)
                if place:
                    yield rid, place, (portal_type,), (1,)


def limits(scope: CountingScope) -> tuple[DateTime, DateTime]:
    """Return the first and last minute of the days of a scope, in the portal's zone."""
    zone = portal_zone()
    return (
        DateTime(datetime.combine(scope.first, time.min, tzinfo=zone)),
        DateTime(datetime.combine(scope.last, time(23, 59), tzinfo=zone)),
    )


def ids_of(catalog: Any, index: str, value: str) -> Iterable[int]:
    """Return the ids that an index has under a value; it holds a single one bare."""
    found = records_by_key(get_index(catalog, index)).get(value, ())
    return (found,) if isinstance(found, int) else found
