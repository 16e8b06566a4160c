"""Texts without all of the words typed: with other words for them, or with most of them.

A text's *nearness* is what it has of the query, each word by how rare it is: a word in its
spelling counts whole, in other accents half; a term of the thesaurus counts for the words
that it replaces by the weight of their relation. What reaches `ENOUGH` of the query is
found. Sets of records are added up first; only the best are looked at one by one.
"""

from BTrees.IIBTree import difference
from BTrees.IIBTree import IIBucket
from BTrees.IIBTree import IISet
from BTrees.IIBTree import intersection
from BTrees.IIBTree import multiunion
from BTrees.IIBTree import union
from BTrees.IIBTree import weightedUnion
from collections.abc import Iterable
from functools import cached_property
from heapq import nlargest
from itertools import pairwise
from sonla.pbgdpl.core.catalog import lengths_by_record
from sonla.pbgdpl.core.catalog import total_length
from sonla.pbgdpl.core.catalog import words_by_record
from sonla.pbgdpl.core.vietnamese.terms import term_words
from sonla.pbgdpl.search.ranking import pattern_of
from sonla.pbgdpl.search.ranking import QueryWord
from sonla.pbgdpl.search.ranking import TextQuery
from sonla.pbgdpl.search.rules import TypedQuery
from sonla.pbgdpl.search.thesaurus.rules import Expansion
from sonla.pbgdpl.search.thesaurus.rules import Understood
from typing import Any

import re

FEW = 5
"""So many texts with all words make it needless to look for those with most of them."""

ENOUGH = 0.45
"""What a text must have of a query, by the rarity of its words."""

FILLER = 0.1
OTHER_ACCENTS = 0.5
SIDE_BY_SIDE = 0.5
"""What a filler, a word in other accents, and two words in their order count, of 1."""

MAX_CANDIDATES = 1000
"""Records in which one phrase of the thesaurus is looked for."""

MAX_FOUND = 100
"""Texts that are found by nearness: more would be noise."""

MAX_REFINED = 40
"""Of them those that are looked at one by one: two pages."""

UNIT = 1000
"""Sets of records add up whole numbers."""


class NearTexts:
    """Find texts near a query among some records."""

    def __init__(self, query: TextQuery, typed: TypedQuery, sense: Understood) -> None:
        self.query = query
        self.typed = typed
        self.sense = sense

    @cached_property
    def words(self) -> dict[str, tuple[QueryWord, float]]:
        """The words typed, with what each counts; one that no text has, as the commonest."""
        known = {word: self.query.look_up(word) for word in self.typed.plain}
        rarities = {
            word: self.query.rarity(one)
            for word, one in known.items()
            if self.query.holding(one)
        }
        least = min(rarities.values(), default=1.0)
        fillers = {self.typed.plain[at] for at in self.typed.fillers}
        return {
            word: (
                one,
                rarities.get(word, least) * (FILLER if word in fillers else 1.0),
            )
            for word, one in known.items()
        }

    @cached_property
    def whole(self) -> float:
        """What a text counts that holds all words as they were typed."""
        return sum(count for _word, count in self.words.values()) or 1.0

    @cached_property
    def phrases(self) -> list[tuple[list[QueryWord], float, Expansion]]:
        """The terms of the thesaurus whose words are known, with what they replace counts."""
        found = []
        for one in self.sense.expansions:
            replaced = set(self.typed.plain[one.start : one.end])
            count = sum(max(self.words[word][1], FILLER) for word in replaced)
            for phrase in one.phrases:
                sought = [self.query.look_up(word) for word in term_words(phrase)]
                if sought and all(word.exact for word in sought):
                    found.append((sought, count, one))
        return found

    def find(self, visible: IISet, literal: IISet) -> dict[int, float]:
        """Return the nearness of the best records that do not hold all words."""
        few = len(literal) < FEW
        others = difference(visible, literal)
        said = self._said_otherwise(others, few)
        base = multiunion([found for found, _count in said])
        if few:
            base = union(base, intersection(others, self._necessary))
        total = IIBucket()
        for found, count in said:
            total = weightedUnion(total, found, 1, int(UNIT * count))[1]
        for word, count in self.words.values() if base else ():
            exact = intersection(base, self.query.exactly(word))
            total = weightedUnion(total, exact, 1, int(UNIT * count))[1]
            if word.exact != word.loose:
                loose = difference(intersection(base, self.query.holding(word)), exact)
                part = int(UNIT * count * OTHER_ACCENTS)
                total = weightedUnion(total, loose, 1, part)[1]
        least = int(UNIT * self.whole * ENOUGH)
        enough = ((n, record) for record, n in total.items() if n >= least)
        return self._in_order(nlargest(MAX_FOUND, enough))

    @property
    def _necessary(self) -> IISet:
        """The records with one of those words without which nothing is near enough."""
        left, sets = self.whole * (1 - ENOUGH), []
        for word, count in sorted(self.words.values(), key=lambda one: -one[1]):
            if left >= 0:
                sets.append(self.query.holding(word))
                left -= count
        return multiunion(sets)

    def _in_order(self, best: list[tuple[int, int]]) -> dict[int, float]:
        """Look at the best one by one; the others come after them, as they are."""
        found = self.scores(record for _n, record in best[:MAX_REFINED])
        least = min(found.values(), default=0.0)
        for n, record in best[MAX_REFINED:]:
            found[record] = least * n / (n + UNIT * self.whole)
        return found

    def _said_otherwise(self, others: IISet, few: bool) -> list[tuple[IISet, float]]:
        """List the records of each concept's terms, with what the concept counts."""
        by_concept: dict[str, list[IISet]] = {}
        counts: dict[str, float] = {}
        for sought, count, expansion in self.phrases:
            if few or expansion.adds_hits:
                found = self.query.holding_in_order(sought, others, MAX_CANDIDATES)
                by_concept.setdefault(expansion.concept.key, []).append(found)
                counts[expansion.concept.key] = count
        return [(multiunion(sets), counts[key]) for key, sets in by_concept.items()]

    def scores(self, records: Iterable[int]) -> dict[int, float]:
        """Return how near each record is, with the order of words and how often they stand.

        1 for what holds all words once, as typed and in order, in a text of common length.
        """
        lengths = lengths_by_record(self.query.index)
        mean = total_length(self.query.index) / (self.query.index.document_count() or 1)
        found = {}
        for record in records:
            norm = 0.3 + 0.7 * lengths[record] / (mean or 1.0)
            found[record] = self._score(record, norm) / self.whole
        return found

    def _score(self, record: int, norm: float) -> float:
        stored = words_by_record(self.query.index)[record]
        total = 0.0
        for exact, loose, count in self._postings:
            often = sum(found.get(record) or 0 for found in exact)
            often += OTHER_ACCENTS * sum(found.get(record) or 0 for found in loose)
            total += count * saturated(often, norm)
        for pattern, count in self._pairs:
            if pattern.search(stored):
                total += count * SIDE_BY_SIDE
        said: dict[str, float] = {}
        for pattern, count, key in self._patterns:
            often = len(pattern.findall(stored))
            if often:
                part = count * (saturated(often, norm) + SIDE_BY_SIDE)
                said[key] = max(said.get(key, 0.0), part)
        return total + sum(said.values())

    @cached_property
    def _postings(self) -> list[tuple[list[Any], list[Any], float]]:
        """For each word its postings as typed, those in other accents, and what it counts."""
        return [
            (*self.query.postings(word), count) for word, count in self.words.values()
        ]

    @cached_property
    def _pairs(self) -> list[tuple[re.Pattern[str], float]]:
        """The pairs of words as they follow each other, with what each counts."""
        found = []
        for one, other in pairwise(self.typed.plain):
            (first, count), (second, more) = self.words[one], self.words[other]
            if first.exact and second.exact:
                found.append((pattern_of((first, second)), min(count, more)))
        return found

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], float, str]]:
        return [
            (pattern_of(sought), count * one.concept.weight, one.concept.key)
            for sought, count, one in self.phrases
        ]


def saturated(often: float, norm: float) -> float:
    """Return what words that stand somewhere several times count, as BM25 has it."""
    return 2.2 * often / (often + 1.2 * norm) if often else 0.0
