"""What the catalog keeps of countable content, and how a period is read from it.

One stock field index, `pbgdpl_counts`, whose values are tuples that begin with subject and
moment. It is sorted by them, so a period is one stretch of it, read bucket by bucket without
loading an item. The catalog itself keeps it: on each change, move and deletion, when it is
cleared and rebuilt, and until it goes with the add-on. Whether a record is approved is
asked of the index of states at that moment, so no step can leave a trace that is wrong.

No class of ours is stored in it: a portal from which the package was removed goes on.
"""

from collections.abc import Callable
from collections.abc import Iterator
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from plone import api
from Products.CMFCore.indexing import processQueue
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.core.catalog import records_by_key
from sonla.pbgdpl.core.clock import portal_zone
from sonla.pbgdpl.statistics import COUNTS_INDEX
from sonla.pbgdpl.statistics.counting import CountingScope
from sonla.pbgdpl.statistics.counting import Entry
from typing import Any

MINUTE = 60
APPROVED = ("published",)
"""States of the editorial chain in which a record counts."""


def stored_value(countable: Any, place: str) -> tuple[Any, ...] | None:
    """Return what the index keeps of a countable; None for one that counts nowhere."""
    if countable is None or countable.moment is None or not place:
        return None
    return (
        countable.subject,
        int(countable.moment.timestamp()) // MINUTE,
        place,
        tuple(countable.facts),
        tuple(countable.amounts),
    )


def entries(subject: str, scope: CountingScope) -> Iterator[Entry]:
    """Yield the approved records of a subject that count in a scope."""
    catalog = api.portal.get_tool("portal_catalog")
    if COUNTS_INDEX not in catalog.indexes():
        return
    processQueue()
    approved = is_approved(catalog)
    places = scope.places
    tree = records_by_key(get_index(catalog, COUNTS_INDEX))
    for key, rids in tree.items(*bounds(subject, scope.first, scope.last)):
        _subject, _minute, place, facts, amounts = key
        if place not in places:
            continue
        for rid in (rids,) if isinstance(rids, int) else rids:
            if approved(rid):
                yield rid, place, facts, amounts


def bounds(subject: str, first: date, last: date) -> tuple[Any, Any]:
    """Return what sorts before and after all of a subject on some days of the portal.

    The index holds moments, not days: when the portal's zone is set anew, nothing in it
    is out of date.
    """
    zone = portal_zone()
    after = last + timedelta(days=1)

    def begin(day: date) -> tuple[str, int]:
        """Return the key of the index for the beginning of a day."""
        return subject, int(datetime.combine(day, time.min, zone).timestamp()) // MINUTE

    return begin(first), begin(after)


def is_approved(catalog: Any) -> Callable[[int], bool]:
    """Make the test of a record id: the sets of the states themselves, not copied."""
    states = records_by_key(get_index(catalog, "review_state"))
    sets = [found for name in APPROVED if (found := states.get(name)) is not None]
    if len(sets) == 1 and not isinstance(sets[0], int):
        return sets[0].__contains__
    ids = {rid for one in sets for rid in ((one,) if isinstance(one, int) else one)}
    return ids.__contains__
