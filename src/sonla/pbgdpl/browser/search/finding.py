"""From criteria to records: scope, words, numbers, filters, order.

*criteria → what the visitor may see here → words and numbers → filters → order*.
Everything works on sets of catalog record ids; only the page shown becomes brains.
"""

from Acquisition import aq_inner
from BTrees.IIBTree import IISet
from BTrees.IIBTree import intersection
from BTrees.IIBTree import union
from functools import cached_property
from plone import api
from plone.app.iterate.interfaces import IWorkingCopy
from plone.base.interfaces import IPloneSiteRoot
from sonla.pbgdpl.browser.search.criteria import Criteria
from sonla.pbgdpl.browser.search.criteria import RELEVANCE
from sonla.pbgdpl.browser.search.facets import FacetedRecords
from sonla.pbgdpl.config import ATTACHMENT_TYPES
from sonla.pbgdpl.config import SECTION_TYPE
from sonla.pbgdpl.config import STOCK_TEXT_TYPES
from sonla.pbgdpl.config import TEXT_TYPES
from sonla.pbgdpl.config import UNIT_TYPE
from sonla.pbgdpl.indexers.own_index import INDEX
from sonla.pbgdpl.indexers.ranking import TextQuery
from sonla.pbgdpl.indexers.ranking import TIER
from sonla.pbgdpl.indexers.vietnamese import fold_word
from sonla.pbgdpl.legal_documents import number_key
from typing import Any

import re

SOUGHT_TYPES = (
    *TEXT_TYPES,
    UNIT_TYPE,
    *STOCK_TEXT_TYPES,
    *(name for name in ATTACHMENT_TYPES if name != "Image"),
)
NUMBER_TIER = 4 * TIER
"""A document whose number was typed comes before texts that mention it."""

MOST_NUMBER_LENGTH = 60
_DIGIT = re.compile(r"\d")


class Finding:
    """Find what criteria ask for, in one context and for the current user."""

    def __init__(self, context: Any, criteria: Criteria) -> None:
        self.context = context
        self.criteria = criteria
        self.catalog = api.portal.get_tool("portal_catalog")

    @cached_property
    def words(self) -> TextQuery | None:
        """Look up the words; None when nothing is to be looked up."""
        indexes = self.catalog._catalog.indexes
        if INDEX not in indexes or not self.criteria.text:
            return None
        text = without_number_sign(self.criteria.text)
        query = TextQuery(self.catalog._catalog.getIndex(INDEX), text)
        return query if query else None

    @cached_property
    def visible(self) -> IISet:
        """Give the records of the scope that the user may see, by the catalog's rules."""
        paths = scope_paths(self.context, self.catalog)
        if not paths:
            return IISet()
        results = self.catalog.searchResults(
            path={"query": paths},
            portal_type={"query": SOUGHT_TYPES},
            object_provides={"not": [IWorkingCopy.__identifier__]},
            show_inactive=False,
        )
        return records_of(results)

    @cached_property
    def numbered(self) -> IISet:
        """Give the records whose document number, or a part of it, was typed."""
        return self._holding_number(self.criteria.text)

    @cached_property
    def matching(self) -> IISet:
        """Give the visible records that hold all words or the number."""
        if not self.criteria.text:
            return self.visible
        by_words = self.words.records if self.words is not None else IISet()
        return intersection(self.visible, union(by_words, self.numbered))

    @cached_property
    def faceted(self) -> FacetedRecords:
        """Give the matching records with their filters."""
        return FacetedRecords(self.catalog, self.matching, self.criteria.chosen)

    @cached_property
    def ordered(self) -> list[int]:
        """List the results, best or newest first."""
        results = self.faceted.results()
        dates = self.catalog._catalog.getIndex("effective")
        newest = sorted(
            results,
            key=lambda record: dates.getEntryForObject(record, 0) or 0,
            reverse=True,
        )
        if self.criteria.sort != RELEVANCE or self.words is None:
            return newest
        scores = self._scores(results)
        # A stable sort: among equals the newer one comes first.
        return sorted(newest, key=scores.__getitem__, reverse=True)

    def brains(self, start: int, size: int) -> list[Any]:
        """Load the catalog's entries for one page of results."""
        catalog = aq_inner(self.catalog)._catalog
        return [catalog[record] for record in self.ordered[start : start + size]]

    def _scores(self, results: IISet) -> dict[int, int]:
        by_words = intersection(results, self.words.records)
        scores = dict.fromkeys(results, 0) | self.words.rank(by_words)
        for record in intersection(results, self._with_typed_number()):
            scores[record] += NUMBER_TIER
        return scores

    def _with_typed_number(self) -> IISet:
        """Give the records to put first: whole query, or a part of it, is their number."""
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
        indexes = self.catalog._catalog.indexes
        text = without_number_sign(text)
        if not text or len(text) > MOST_NUMBER_LENGTH or "pbgdpl_number" not in indexes:
            return IISet()
        key = number_key(text)
        holders = indexes["pbgdpl_number"]._index.get(key) if key else None
        return IISet() if holders is None else IISet(holders)


def scope_paths(context: Any, catalog: Any) -> list[str]:
    """List the paths to search below: the section or unit, or all sections of the portal.

    Of sections that the user may not see, too: what is published there is public.
    """
    if not IPloneSiteRoot.providedBy(context):
        return ["/".join(context.getPhysicalPath())]
    sections = catalog.unrestrictedSearchResults(portal_type=SECTION_TYPE)
    return [brain.getPath() for brain in sections]


def records_of(results: Any) -> IISet:
    """Take the record ids of unsorted catalog results without making brains."""
    if not results:
        return IISet()
    return IISet(results._seq)


def without_number_sign(text: str) -> str:
    """Drop `số` before a number: documents carry the number, not the word."""
    parts = text.split()
    following = [*parts[1:], ""]
    return " ".join(
        part
        for part, after in zip(parts, following, strict=True)
        if not (fold_word(part) == "so" and after[:1].isdigit())
    )
