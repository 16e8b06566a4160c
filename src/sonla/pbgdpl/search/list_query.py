"""From the filters of a list to records: what of a place is shown, words, filters, order."""

from abc import ABC
from abc import abstractmethod
from BTrees.IIBTree import IISet
from BTrees.IIBTree import intersection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from functools import cached_property
from heapq import nlargest
from heapq import nsmallest
from itertools import islice
from plone import api
from plone.app.contenttypes.behaviors.collection import ICollection
from Products.CMFCore.indexing import processQueue
from sonla.pbgdpl.core.catalog import brains_by_record
from sonla.pbgdpl.core.catalog import find_index
from sonla.pbgdpl.core.catalog import find_keys
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.core.catalog import keys_by_record
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.catalog import ordered_ids
from sonla.pbgdpl.core.catalog import record_ids
from sonla.pbgdpl.core.catalog import records_downwards
from sonla.pbgdpl.jobs.items import readable
from sonla.pbgdpl.search.facets import Facet
from sonla.pbgdpl.search.facets import FacetedRecords
from sonla.pbgdpl.search.facets import FACETS
from sonla.pbgdpl.search.facets import NONE_COMPUTED
from sonla.pbgdpl.search.own_index import INDEX
from sonla.pbgdpl.search.query import scope_paths
from sonla.pbgdpl.search.query import without_embargoed_items
from sonla.pbgdpl.search.ranking import TextQuery
from typing import Any


class ListQuery(ABC):
    """Find what the filters of a list ask for, in one context and for the current user."""

    facets: tuple[Facet, ...] = ()
    """Filters whose values are counted."""

    def __init__(self, context: Any, portal_type: str, filters: Any) -> None:
        self.context = context
        self.portal_type = portal_type
        self.filters = filters
        self.catalog = api.portal.get_tool("portal_catalog")
        # The catalog does this in each of its own searches; ours reads its indexes.
        processQueue()

    @cached_property
    @abstractmethod
    def visible(self) -> IISet:
        """What of the place the list has for this user."""

    @cached_property
    def matching(self) -> IISet:
        """Those of them in which all words stand."""
        if not self.filters.text:
            return self.visible
        query = TextQuery(get_index(self.catalog, INDEX), self.filters.text)
        return intersection(self.visible, query.records) if query else IISet()

    @property
    def base(self) -> IISet:
        """What the counted filters are asked of."""
        return self.matching

    @property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """The values of those filters."""
        return {name: (value,) for name, value in self.filters.chosen.items()}

    @property
    def computed(self) -> Mapping[str, Any]:
        """Indexes of filters that the catalog has none for, by name of the filter."""
        return NONE_COMPUTED

    def faceted_by(self, records: IISet) -> FacetedRecords:
        """Ask the counted filters of some records."""
        return FacetedRecords(
            self.catalog, records, self.chosen, self.facets, self.computed
        )

    @cached_property
    def faceted(self) -> FacetedRecords:
        """The records that are left, with their filters."""
        return self.faceted_by(self.base)

    @cached_property
    def whole(self) -> FacetedRecords:
        """All that the list has, without words and filters."""
        if self.filters.empty:
            return self.faceted
        return FacetedRecords(self.catalog, self.visible, {}, (), self.computed)

    @cached_property
    def results(self) -> IISet:
        """What passes everything, in no order."""
        return self.faceted.results()

    def latest(self, index: str, start: int, size: int) -> Iterator[int]:
        """Yield the records of one page, by a date that an index has, the latest first.

        Many of a catalog's records are met soon on the way down from its last date; few are
        put in order more quickly than found there.
        """
        dates, end = get_index(self.catalog, index), start + size
        keys = keys_by_record(dates)
        order: Iterable[int]
        if len(self.results) ** 2 > end * len(keys):
            order = records_downwards(dates, self.results)
        else:
            order = nlargest(end, self.results, key=lambda rid: (keys.get(rid, 0), rid))
        return islice(order, start, end)

    def brains_of(self, records: Iterable[int]) -> Iterator[Any]:
        """Yield the brains of some records."""
        brains = brains_by_record(self.catalog)
        return (brains[record].__of__(self.catalog) for record in records)

    def entry(self, facet: Facet, record: int) -> Any:
        """Return what the index of a facet has of a record; None for nothing."""
        index = find_index(self.catalog, facet.index)
        return index.getEntryForObject(record) if index is not None else None

    def loaded(self, records: Iterable[int]) -> Iterator[Any]:
        """Load the items of some records."""
        return readable(load_objects(self.brains_of(records)))


class CollectionQuery(ListQuery):
    """Find what the criteria of a Collection find, in its own order."""

    facets = FACETS

    def __init__(self, collection: Any, filters: Any) -> None:
        super().__init__(collection, "", filters)
        self.collection = ICollection(collection)

    @cached_property
    def visible(self) -> IISet:
        """All that it lists for this user, as many as its limit allows."""
        unsorted = {"sort_on": None, "sort_limit": None}
        found = record_ids(
            self.collection.results(False, custom_query=unsorted, brains=True)
        )
        cut = len(found) > (self.collection.limit or len(found))
        return IISet(self.listed) if cut else found

    @cached_property
    def listed(self) -> list[int]:
        """The same in its order, by the catalog, which puts all of them in order."""
        return ordered_ids(self.collection.results(batch=False, brains=True))

    def records(self, start: int, size: int) -> list[int]:
        """Return one page of what passes the filters.

        What has no key of the order stands at its low end; the catalog would lose it.
        """
        end, keys = start + size, find_keys(self.catalog, self.collection.sort_on)
        if keys is None:
            left = (record for record in self.listed if record in self.results)
            return list(islice(left, start, end))
        first = nlargest if self.collection.sort_reversed else nsmallest
        ordered = first(
            end, self.results, lambda rid: (rid in keys, keys.get(rid), rid)
        )
        return ordered[start:]


class PublishedListQuery(ListQuery):
    """Find what of a place is published."""

    @cached_property
    def visible(self) -> IISet:
        """What of the type is published there and the user may see."""
        paths = scope_paths(self.context)
        if not paths:
            return IISet()
        found = self.catalog.searchResults(
            path={"query": paths},
            portal_type=self.portal_type,
            review_state="published",
            show_inactive=False,
        )
        return without_embargoed_items(self.catalog, record_ids(found))
