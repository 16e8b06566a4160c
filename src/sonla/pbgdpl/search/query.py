"""From criteria to records: scope, words, numbers, filters, order.

*criteria → what the visitor may see here → words and numbers → filters → order*.
The search page and the lists of one kind work on sets of catalog record ids; only the page
shown becomes brains, however much there is.
"""

from Acquisition import aq_inner
from BTrees.IIBTree import difference
from BTrees.IIBTree import IISet
from BTrees.IIBTree import intersection
from BTrees.IIBTree import union
from BTrees.IIBTree import weightedIntersection
from collections.abc import Iterable
from collections.abc import Iterator
from functools import cached_property
from heapq import nlargest
from itertools import islice
from plone import api
from plone.app.iterate.interfaces import IWorkingCopy
from plone.base.interfaces import IPloneSiteRoot
from Products.CMFCore.indexing import processQueue
from sonla.pbgdpl.core.catalog import brains_by_record
from sonla.pbgdpl.core.catalog import find_index
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.core.catalog import keys_by_record
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.catalog import record_ids
from sonla.pbgdpl.core.catalog import records_by_key
from sonla.pbgdpl.core.names import SECTION_TYPE
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.vietnamese.folding import number_key
from sonla.pbgdpl.core.vietnamese.words import fold_word
from sonla.pbgdpl.editorial.embargo import embargoed_paths
from sonla.pbgdpl.search.criteria import Criteria
from sonla.pbgdpl.search.criteria import RELEVANCE
from sonla.pbgdpl.search.facets import Facet
from sonla.pbgdpl.search.facets import FacetedRecords
from sonla.pbgdpl.search.own_index import INDEX
from sonla.pbgdpl.search.ranking import highest
from sonla.pbgdpl.search.ranking import TextQuery
from typing import Any

import re

NEVER_SOUGHT = (SECTION_TYPE, "Collection", "Image")
"""Types that are no answer: the section, its lists of texts, and pictures of texts."""

MAX_NUMBER_LENGTH = 60
_DIGIT = re.compile(r"\d")


class SearchQuery:
    """Find what criteria ask for, in one context and for the current user."""

    def __init__(self, context: Any, criteria: Criteria) -> None:
        self.context = context
        self.criteria = criteria
        self.catalog = api.portal.get_tool("portal_catalog")
        # The catalog does this in each of its own searches; ours reads its indexes.
        processQueue()

    @cached_property
    def words(self) -> TextQuery | None:
        """Look up the words; None when nothing is to be looked up."""
        if find_index(self.catalog, INDEX) is None or not self.criteria.text:
            return None
        text = without_number_sign(self.criteria.text)
        query = TextQuery(get_index(self.catalog, INDEX), text)
        return query if query else None

    @cached_property
    def visible(self) -> IISet:
        """The records of the scope that the user may see, by the catalog's rules."""
        paths = scope_paths(self.context, self.catalog)
        if not paths:
            return IISet()
        found = self.catalog.searchResults(path={"query": paths}, show_inactive=False)
        records = record_ids(found)
        for name, value in self._excluded():
            holders = records_by_key(get_index(self.catalog, name)).get(value)
            if holders is not None:
                records = difference(records, holders)
        return without_embargoed_items(self.catalog, records)

    def _excluded(self) -> list[tuple[str, str]]:
        """List (index, value) of what is not sought, cheaper to take out than to ask."""
        setting = "plone.types_not_searched"
        types = api.portal.get_registry_record(setting, default=None) or ()
        excluded = [("portal_type", name) for name in (*NEVER_SOUGHT, *types)]
        return [*excluded, ("object_provides", IWorkingCopy.__identifier__)]

    @cached_property
    def numbered(self) -> IISet:
        """The records whose document number, or a part of it, was typed."""
        return self._holding_number(self.criteria.text)

    @cached_property
    def matching(self) -> IISet:
        """The visible records that hold all words or the number."""
        if not self.criteria.text:
            return self.visible
        by_words = self.words.records if self.words is not None else IISet()
        return intersection(self.visible, union(by_words, self.numbered))

    @cached_property
    def faceted(self) -> FacetedRecords:
        """The matching records with their filters."""
        return FacetedRecords(self.catalog, self.matching, self.criteria.chosen)

    @cached_property
    def results(self) -> IISet:
        """The records that pass everything, in no order."""
        return self.faceted.results()

    def first(self, count: int) -> list[int]:
        """Return the first `count` results, best or newest first."""
        if self.criteria.sort != RELEVANCE or self.words is None:
            return self._newest(self.results, count)
        numbered = intersection(self.results, self._with_typed_number())
        rest = difference(self.results, numbered)
        by_words = intersection(rest, self.words.records)
        found = self._newest(numbered, count)
        found += self.words.rank(by_words, count - len(found))
        if len(found) < count:
            found += self._newest(difference(rest, by_words), count - len(found))
        return found

    def brains(self, start: int, size: int) -> list[Any]:
        """Load the catalog's entries for one page of results."""
        brains = brains_by_record(aq_inner(self.catalog))
        return [brains[record] for record in self.first(start + size)[start:]]

    def _newest(self, records: IISet, count: int) -> list[int]:
        """Return the `count` records published last, at the speed of set operations."""
        dates = keys_by_record(get_index(self.catalog, "effective"))
        return highest(weightedIntersection(dates, records, 1, 0)[1], count)

    def _with_typed_number(self) -> IISet:
        """Return the records to put first: the query, or a part of it, is their number."""
        typed = [self.criteria.text] if _DIGIT.search(self.criteria.text) else []
        typed += [
            part
            for part in self.criteria.text.split()
            if "/" in part and _DIGIT.search(part)
        ]
        records = IISet()
        for number in typed:
            records = union(records, self._holding_number(number))
        return records

    def _holding_number(self, text: str) -> IISet:
        index = find_index(self.catalog, "pbgdpl_number")
        text = without_number_sign(text)
        if not text or len(text) > MAX_NUMBER_LENGTH or index is None:
            return IISet()
        key = number_key(text)
        holders = records_by_key(index).get(key) if key else None
        return IISet() if holders is None else IISet(holders)


def without_embargoed_items(catalog: Any, records: IISet) -> IISet:
    """Take out what stands in a place that the user may not see yet."""
    places = embargoed_paths()
    if not places:
        return records
    below = catalog.unrestrictedSearchResults(path={"query": places})
    return difference(records, record_ids(below))


def scope_paths(context: Any, catalog: Any) -> list[str]:
    """List the paths to search below: the section or unit, or all sections of the portal.

    Of sections that the user may not see, too: what is published there is public.
    """
    if not IPloneSiteRoot.providedBy(context):
        return [path_of(context)]
    sections = catalog.unrestrictedSearchResults(portal_type=SECTION_TYPE)
    return [brain.getPath() for brain in sections]


def without_number_sign(text: str) -> str:
    """Drop `số` before a number: documents carry the number, not the word."""
    parts = text.split()
    following = [*parts[1:], ""]
    return " ".join(
        part
        for part, after in zip(parts, following, strict=True)
        if not (fold_word(part) == "so" and after[:1].isdigit())
    )


class ListQuery:
    """Find what the filters of a list ask for, in one context and for the current user."""

    facets: tuple[Facet, ...] = ()
    """Filters that the catalog counts."""

    def __init__(self, context: Any, portal_type: str, filters: Any) -> None:
        self.context = context
        self.portal_type = portal_type
        self.filters = filters
        self.catalog = api.portal.get_tool("portal_catalog")
        # The catalog does this in each of its own searches; ours reads its indexes.
        processQueue()

    @cached_property
    def visible(self) -> IISet:
        """What of the place the list has for this user."""
        raise NotImplementedError

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

    def faceted_by(self, records: IISet) -> FacetedRecords:
        """Ask the counted filters of some records."""
        return FacetedRecords(self.catalog, records, self.chosen, self.facets)

    @cached_property
    def faceted(self) -> FacetedRecords:
        """Ask them of all that is left."""
        return self.faceted_by(self.base)

    @cached_property
    def results(self) -> IISet:
        """What passes everything, in no order."""
        return self.faceted.results()

    def latest(self, index: str, start: int, size: int) -> Iterator[int]:
        """Yield the records of one page, by a date that an index has, the latest first."""
        keys = keys_by_record(get_index(self.catalog, index))
        order = nlargest(
            start + size, self.results, key=lambda rid: (keys.get(rid, 0), rid)
        )
        return islice(order, start, None)

    def brains_of(self, records: Iterable[int]) -> Iterator[Any]:
        """Yield the brains of some records."""
        brains = brains_by_record(self.catalog)
        return (brains[record].__of__(self.catalog) for record in records)

    def loaded(self, records: Iterable[int]) -> Iterator[Any]:
        """Load the items of some records."""
        return load_objects(self.brains_of(records))


class PublishedListQuery(ListQuery):
    """Find what of a place is published."""

    @cached_property
    def visible(self) -> IISet:
        """What of the type is published there and the user may see."""
        paths = scope_paths(self.context, self.catalog)
        if not paths:
            return IISet()
        found = self.catalog.searchResults(
            path={"query": paths},
            portal_type=self.portal_type,
            review_state="published",
            show_inactive=False,
        )
        return without_embargoed_items(self.catalog, record_ids(found))
