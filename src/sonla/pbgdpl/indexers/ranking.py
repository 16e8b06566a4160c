"""Find and rank texts by whole Vietnamese syllables.

A word without accents stands for each of its spellings, a word with accents
finds all of them too but prefers itself: `bán` comes before `bạn`. The stages
are: words → records that hold all of them → narrowed by the caller → ranked.

Reads the postings of the `pbgdpl_text` index directly. Its own query parser
would need an operator for each spelling, would count frequencies for records
that are narrowed away, and fails on a stray quote; there is nothing to parse
here, so nothing can be mistyped.
"""

from BTrees.IIBTree import IISet
from BTrees.IIBTree import intersection
from BTrees.IIBTree import multiunion
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from Products.ZCTextIndex import WidCode
from sonla.pbgdpl.indexers.vietnamese import canonical_word
from sonla.pbgdpl.indexers.vietnamese import fold_word
from sonla.pbgdpl.indexers.vietnamese import spellings
from sonla.pbgdpl.indexers.vietnamese import words
from typing import Any

import re

MOST_WORDS = 20
"""Words of a query that count; a pasted page must not keep the server busy."""

PHRASE_CANDIDATES = 400
"""Records whose word order is compared when every spelling is meant.

A phrase with accents is compared in all records that hold its words: it must
come first. One without is only a hint, so the best-ranked records suffice.
"""

TIER = 1 << 20
"""Above each BM25 score in thousandths: whole tiers apart, never mixed."""

K1, B = 1.2, 0.75
"""Free parameters of BM25, as in Products.ZCTextIndex."""


@dataclass(frozen=True)
class QueryWord:
    """Hold one word of a query and the ids under which the lexicon has it."""

    folded: str
    loose: tuple[int, ...]
    """Every spelling that folds alike."""
    exact: tuple[int, ...]
    """The spelling typed, or all of them when it was typed without accents."""


class TextQuery:
    """Look up one query in the text index."""

    def __init__(self, index: Any, text: str) -> None:
        self.index = index.index
        self.lexicon = index.getLexicon()
        self.words = self._parse(text)

    def __bool__(self) -> bool:
        """Tell whether there is a word to look for."""
        return bool(self.words)

    @cached_property
    def records(self) -> IISet:
        """Give the records that hold every word in some spelling."""
        sets = [self._union(word.loose) for word in self.words]
        return _intersect(sets)

    def missing_words(self) -> list[str]:
        """List the words, folded, that no text holds."""
        return [word.folded for word in self.words if not self._union(word.loose)]

    def rank(self, records: Iterable[int]) -> dict[int, int]:
        """Score records, which all hold the words: higher is better.

        Thousandths of BM25, plus `TIER` for all words as typed, plus another for
        the words as typed in their order.
        """
        scores = self._bm25(records)
        exact = self._holding_exact(scores)
        for record in exact:
            scores[record] += TIER
        if len(self.words) > 1:
            for record in self._holding_phrase(exact, scores):
                scores[record] += TIER
        return scores

    def _parse(self, text: str) -> list[QueryWord]:
        typed = list(dict.fromkeys(words(text)))[:MOST_WORDS]
        return [self._look_up(word) for word in typed]

    def _look_up(self, word: str) -> QueryWord:
        folded, canonical = fold_word(word), canonical_word(word)
        forms = dict.fromkeys((*spellings(folded), canonical))
        known = {form: wid for form in forms if (wid := self.lexicon.get_wid(form))}
        loose = tuple(known.values())
        if canonical == folded:
            return QueryWord(folded, loose, loose)
        return QueryWord(folded, loose, tuple(filter(None, [known.get(canonical)])))

    def _postings(self, wids: Iterable[int]) -> list[Any]:
        """Give the maps of record → frequency of those words that some text holds."""
        found = (self.index._wordinfo.get(wid) for wid in wids)
        return [postings for postings in found if postings]

    def _union(self, wids: Iterable[int]) -> IISet:
        # A rare word's postings are a dict, which set operations don't take.
        return multiunion(
            [
                IISet(postings) if isinstance(postings, dict) else postings
                for postings in self._postings(wids)
            ]
        )

    def _bm25(self, records: Iterable[int]) -> dict[int, int]:
        scores = dict.fromkeys(records, 0)
        if not scores:
            return scores
        count = float(self.index.document_count())
        lengths = self.index._docweight
        mean = self.index._totaldoclen() / count or 1.0
        norm = {r: K1 * (1 - B + B * lengths[r] / mean) for r in scores}
        for word in self.words:
            found = self._postings(word.loose)
            holders = sum(map(len, found)) or 1
            weight = 1000 * (K1 + 1) * log(1 + count / holders)
            for postings in found:
                for record, frequency in postings.items():
                    if record in scores:
                        scores[record] += int(
                            weight * frequency / (frequency + norm[record])
                        )
        return scores

    def _holding_exact(self, scores: dict[int, int]) -> list[int]:
        if all(word.exact == word.loose for word in self.words):
            return list(scores)
        sets = [
            self._union(word.exact)
            for word in self.words
            if word.exact != word.loose
        ]
        return [record for record in _intersect(sets) if record in scores]

    def _holding_phrase(
        self, exact: Sequence[int], scores: dict[int, int]
    ) -> list[int]:
        if not exact:
            return []
        if all(word.exact == word.loose for word in self.words):
            exact = sorted(exact, key=scores.__getitem__, reverse=True)
            exact = exact[:PHRASE_CANDIDATES]
        pattern = re.compile(
            "".join(_alternatives(word.exact) for word in self.words), re.S
        )
        found, stored = pattern.search, self.index._docwords
        return [record for record in exact if found(stored[record])]


def _alternatives(wids: Iterable[int]) -> str:
    """Make a pattern of encoded word ids; each begins with a character above U+007F."""
    return "(?:" + "|".join(re.escape(WidCode.encode([wid])) for wid in wids) + ")"


def _intersect(sets: list[IISet]) -> IISet:
    sets = sorted(sets, key=len)
    if not sets:
        return IISet()
    result = sets[0]
    for other in sets[1:]:
        result = intersection(result, other)
    return result
