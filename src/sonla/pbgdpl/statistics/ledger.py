"""What the catalog keeps of countable content, and how a period is read from it.

One stock field index, `pbgdpl_counts`, whose values are tuples that begin with subject and
day. It is sorted by them, so a period is one stretch of it, read bucket by bucket without
waking an item. The catalog itself keeps it: on each change, move and deletion, when it is
cleared and rebuilt, and until it goes with the add-on. Whether a record is approved is
asked of the index of states at that moment, so no step can leave a trace that is wrong.

No class of ours is stored in it: a portal from which the package was removed goes on.
"""

from collections.abc import Callable
from collections.abc import Iterator
from datetime import date
from plone import api
from Products.CMFCore.indexing import processQueue
from sonla.pbgdpl.config import COUNTS_INDEX
from sonla.pbgdpl.statistics.counting import Entry
from sonla.pbgdpl.statistics.counting import Scope
from typing import Any

APPROVED = ("published",)
"""States of the editorial chain in which a record counts."""


def stored_value(countable: Any, place: str) -> tuple[Any, ...] | None:
    """Give what the index keeps of a countable; None for one that counts nowhere."""
    if countable is None or countable.day is None or not place:
        return None
    return (
        countable.subject,
        countable.day.toordinal(),
        place,
        tuple(countable.facts),
        tuple(countable.amounts),
    )


def entries(subject: str, scope: Scope) -> Iterator[Entry]:
    """Give the approved records of a subject that count in a scope."""
    catalog = api.portal.get_tool("portal_catalog")
    if COUNTS_INDEX not in catalog.indexes():
        return
    processQueue()
    approved = is_approved(catalog)
    places = scope.places
    tree = catalog._catalog.getIndex(COUNTS_INDEX)._index
    for key, rids in tree.items(bound(subject, scope.first), bound(subject, scope.last, 1)):
        _subject, _day, place, facts, amounts = key
        if place not in places:
            continue
        for rid in (rids,) if isinstance(rids, int) else rids:
            if approved(rid):
                yield rid, place, facts, amounts


def bound(subject: str, day: date, after: int = 0) -> tuple[Any, ...]:
    """Give what sorts before all of a subject on a day, or `after` so many days."""
    return subject, day.toordinal() + after


def is_approved(catalog: Any) -> Callable[[int], bool]:
    """Make the test of a record id: the sets of the states themselves, not copied."""
    states = catalog._catalog.getIndex("review_state")._index
    sets = [found for name in APPROVED if (found := states.get(name)) is not None]
    if len(sets) == 1 and not isinstance(sets[0], int):
        return sets[0].__contains__
    ids = {rid for one in sets for rid in ((one,) if isinstance(one, int) else one)}
    return ids.__contains__
