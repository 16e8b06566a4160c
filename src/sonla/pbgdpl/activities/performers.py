"""Who of the register took part in direct dissemination: spoke at an activity of a period."""

from collections.abc import Iterable
from datetime import datetime
from datetime import timedelta
from plone import api
from sonla.pbgdpl.activities import ACTIVITY_TYPE
from sonla.pbgdpl.core.catalog import find_index
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.core.catalog import ids_of
from sonla.pbgdpl.core.catalog import ordered_ids
from sonla.pbgdpl.core.keyed_hash import keyed_hash
from sonla.pbgdpl.core.names import REFERS_INDEX
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.people.interfaces import IPersonFacts
from zope.interface import implementer

DIRECT = "truc-tiep"
"""Token of `sonla.pbgdpl.DisseminationForms`: a speaker tells listeners about law."""
MINUTE = timedelta(minutes=1)


@implementer(IPersonFacts)
class TookPart:
    """The fact of having spoken at an approved activity of direct dissemination.

    Wherever it was held, and whoever organised it. By indexes alone: no activity is loaded.
    """

    def person_ids(self, since: datetime, until: datetime) -> set[str]:
        """Return the codes of those in the register."""
        catalog = api.portal.get_tool("portal_catalog")
        if find_index(catalog, REFERS_INDEX) is None:
            return set()
        # The catalog knows whole minutes, and its limits are inclusive.
        held = catalog.unrestrictedSearchResults(
            portal_type=ACTIVITY_TYPE,
            review_state="published",
            pbgdpl_kind=DIRECT,
            start={"query": (since, until - MINUTE), "range": "min:max"},
        )
        activities = set(ordered_ids(held))
        codes = get_index(catalog, "pbgdpl_person")
        people = catalog.unrestrictedSearchResults(portal_type=list(PERSON_TYPES))
        return {
            codes.getEntryForObject(one.getRID())
            for one in people
            if spoke(ids_of(catalog, REFERS_INDEX, keyed_hash(one.UID)), activities)
        } - {None, ""}


def spoke(named_in: Iterable[int], activities: set[int]) -> bool:
    """Return whether one of the items that name a person is among some activities."""
    return any(rid in activities for rid in named_in)
