"""Suggest what a query may have been meant to be, from words that the index holds.

Asked only when few texts hold what was typed. A word is exchanged for another only where
that stands beside its neighbour in some text; so each suggestion is a phrase of the index.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from sonla.pbgdpl.core.vietnamese.folding import fold_name
from sonla.pbgdpl.core.vietnamese.slips import decoded_telex
from sonla.pbgdpl.core.vietnamese.slips import decoded_vni
from sonla.pbgdpl.core.vietnamese.slips import is_possible
from sonla.pbgdpl.core.vietnamese.slips import likely_meant
from sonla.pbgdpl.core.vietnamese.slips import mistyped
from sonla.pbgdpl.core.vietnamese.slips import sounding_alike
from sonla.pbgdpl.core.vietnamese.words import canonical_word
from sonla.pbgdpl.core.vietnamese.words import fold_word
from sonla.pbgdpl.core.vietnamese.words import is_syllable
from sonla.pbgdpl.core.vietnamese.words import spellings
from sonla.pbgdpl.core.vietnamese.words import usual_spelling
from sonla.pbgdpl.search.ranking import QueryWord
from sonla.pbgdpl.search.ranking import TextQuery
from sonla.pbgdpl.search.rules import TypedQuery
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import all_terms

MAX_SUGGESTIONS = 3
MAX_CHECKS = 150
"""Pairs of words that are looked up in the index for one query."""

MAX_CANDIDATES = 300
"""Texts in which a pair of words is looked for."""

MIN_LETTERS = 3
"""Of a word that may be mistyped."""

MIN_MENDED = 2
"""Letters of a word for which another one may be meant: one letter may be anything."""

MAX_SYLLABLES = 6
MAX_JOINED_LETTERS = 30
MAX_SPLITS = 12
"""Of words that were written as one."""


@dataclass(frozen=True)
class Suggestion:
    """Other words for a query."""

    text: str
    certain: bool
    """Whether what was typed is no word at all, and this the only thing it can be."""


class Speller:
    """Look for words that were meant."""

    def __init__(self, query: TextQuery, typed: TypedQuery) -> None:
        self.query = query
        self.typed = typed
        self.checks = 0

    def suggestions(self) -> list[Suggestion]:
        """List what may have been meant, the likeliest first."""
        found: dict[str, Suggestion] = {}
        decoded = self._decoded()
        if decoded is not None:
            found[decoded.text] = decoded
        else:
            for one in islice(self._exchanged(), MAX_SUGGESTIONS):
                found.setdefault(one.text, one)
        return list(found.values())

    def _decoded(self) -> Suggestion | None:
        """Mend all words that are no words and can be read in one way only."""
        words, changed = [], False
        for at, word in enumerate(self.typed.plain):
            meant = "" if self._is_settled(at) else self._read_otherwise(word)
            words.append(meant or word)
            changed = changed or bool(meant)
        return Suggestion(_written(words), True) if changed else None

    def _is_settled(self, at: int) -> bool:
        """Return whether the word at a place is a number, quoted, or known as it stands."""
        return at in self.typed.fixed or self.query.knows(self.typed.plain[at])

    def _read_otherwise(self, word: str) -> str:
        """Return the word that an unknown one is without keys left over, or split; or nothing."""
        for meant in (decoded_telex(word), decoded_vni(word)):
            if meant and self.query.knows(meant := canonical_word(meant)):
                return meant
        folded = fold_word(word)
        if not is_syllable(folded):
            splits = list(self._splits(folded))
            return " ".join(splits[0]) if len(splits) == 1 else ""
        return ""

    def _splits(self, joined: str) -> Iterator[tuple[str, ...]]:
        """Yield the ways to part a word into words that stand side by side in some text."""
        if len(joined) > MAX_JOINED_LETTERS:
            return
        for words in islice(self._syllables(joined, MAX_SYLLABLES), MAX_SPLITS):
            sought = [self.query.look_up(word) for word in words]
            if self._stand_together(sought):
                yield words

    def _syllables(self, letters: str, most: int) -> Iterator[tuple[str, ...]]:
        if not letters:
            yield ()
            return
        for end in range(min(7, len(letters)), 1, -1) if most else ():
            word = letters[:end]
            if is_syllable(word) and self.query.knows(word):
                for rest in self._syllables(letters[end:], most - 1):
                    yield (word, *rest)

    def _exchanged(self) -> Iterator[Suggestion]:
        """Yield the query with one word, or the order of two, exchanged."""
        plain = self.typed.plain
        places = [at for at in range(len(plain)) if self._is_doubtful(at)]
        for kind, certain in (
            (likely_meant, True),
            (sounding_alike, False),
            (mistyped, False),
        ):
            for at in places:
                folded = fold_word(plain[at])
                if kind is mistyped and len(folded) < MIN_LETTERS:
                    continue
                is_unknown = not self.query.knows(plain[at])
                options = list(self._fitting(at, kind(folded)))
                alone = certain and is_unknown and len(options) == 1
                for meant in options:
                    yield Suggestion(_joined(plain, at, meant), alone)
        for at in range(len(plain) - 1):
            if at in places or at + 1 in places:
                turned = (*plain[:at], plain[at + 1], plain[at], *plain[at + 2 :])
                pair = [self.query.look_up(word) for word in turned[at : at + 2]]
                if self._stand_together(pair):
                    yield Suggestion(_written(turned), False)

    def _is_doubtful(self, at: int) -> bool:
        """Return whether a word stands beside none of its neighbours in any text."""
        plain = self.typed.plain
        if at in self.typed.fixed or at in self.typed.fillers:
            return False
        if len(plain[at]) < MIN_MENDED:
            return False
        for start in (at - 1, at):
            pair = plain[start : start + 2] if start >= 0 else ()
            if len(pair) < 2:
                continue
            if f" {' '.join(map(fold_word, pair))} " in self._names:
                return False
            if self._stand_together([self.query.look_up(word) for word in pair]):
                return False
        return len(plain) > 1 or not self.query.knows(plain[at])

    @cached_property
    def _names(self) -> str:
        """The names of administrative units, folded, in which no word is mended."""
        return "".join(f" {fold_name(t.title)} |" for t in all_terms(TERRITORIES))

    def _fitting(self, at: int, candidates: Iterable[str]) -> Iterator[str]:
        """Yield the spellings of folded words that stand beside a neighbour in some text."""
        plain = self.typed.plain
        for folded in dict.fromkeys(candidates):
            if not is_possible(folded):
                continue
            known = self.query.look_up(folded)
            if not known.loose or not self.query.holding(known):
                continue
            meant = (
                self._commonest(folded, plain[0])
                if len(plain) == 1
                else self._beside(at, folded, known)
            )
            if meant:
                yield meant

    def _commonest(self, folded: str, typed: str) -> str:
        """Return the spelling of a word that most texts have, for one that was accented."""
        if typed.isascii():
            return folded
        spelled, exactly = self.query.spelled, self.query.exactly
        return max(spellings(folded), key=lambda one: len(exactly(spelled(one))))

    def _beside(self, at: int, folded: str, known: QueryWord) -> str:
        """Return the spelling of a word that stands beside a neighbour; nothing for none."""
        plain = self.typed.plain
        for other in self._neighbours(at):
            neighbour = self.query.look_up(plain[other])
            pair = (known, neighbour) if other > at else (neighbour, known)
            if not self._stand_together(pair):
                continue
            if all(word.isascii() for word in plain):
                return folded
            for spelled in spellings(folded):
                one = self.query.spelled(spelled)
                pair = (one, neighbour) if other > at else (neighbour, one)
                if self._stand_together(pair):
                    return spelled
        return ""

    def _neighbours(self, at: int) -> list[int]:
        """Return the places beside a word; fillers only where it has no others and is unknown."""
        plain = self.typed.plain
        beside = [other for other in (at + 1, at - 1) if 0 <= other < len(plain)]
        significant = [other for other in beside if other not in self.typed.fillers]
        return significant or ([] if self.query.knows(plain[at]) else beside)

    def _stand_together(self, sought: Iterable[QueryWord]) -> bool:
        """Return whether some text holds words side by side; no, after too many questions."""
        sought = list(sought)
        if not all(word.exact for word in sought) or self.checks >= MAX_CHECKS:
            return False
        self.checks += 1
        return bool(self.query.holding_in_order(sought, None, MAX_CANDIDATES))


def _joined(plain: tuple[str, ...], at: int, meant: str) -> str:
    return _written((*plain[:at], meant, *plain[at + 1 :]))


def _written(plain: Iterable[str]) -> str:
    """Write canonical words as books do."""
    return " ".join(usual_spelling(part) for word in plain for part in word.split())
