"""The rules of the thesaurus: everyday words for terms of the law.

A *concept* has the words that people say (lay terms) and those that law uses (legal terms).
`CompiledThesaurus` finds concepts in what was typed; the search finds the texts
that contain their terms. Nothing here reads a database.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from sonla.pbgdpl.core.vietnamese.terms import all_may_mean
from sonla.pbgdpl.core.vietnamese.terms import lookup_word
from sonla.pbgdpl.core.vietnamese.terms import term_key
from sonla.pbgdpl.core.vietnamese.terms import term_words

EQUIVALENT, BROADER, NARROWER, RELATED = "equivalent", "broader", "narrower", "related"
WEIGHTS = {EQUIVALENT: 0.7, BROADER: 0.5, NARROWER: 0.4, RELATED: 0.25}
"""Relation of the legal terms to the lay terms → what a legal term found counts, of 1."""

SAMPLE, IN_USE, OFF = "sample", "in-use", "off"
"""Shipped and not checked yet, but used; checked; not used."""

MAX_CONCEPTS = 3
MAX_PHRASES = 6
"""What one query is widened by at most."""


@dataclass(frozen=True)
class Concept:
    """One row of the thesaurus."""

    key: str
    label: str
    lay_terms: tuple[str, ...] = ()
    legal_terms: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    """Fields of law; the tokens of their list."""
    relation: str = EQUIVALENT
    whole_word_terms: tuple[str, ...] = ()
    """Of the lay terms, abbreviations: typed as one word."""
    accented_only_terms: tuple[str, ...] = ()
    """Of the lay terms, those that are other words without their accents."""
    hidden_terms: tuple[str, ...] = ()
    """Of the lay terms, those that match and are shown nowhere."""
    status: str = SAMPLE
    note: str = ""

    @property
    def weight(self) -> float:
        """What a term of the other kind counts, of 1."""
        return WEIGHTS.get(self.relation, 0.0)

    @property
    def shown_terms(self) -> tuple[str, ...]:
        """The lay terms that may be shown."""
        hidden = set(map(term_key, self.hidden_terms))
        return tuple(term for term in self.lay_terms if term_key(term) not in hidden)

    @property
    def names(self) -> tuple[str, ...]:
        """The legal terms with the concept's own name, unless that explains itself."""
        names = (*self.legal_terms, *([] if "(" in self.label else [self.label]))
        return tuple({term_key(name): name for name in names}.values())


@dataclass(frozen=True)
class Term:
    """A term as it is looked for."""

    words: tuple[str, ...]
    """Canonical."""
    concept: Concept
    is_lay: bool
    accented_only: bool = False
    hidden: bool = False

    @property
    def key(self) -> str:
        """What tells it from the other terms of its concept."""
        return " ".join(self.words)

    def matches(self, typed: Sequence[str]) -> bool:
        """Return whether canonical words that fold alike may mean this term."""
        return all_may_mean(typed, self.words, self.accented_only)


@dataclass(frozen=True)
class Match:
    """Terms of one place in a query; of several concepts where the words are ambiguous."""

    start: int
    end: int
    """Words `start` to `end` of the query, the last one excluded."""
    terms: tuple[Term, ...]

    @property
    def rank(self) -> tuple[int, float]:
        """What puts the best match first: its length, then its weight."""
        weights = [term.concept.weight for term in self.terms]
        return self.start - self.end, -max(weights)


@dataclass(frozen=True)
class Expansion:
    """Other words for a place of a query."""

    start: int
    end: int
    concept: Concept
    phrases: tuple[str, ...]
    hidden: bool
    """Whether the words typed are never shown."""

    @property
    def adds_hits(self) -> bool:
        """Whether texts are found by it however many hold the words typed."""
        return self.concept.relation != RELATED

    def overlaps(self, other: "Expansion") -> bool:
        """Return whether both stand for one word: `bị bắt` in `bị bắt nạt`."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Understood:
    """What the thesaurus makes of a query."""

    expansions: tuple[Expansion, ...] = ()
    branches: tuple[Concept, ...] = ()
    """Concepts among which ambiguous words don't choose."""


class CompiledThesaurus:
    """Find concepts in queries; made once for one state of the thesaurus."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts = tuple(one for one in concepts if one.status != OFF)
        self.terms: dict[tuple[str, ...], list[Term]] = {}
        for concept in self.concepts:
            for term in terms_of(concept):
                folded = tuple(map(lookup_word, term.words))
                self.terms.setdefault(folded, []).append(term)
        self.longest = max(map(len, self.terms), default=0)
        self.options: dict[int, str] = {}
        """What is made of the terms for one state of an index, kept by who makes it."""

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """Of each concept the lay term that may be suggested first."""
        first = (one.shown_terms[0] for one in self.concepts if one.shown_terms)
        return tuple(dict.fromkeys(first))

    def understand(
        self,
        typed: Sequence[str],
        fields: Iterable[str] = (),
        fixed: frozenset[int] = frozenset(),
    ) -> Understood:
        """Find what canonical words stand for.

        `fields` of law that were chosen switch off what has other fields. The words at the
        places of `fixed`, such as numbers, stand for themselves.
        """
        chosen = frozenset(fields)
        matches = sorted(self._matches(typed, fixed), key=lambda one: one.rank)
        found: list[Expansion] = []
        branches: dict[str, Concept] = {}
        left = MAX_PHRASES
        for match in matches:
            terms = _of_fields(match.terms, chosen)
            lay = {term.concept.key: term.concept for term in terms if term.is_lay}
            if len(lay) > 1:
                branches.update(lay)
            elif terms and left and len(found) < MAX_CONCEPTS:
                expansion = _expand(match, terms[0], left)
                if expansion.phrases:
                    found.append(expansion)
                    left -= len(expansion.phrases)
        certain = [one for one in found if one.adds_hits]
        kept = (
            one for one in found if one.adds_hits or not any(map(one.overlaps, certain))
        )
        return Understood(tuple(kept), tuple(branches.values()))

    def _matches(self, typed: Sequence[str], fixed: frozenset[int]) -> Iterator[Match]:
        """Yield the longest terms; one inside of a longer one says nothing."""
        keys = tuple(map(lookup_word, typed))
        taken: list[tuple[int, int]] = []
        for size in range(min(self.longest, len(typed)), 0, -1):
            for start in range(len(typed) - size + 1):
                end = start + size
                if fixed.intersection(range(start, end)):
                    continue
                if any(a <= start and end <= b for a, b in taken):
                    continue
                candidates = self.terms.get(keys[start:end], ())
                terms = tuple(
                    one for one in candidates if one.matches(typed[start:end])
                )
                if terms:
                    taken.append((start, end))
                    yield Match(start, end, terms)


def terms_of(concept: Concept) -> Iterator[Term]:
    """Yield the terms by which a concept is found in a query."""
    accented = set(map(term_key, concept.accented_only_terms))
    hidden = set(map(term_key, concept.hidden_terms))
    for text in concept.lay_terms:
        if found := term_words(text):
            key = term_key(text)
            yield Term(found, concept, True, key in accented, key in hidden)
    if concept.relation == EQUIVALENT:
        for text in concept.names:
            if found := term_words(text):
                yield Term(found, concept, False)


def _of_fields(terms: tuple[Term, ...], chosen: frozenset[str]) -> tuple[Term, ...]:
    if not chosen:
        return terms
    return tuple(
        term
        for term in terms
        if not term.concept.fields or chosen.intersection(term.concept.fields)
    )


def _expand(match: Match, term: Term, left: int) -> Expansion:
    """Return the same in the words of law; of a word of law, in those of people."""
    concept = term.concept
    others = concept.legal_terms if term.is_lay else concept.shown_terms
    typed = term_key(" ".join(term.words))
    phrases = [text for text in others if term_key(text) != typed]
    return Expansion(
        match.start, match.end, concept, tuple(phrases[:left]), term.hidden
    )
