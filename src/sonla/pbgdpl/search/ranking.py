"""Find and rank texts by whole Vietnamese syllables.

A word without accents stands for each of its spellings, a word with accents
finds all of them too but prefers itself: `bán` comes before `bạn`. The stages
are: words → records that hold all of them → narrowed by the caller → ranked.

Reads the postings of the `pbgdpl_text` index directly. Its own query parser
would need an operator for each spelling, would count frequencies for records
that are narrowed away, and fails on a stray quote; there is nothing to parse
here, so nothing can be mistyped.
"""

from BTrees.IIBTree import difference
from BTrees.IIBTree import IIBucket
from BTrees.IIBTree import IISet
from BTrees.IIBTree import intersection
from BTrees.IIBTree import multiunion
from BTrees.IIBTree import weightedIntersection
from BTrees.IIBTree import weightedUnion
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest
from math import log
from Products.ZCTextIndex import WidCode
from sonla.pbgdpl.core.catalog import lengths_by_record
from sonla.pbgdpl.core.catalog import records_by_word
from sonla.pbgdpl.core.catalog import total_length
from sonla.pbgdpl.core.catalog import words_by_record
from sonla.pbgdpl.core.vietnamese.words import agrees
from sonla.pbgdpl.core.vietnamese.words import canonical_word
from sonla.pbgdpl.core.vietnamese.words import fold_word
from sonla.pbgdpl.core.vietnamese.words import other_i
from sonla.pbgdpl.core.vietnamese.words import spellings
from sonla.pbgdpl.core.vietnamese.words import words
from typing import Any

import re

MAX_WORDS = 20
"""Words of a query that count; a pasted page must not keep the server busy."""

PHRASE_CANDIDATES = 400
"""Records whose word order is compared when every spelling is meant.

A phrase with accents is compared in all records that hold its words: it must
come first. One without is only a hint, so the best-ranked records suffice.
"""

REFINED = 200
"""Records of a tier that are ordered by BM25, ten pages of them."""

K1, B = 1.2, 0.75
"""Free parameters of BM25, as in Products.ZCTextIndex."""


@dataclass(frozen=True)
class QueryWord:
    """One word of a query and the ids under which the lexicon has it."""

    folded: str
    loose: tuple[int, ...]
    """Every spelling that folds alike."""
    exact: tuple[int, ...]
    """The spelling typed; all that it may mean where accents were left out."""


class TextQuery:
    """Look up one query in the text index."""

    def __init__(self, index: Any, text: str) -> None:
        self.index = index.index
        self.lexicon = index.getLexicon()
        self.words = self._parse(text)

    def __bool__(self) -> bool:
        """Return whether there is a word to look for."""
        return bool(self.words)

    @cached_property
    def records(self) -> IISet:
        """The records that hold every word in some spelling."""
        sets = [self._union(word.loose) for word in self.words]
        return _intersect(sets)

    def missing_words(self) -> list[str]:
        """List the words, folded, that no text holds."""
        return [word.folded for word in self.words if not self._union(word.loose)]

    def holding(self, word: QueryWord) -> IISet:
        """Return the records that hold one of the words in some spelling."""
        return self._union(word.loose)

    def rank(self, records: IISet, count: int) -> list[int]:
        """Return the best `count` of records that all hold the words, best first.

        Tiers: the words as typed in their order; all words as typed; the others.
        Within a tier all records are ordered roughly, the best again by BM25.
        """
        exact = self._holding_exact(records)
        phrase = self._holding_phrase(exact)
        best: list[int] = []
        for tier in (phrase, difference(exact, phrase), difference(records, exact)):
            if len(best) < count:
                best += self._order(tier, count - len(best))
        return best

    def _order(self, records: IISet, count: int) -> list[int]:
        rough = highest(self._rough(records), max(count, REFINED))
        scores = self._bm25(rough[:REFINED])
        best = sorted(scores, key=scores.__getitem__, reverse=True)
        return (best + rough[REFINED:])[:count]

    def _rough(self, records: IISet) -> IIBucket:
        """Score by frequency alone, at the speed of set operations.

        A word counts by how rare it is, relative to the others.
        """
        total = IIBucket()
        for word in self.words:
            found = self._postings(word.loose)
            weight = max(1, int(100 * self._rarity(found)))
            for postings in found:
                held = weightedIntersection(records, _mapping(postings), 0, weight)[1]
                total = weightedUnion(total, held)[1]
        return total

    def _parse(self, text: str) -> list[QueryWord]:
        typed = list(dict.fromkeys(words(text)))[:MAX_WORDS]
        return [self.look_up(word) for word in typed]

    def look_up(self, word: str) -> QueryWord:
        """Look up a word, which need not be one of the query."""
        folded, canonical = fold_word(word), canonical_word(word)
        meant = dict.fromkeys((canonical, other_i(canonical)))
        forms = (form for one in meant for form in (*spellings(fold_word(one)), one))
        known = {form: wid for form in forms if (wid := self.lexicon.get_wid(form))}
        loose = tuple(known.values())
        if canonical == folded:
            return QueryWord(folded, loose, loose)
        exact = (w for form, w in known.items() if any(agrees(m, form) for m in meant))
        return QueryWord(folded, loose, tuple(exact))

    def exactly(self, word: QueryWord) -> IISet:
        """Return the records that hold a word as it was typed."""
        return self._union(word.exact)

    def rarity(self, word: QueryWord) -> float:
        """Return how much a word tells: the rarer it is, the more."""
        return self._rarity(self._postings(word.loose))

    def postings(self, word: QueryWord) -> tuple[list[Any], list[Any]]:
        """Return the postings of a word as it was typed, and those of its other spellings."""
        others = (wid for wid in word.loose if wid not in word.exact)
        return self._postings(word.exact), self._postings(others)

    def spelled(self, word: str) -> QueryWord:
        """Look up one spelling of a word and no other."""
        wid = self.lexicon.get_wid(word)
        wids = (wid,) if wid else ()
        return QueryWord(fold_word(word), wids, wids)

    def knows(self, word: str) -> bool:
        """Return whether some text holds a word, its accents as far as they are there."""
        known = self.look_up(word)
        return bool(known.exact) and bool(self.exactly(known))

    def holding_in_order(
        self, typed: Iterable[QueryWord], records: IISet | None = None, most: int = 0
    ) -> IISet:
        """Return the records that hold words side by side, as they were typed.

        Of more than `most` records that hold them somewhere, the last catalogued are
        looked at; 0 for all. Without `records` any may be among them.
        """
        sought = list(typed)
        sets = [self._union(word.exact) for word in sought]
        held = _intersect(sets if records is None else [records, *sets])
        if len(sought) < 2 or not held:
            return held
        candidates = list(held)[-most:]
        found, stored = pattern_of(sought).search, words_by_record(self.index)
        return IISet([record for record in candidates if found(stored[record])])

    def _postings(self, wids: Iterable[int]) -> list[Any]:
        """Return the maps of record → frequency of those words that some text holds."""
        known = records_by_word(self.index)
        found = (known.get(wid) for wid in wids)
        return [postings for postings in found if postings]

    def _union(self, wids: Iterable[int]) -> IISet:
        return multiunion([_mapping(found) for found in self._postings(wids)])

    def _rarity(self, found: list[Any]) -> float:
        """Return the inverse document frequency of a word with all its spellings."""
        holders = sum(map(len, found)) or 1
        return log(1 + self.index.document_count() / holders)

    def _bm25(self, records: Sequence[int]) -> dict[int, float]:
        scores = dict.fromkeys(records, 0.0)
        lengths = lengths_by_record(self.index)
        mean = total_length(self.index) / (self.index.document_count() or 1) or 1.0
        norm = {r: K1 * (1 - B + B * lengths[r] / mean) for r in records}
        for word in self.words:
            found = self._postings(word.loose)
            weight = (K1 + 1) * self._rarity(found)
            for postings in found:
                for record in records:
                    if frequency := postings.get(record):
                        part = weight * frequency / (frequency + norm[record])
                        scores[record] += part
        return scores

    def _holding_exact(self, records: IISet) -> IISet:
        sets = [self._union(w.exact) for w in self.words if w.exact != w.loose]
        return _intersect([records, *sets])

    def _holding_phrase(self, records: IISet) -> IISet:
        if len(self.words) < 2 or not records:
            return IISet() if len(self.words) > 1 else records
        if all(word.exact == word.loose for word in self.words):
            records = highest(self._rough(records), PHRASE_CANDIDATES)
        found, stored = pattern_of(self.words).search, words_by_record(self.index)
        return IISet([record for record in records if found(stored[record])])


def highest(values: Any, count: int) -> list[int]:
    """Return the `count` records of highest value, of equals the one catalogued last."""
    chosen = nlargest(count, zip(values.values(), values.keys(), strict=True))
    return [record for value, record in chosen]


def pattern_of(sought: Iterable[QueryWord]) -> re.Pattern[str]:
    """Make the pattern that finds words side by side in what the index has of a record."""
    return re.compile("".join(_alternatives(word.exact) for word in sought))


def _alternatives(wids: Iterable[int]) -> str:
    """Make a pattern of encoded word ids; each begins with a character above U+007F."""
    return "(?:" + "|".join(re.escape(WidCode.encode([wid])) for wid in wids) + ")"


def _mapping(postings: Any) -> Any:
    """Make a rare word's postings, which are a dict, fit for set operations."""
    return IIBucket(postings) if isinstance(postings, dict) else postings


def _intersect(sets: list[IISet]) -> IISet:
    sets = sorted(sets, key=len)
    if not sets:
        return IISet()
    result = sets[0]
    for other in sets[1:]:
        result = intersection(result, other)
    return result
