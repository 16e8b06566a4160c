"""What the catalog keeps of countable content, and the counter of texts.

A text counts in the period in which it became public.

One stock index, `pbgdpl_counts`, whose values are tuples that begin with subject and
moment. It is sorted by them, so a period is one stretch of it, read bucket by bucket
without loading an item. The catalog itself keeps it: on each change, move and deletion,
when it is cleared and rebuilt, and until it goes with the add-on. Whether a record is
approved is asked of the index of states at that moment, so no step can leave a trace that
is wrong.

It is of the kind that Plone has for UIDs: each value is one item's alone, so the record id
stands in the bucket itself. A field index keeps a set of ids for each value, an object of
its own in the database: a year of 100,000 records were 100,000 objects, and are 3,000.

No class of ours is stored in it: a portal from which the package was removed goes on.
"""

from collections.abc import Callable
from collections.abc import Iterator
from DateTime import DateTime
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from plone import api
from Products.CMFCore.indexing import processQueue
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import date_key
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.core.catalog import ids_of
from sonla.pbgdpl.core.catalog import records_by_key
from sonla.pbgdpl.core.clock import portal_zone
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.core.interfaces import ISample
from sonla.pbgdpl.core.types import types_with
from sonla.pbgdpl.statistics import COUNTS_INDEX
from sonla.pbgdpl.statistics.counting import CountingScope
from sonla.pbgdpl.statistics.counting import Entry
from sonla.pbgdpl.statistics.interfaces import ICounter
from sonla.pbgdpl.statistics.places import nearest
from sonla.pbgdpl.vocabularies.filters import type_titles
from typing import Any
from typing import ClassVar
from zope.interface import implementer

MINUTE = 60
APPROVED = ("published",)
"""States of the editorial chain in which a record counts."""


def stored_value(countable: Any, place: str, uid: str) -> tuple[Any, ...] | None:
    """Return what the index keeps of a countable; None for one that counts nowhere.

    The UID of the item makes it unique.
    """
    if countable is None or countable.moment is None or not place:
        return None
    return (
        countable.subject,
        int(countable.moment.timestamp()) // MINUTE,
        place,
        tuple(countable.facts),
        tuple(countable.amounts),
        uid,
    )


def entries(
    subject: str, scope: CountingScope, states: tuple[str, ...] = APPROVED
) -> Iterator[Entry]:
    """Yield the records of a subject that count in a scope: those approved, or in other states."""
    catalog = api.portal.get_tool("portal_catalog")
    if COUNTS_INDEX not in catalog.indexes():
        return
    processQueue()
    approved = is_approved(catalog, states)
    places = scope.places
    tree = records_by_key(get_index(catalog, COUNTS_INDEX))
    for key, rid in tree.items(*bounds(subject, scope.first, scope.last)):
        _subject, _minute, place, facts, amounts, _uid = key
        if place in places and approved(rid):
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


def is_approved(
    catalog: Any, states: tuple[str, ...] = APPROVED
) -> Callable[[int], bool]:
    """Make the test of a record id: the sets of the states themselves, not copied."""
    by_state = records_by_key(get_index(catalog, "review_state"))
    sets = [found for name in states if (found := by_state.get(name)) is not None]
    if len(sets) == 1 and not isinstance(sets[0], int):
        return sets[0].__contains__
    ids = {rid for one in sets for rid in ((one,) if isinstance(one, int) else one)}
    return ids.__contains__


class Counter:
    """The base of counters; a subclass says what it counts, and yields the entries."""

    known_facts: ClassVar[tuple[str, ...]]
    measure_titles: ClassVar[Any]

    def facts(self) -> tuple[str, ...]:
        """Return by what records are told apart."""
        return self.known_facts

    def measures(self) -> tuple[str, ...]:
        """Return the measures that have titles, in their order."""
        return tuple(self.measure_titles)


@implementer(ICounter)
class TextCounter(Counter):
    """Count published texts by their type.

    What was fetched is nobody's work here, and a sample counts as nothing. By the stock
    indexes of type, state and date, which the catalog keeps. Each text is looked up in
    them: a query would put sets together that are as large as the portal.
    """

    title = _("counter_texts", default="Published texts")
    known_facts = ("type",)
    measure_titles: ClassVar = {"texts": _("measure_texts", default="texts")}

    def values(self) -> dict[str, dict[str, str]]:
        """Return the types of texts."""
        return {
            "type": {
                name: title
                for name, title in type_titles().items()
                if name in types_with("is_contribution")
            }
        }

    def entries(self, scope: CountingScope) -> Iterator[Entry]:
        """Yield the texts whose first public day lies in the scope."""
        if not scope.places:
            return
        catalog = api.portal.get_tool("portal_catalog")
        processQueue()
        approved = is_approved(catalog)
        uncounted = frozenset(
            rid
            for mark in (IHarvested, ISample)
            for rid in ids_of(catalog, "object_provides", mark.__identifier__)
        )
        effective = get_index(catalog, "effective")
        day_of = effective.getEntryForObject
        first, last = (date_key(effective, moment) for moment in limits(scope))
        for portal_type in types_with("is_contribution"):
            for rid in ids_of(catalog, "portal_type", portal_type):
                day = day_of(rid)
                if day is None or not first <= day <= last:
                    continue
                if rid in uncounted or not approved(rid):
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
