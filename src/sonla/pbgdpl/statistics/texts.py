"""The counter of texts: what was published in a period, by the day it became public."""

from collections.abc import Iterator
from DateTime import DateTime
from datetime import datetime
from datetime import time
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.clock import portal_zone
from sonla.pbgdpl.config import COUNTED_TYPES
from sonla.pbgdpl.interfaces import ISynchronised
from sonla.pbgdpl.statistics.counting import Entry
from sonla.pbgdpl.statistics.counting import Scope
from sonla.pbgdpl.statistics.interfaces import ICounter
from sonla.pbgdpl.statistics.places import nearest
from zope.interface import implementer


@implementer(ICounter)
class TextCounter:
    """Count published texts by their type; what was fetched is nobody's work here.

    By the stock indexes of state and date, which the catalog keeps.
    """

    title = _("counter_texts", default="Published texts")

    def facts(self) -> tuple[str, ...]:
        """Know the content type."""
        return ("type",)

    def measures(self) -> tuple[str, ...]:
        """Count each text once."""
        return ("texts",)

    def entries(self, scope: Scope) -> Iterator[Entry]:
        """Give the texts whose first public day lies in the scope."""
        if not scope.places:
            return
        catalog = api.portal.get_tool("portal_catalog")
        zone = portal_zone()
        first = DateTime(datetime.combine(scope.first, time.min, tzinfo=zone))
        last = DateTime(datetime.combine(scope.last, time(23, 59), tzinfo=zone))
        brains = catalog.unrestrictedSearchResults(
            path=list(scope.by_path),
            portal_type=list(COUNTED_TYPES),
            review_state="published",
            effective={"query": (first, last), "range": "min:max"},
            object_provides={"not": ISynchronised.__identifier__},
        )
        for brain in brains:
            place = nearest(brain.getPath(), scope.by_path)
            if place:
                yield brain.getRID(), place, (brain.portal_type,), (1,)
