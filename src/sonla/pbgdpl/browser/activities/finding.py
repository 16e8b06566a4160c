"""From filters to activities: scope, words, month, unit, filters, newest first.

As in the lists of people: sets of catalog record ids all the way, and only the
activities of the page shown are loaded.
"""

from BTrees.IIBTree import IISet
from BTrees.IIBTree import intersection
from BTrees.IIBTree import multiunion
from collections import Counter
from collections.abc import Container
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from heapq import nlargest
from itertools import islice
from plone import api
from Products.CMFCore.indexing import processQueue
from sonla.pbgdpl.brains import awake
from sonla.pbgdpl.browser.activities.filters import ActivityFilters
from sonla.pbgdpl.browser.activities.filters import INDEXED
from sonla.pbgdpl.browser.activities.filters import MONTHS
from sonla.pbgdpl.browser.search.facets import FacetedRecords
from sonla.pbgdpl.browser.search.finding import records_of
from sonla.pbgdpl.browser.search.finding import scope_paths
from sonla.pbgdpl.browser.search.finding import without_withheld
from sonla.pbgdpl.clock import portal_zone
from sonla.pbgdpl.config import ACTIVITY_TYPE
from sonla.pbgdpl.config import UNIT_TYPE
from sonla.pbgdpl.indexers.own_index import INDEX
from sonla.pbgdpl.indexers.ranking import TextQuery
from typing import Any


@dataclass(frozen=True)
class Unit:
    """Hold a unit by which activities can be filtered."""

    uid: str
    path: str
    title: str


class ActivityFinding:
    """Find the published activities, or courses, that filters ask for in one context."""

    def __init__(
        self, context: Any, filters: ActivityFilters, portal_type: str = ACTIVITY_TYPE
    ) -> None:
        self.context = context
        self.portal_type = portal_type
        self.filters = filters
        self.catalog = api.portal.get_tool("portal_catalog")
        # The catalog does this in each of its own searches; ours reads its indexes.
        processQueue()

    @cached_property
    def visible(self) -> IISet:
        """Give the activities of the place that the user may see."""
        paths = scope_paths(self.context, self.catalog)
        if not paths:
            return IISet()
        found = self.catalog.searchResults(
            path={"query": paths},
            portal_type=self.portal_type,
            review_state="published",
            show_inactive=False,
        )
        return without_withheld(self.catalog, records_of(found))

    @cached_property
    def matching(self) -> IISet:
        """Give those of them in which all words stand."""
        if not self.filters.text:
            return self.visible
        query = TextQuery(self.catalog._catalog.getIndex(INDEX), self.filters.text)
        return intersection(self.visible, query.records) if query else IISet()

    @cached_property
    def in_unit(self) -> IISet:
        """Give those of the unit asked for."""
        uid = self.filters.value("unit")
        if not uid:
            return self.matching
        path = next((unit.path for unit in self.units if unit.uid == uid), "")
        if not path:
            return IISet()
        below = self.catalog.unrestrictedSearchResults(path={"query": path})
        return intersection(self.matching, records_of(below))

    @cached_property
    def base(self) -> IISet:
        """Give those of the month asked for."""
        if not self.filters.month:
            return self.in_unit
        return intersection(self.in_unit, self.held_in(self.filters.month))

    @cached_property
    def faceted(self) -> FacetedRecords:
        """Give them with the filters that the catalog counts."""
        return FacetedRecords(self.catalog, self.base, self.chosen, INDEXED)

    @property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """Give the values of those filters."""
        return {name: (value,) for name, value in self.filters.chosen.items()}

    @cached_property
    def results(self) -> IISet:
        """Give what passes everything, in no order."""
        return self.faceted.results()

    def activities(self, start: int, size: int) -> Iterator[Any]:
        """Load the activities of one page, the latest first."""
        inner = self.catalog._catalog
        keys = inner.getIndex("start")._unindex
        order = nlargest(
            start + size, self.results, key=lambda rid: (keys.get(rid, 0), rid)
        )
        page = islice(order, start, None)
        return awake(inner[record].__of__(self.catalog) for record in page)

    # What the page counts

    def months(self) -> dict[int, int]:
        """Count by month of the year asked for, whichever month is asked for."""
        faceted = FacetedRecords(self.catalog, self.in_unit, self.chosen, INDEXED)
        records = faceted.results()
        return {
            month: len(intersection(records, self.held_in(month))) for month in MONTHS
        }

    def held_in(self, month: int) -> IISet:
        """Give the records of what began in a month of the year, by the portal's clock."""
        year, zone = self.filters.year, portal_zone()
        if year is None or not 1 <= year < datetime.max.year:
            return IISet()
        index = self.catalog._catalog.getIndex("start")
        first, after = (
            index._convert(datetime(year + one // 12, one % 12 + 1, 1, tzinfo=zone))
            for one in (month - 1, month)
        )
        held = index._index.values(first, after, excludemax=True)
        return multiunion([IISet([v]) if isinstance(v, int) else v for v in held])

    @cached_property
    def units(self) -> list[Unit]:
        """List the units of this place that the user may see, by title."""
        paths = scope_paths(self.context, self.catalog)
        if not paths:
            return []
        brains = self.catalog.searchResults(
            path={"query": paths}, portal_type=UNIT_TYPE, sort_on="sortable_title"
        )
        return [Unit(brain.UID, brain.getPath(), brain.Title) for brain in brains]

    def by_unit(self) -> dict[str, int]:
        """Count by UID of the unit, under all filters but that of the unit."""
        base = self.matching
        if self.filters.month:
            base = intersection(base, self.held_in(self.filters.month))
        records = FacetedRecords(self.catalog, base, self.chosen, INDEXED).results()
        known = {unit.path: unit.uid for unit in self.units}
        paths = map(self.catalog._catalog.paths.__getitem__, records)
        found = Counter(known.get(unit_above(path, known), "") for path in paths)
        return {uid: count for uid, count in found.items() if uid}


def unit_above(path: str, units: Container[str]) -> str:
    """Give the path of the unit in which something stands; empty for none."""
    while path and path not in units:
        path = path.rpartition("/")[0]
    return path
