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
from functools import cached_property
from plone import api
from plone.app.iterate.interfaces import IWorkingCopy
from plone.base.interfaces import IPloneSiteRoot
from Products.CMFCore.indexing import processQueue
from sonla.pbgdpl.core.catalog import brains_by_record
from sonla.pbgdpl.core.catalog import find_index
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.core.catalog import keys_by_record
from sonla.pbgdpl.core.catalog import record_ids
from sonla.pbgdpl.core.catalog import records_by_key
from sonla.pbgdpl.core.names import SECTION_TYPE
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_brains
from sonla.pbgdpl.core.types import answer_places
from sonla.pbgdpl.core.vietnamese.folding import number_key
from sonla.pbgdpl.editorial.embargo import embargoed_paths
from sonla.pbgdpl.search.answers import candidates
from sonla.pbgdpl.search.answers import find_answers
from sonla.pbgdpl.search.criteria import Criteria
from sonla.pbgdpl.search.criteria import RELEVANCE
from sonla.pbgdpl.search.facets import FacetedRecords
from sonla.pbgdpl.search.facets import FIELD
from sonla.pbgdpl.search.facets import TYPE
from sonla.pbgdpl.search.nearness import NearTexts
from sonla.pbgdpl.search.own_index import INDEX
from sonla.pbgdpl.search.ranking import highest
from sonla.pbgdpl.search.ranking import MAX_WORDS
from sonla.pbgdpl.search.ranking import TextQuery
from sonla.pbgdpl.search.rules import tidy
from sonla.pbgdpl.search.rules import TypedQuery
from sonla.pbgdpl.search.rules import without_number_sign
from sonla.pbgdpl.search.spelling.suggestions import Speller
from sonla.pbgdpl.search.spelling.suggestions import Suggestion
from sonla.pbgdpl.search.thesaurus.rules import Understood
from sonla.pbgdpl.search.thesaurus.storage import thesaurus
from typing import Any

import re

NEVER_SOUGHT = (SECTION_TYPE, "Collection", "Image")
"""Types that are no answer: the section, its lists of texts, and pictures of texts."""

MAX_NUMBER_LENGTH = 60

RANKED = 40
"""Results that are put in order at least: two pages, among which answers are looked for."""

FEW_LITERAL = 3
"""So many texts with all words make it needless to ask whether others were meant."""

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
    def typed(self) -> TypedQuery:
        """The words that were typed."""
        return TypedQuery(without_number_sign(tidy(self.criteria.text)), MAX_WORDS)

    @cached_property
    def words(self) -> TextQuery | None:
        """The words, looked up; None when nothing is to be looked up."""
        if find_index(self.catalog, INDEX) is None or not self.criteria.text:
            return None
        text = " ".join(self.typed.required)
        query = TextQuery(get_index(self.catalog, INDEX), text)
        return query if query else None

    @property
    def lookup(self) -> TextQuery | None:
        """What looks words up, whether or not some were typed; None without an index."""
        if self.words is not None or find_index(self.catalog, INDEX) is None:
            return self.words
        return TextQuery(get_index(self.catalog, INDEX), "")

    @cached_property
    def sense(self) -> Understood:
        """What the thesaurus makes of the words, unless only the words typed are wanted."""
        if self.criteria.exact or not self.criteria.text:
            return Understood()
        typed = self.typed
        fields = self.criteria.values(FIELD.name)
        return thesaurus().understand(typed.plain, fields, typed.fixed)

    @cached_property
    def visible(self) -> IISet:
        """The records of the scope that the user may see, by the catalog's rules."""
        paths = scope_paths(self.context)
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
    def quoting(self) -> IISet:
        """The visible records that hold all quotations word by word."""
        records, query = self.visible, self.words
        if query is None:
            return records
        for quotation in self.typed.quotations:
            sought = [query.look_up(word) for word in quotation]
            records = query.holding_in_order(sought, records)
        return records

    @cached_property
    def literal(self) -> IISet:
        """The visible records that hold all words or the number."""
        by_words = self.words.records if self.words is not None else IISet()
        return union(
            intersection(self.quoting, by_words),
            intersection(self.visible, self.numbered),
        )

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        """Other words that were meant, perhaps, where few texts hold those typed.

        Each finds something: texts with all its words, or, where no text holds one of those
        typed, some that are near.
        """
        few = len(self.literal) < FEW_LITERAL
        if self.words is None or self.criteria.exact or not few:
            return []
        speller = Speller(self.words, self.typed)
        are_missing = bool(self.words.missing_words())
        suggested = []
        for one in speller.suggestions():
            found = self.reworded(one.text)
            helps = found.literal or (are_missing and found.near)
            if helps and one.text != self.criteria.text:
                suggested.append(one)
        return suggested

    def reworded(self, text: str) -> "SearchQuery":
        """Ask for other words."""
        return SearchQuery(self.context, self.criteria.reworded(text))

    @cached_property
    def near(self) -> dict[int, float]:
        """The other records that are found, and how near to the query each is."""
        typed = self.typed
        if self.nearness is None or self.criteria.exact:
            return {}
        if len(typed.fixed) == len(typed.words):
            return {}  # another number, or half of a quotation, is near to nothing
        return self.nearness.find(self.quoting, self.literal)

    @cached_property
    def nearness(self) -> NearTexts | None:
        """The comparison of records with the query; None when nothing is to be looked up."""
        if self.words is None:
            return None
        return NearTexts(self.words, self.typed, self.sense)

    @cached_property
    def matching(self) -> IISet:
        """The visible records that are found, before the filters."""
        if not self.criteria.text:
            return self.visible
        return union(self.literal, IISet(self.near))

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
        found = self._newest(self.numbered_first, count)
        found += [one for one in self.answers if one not in self.numbered_first]
        for part in (self._by_words, self._by_nearness, self._newest_left):
            if len(found) < count:
                taken = set(found)
                more = part(count + len(taken))
                found += [one for one in more if one not in taken]
        return found[:count]

    @cached_property
    def numbered_first(self) -> IISet:
        """The results whose number was typed, or is a part of what was typed."""
        return intersection(self.results, self._with_typed_number())

    @cached_property
    def holding_all(self) -> IISet:
        """The results that hold all words."""
        assert self.words is not None
        return intersection(self.results, self.words.records)

    @cached_property
    def _ranked(self) -> list[int]:
        assert self.words is not None
        return self.words.rank(self.holding_all, RANKED)

    def _by_words(self, count: int) -> list[int]:
        """Return the first of those that hold all words, the best first."""
        if count <= RANKED or self.words is None:
            return self._ranked
        return self.words.rank(self.holding_all, count)

    @cached_property
    def _nearest(self) -> list[int]:
        near = [record for record in self.near if record in self.results]
        return sorted(near, key=lambda record: (-self.near[record], -record))

    def _by_nearness(self, count: int) -> list[int]:
        """Return those that lack words, the nearest first."""
        return self._nearest

    def _newest_left(self, count: int) -> list[int]:
        """Return those that are found for another reason, the newest first."""
        rest = difference(self.results, union(self.holding_all, IISet(self._nearest)))
        return self._newest(rest, count)

    @cached_property
    def answers(self) -> list[int]:
        """The few results that answer a question, which stand first."""
        if self.nearness is None or TYPE.name in self.criteria.chosen:
            return []
        best = [*self._ranked, *self._nearest]
        by_type = records_by_key(get_index(self.catalog, "portal_type"))
        kinds = {
            place: candidates(best, intersection(self.results, by_type[name]))
            for name, place in answer_places().items()
            if name in by_type
        }
        return find_answers(self.nearness, kinds, best[:1])

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


def scope_paths(context: Any) -> list[str]:
    """List the paths to search below: the section or unit, or all sections of the portal.

    Of sections that the user may not see, too: what is published there is public.
    """
    if not IPloneSiteRoot.providedBy(context):
        return [path_of(context)]
    return [brain.getPath() for brain in section_brains()]
