"""Find questions that have much in common: words that tell something, alone and in pairs.

Most Vietnamese words are two syllables written apart, so that single syllables coincide
by chance: `kết quả` is no `kết hôn`. What two texts share is therefore weighed by pairs of
neighbours, too, and without one common pair they are not related.

Words that tell something → records that hold the rare ones among them → the questions
themselves, compared word by word: an answer of two pages holds nearly every word, so it is
what was asked that is compared, not what was answered.
"""

from BTrees.IIBTree import IISet
from BTrees.IIBTree import intersection
from collections import defaultdict
from collections.abc import Callable
from collections.abc import Container
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from functools import lru_cache
from importlib.resources import files
from itertools import islice
from itertools import pairwise
from math import log
from plone import api
from plone.uuid.interfaces import IUUID
from Products.CMFCore.indexing import processQueue
from sonla.pbgdpl.core.catalog import brains_by_record
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.catalog import record_ids
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.vietnamese.words import canonical_word
from sonla.pbgdpl.core.vietnamese.words import fold_word
from sonla.pbgdpl.core.vietnamese.words import words
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.questions.rules import PUBLISHED
from sonla.pbgdpl.search.own_index import INDEX
from sonla.pbgdpl.search.ranking import MAX_WORDS as MAX_QUERY_LENGTH
from sonla.pbgdpl.search.ranking import TextQuery
from typing import Any
from typing import TypeAlias

OTHER_ACCENTS = 0.4
"""What a word with other accents counts: `bạn` for `bán`; with none it counts whole."""

LENGTHS = (3, 2, 1)
"""Words of an entry of the data, the longest first."""

Entry: TypeAlias = tuple[str, ...]
Forms: TypeAlias = dict[str, set[str]]
WordWeight: TypeAlias = Callable[[str], float]
"""From a folded word to what it tells."""


@lru_cache(maxsize=1)
def common_words() -> tuple[frozenset[Entry], frozenset[Entry]]:
    """Return what says nothing of the matter, in texts with accents and in those without."""
    text = files(__package__) / "data/common-words.txt"
    accented, _section, plain = text.read_text("utf-8").partition("[plain]")
    return read_entries(accented), read_entries(plain)


def read_entries(text: str) -> frozenset[Entry]:
    """Read entries, one a line, as `canonical_word` spells their words."""
    lines = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return frozenset(tuple(map(canonical_word, line)) for line in lines if line)


def without_common(sequence: Sequence[str]) -> Iterator[str | None]:
    """Yield the words that tell something, and None for each entry that does not."""
    entries = common_words()[all(word.isascii() for word in sequence)]
    at = 0
    while at < len(sequence):
        length = next(
            (n for n in LENGTHS if tuple(sequence[at : at + n]) in entries), 0
        )
        yield None if length else sequence[at]
        at += length or 1


@dataclass(frozen=True)
class WordForms:
    """A text as the words that tell something; None stands where others were."""

    sequence: tuple[str | None, ...]

    @classmethod
    def of(cls, text: str, most: int | None = None) -> "WordForms":
        """Read a text, or its first `most` words that tell something."""
        sequence = [canonical_word(word) for word in words(text)]
        found: list[str | None] = []
        left = len(sequence) if most is None else most
        for word in without_common(sequence):
            left -= word is not None
            if left < 0:
                break
            found.append(word)
        return cls(tuple(found))

    @cached_property
    def singles(self) -> Forms:
        """Mapping of each folded word to the spellings in which it stands here."""
        forms: Forms = defaultdict(set)
        for word in filter(None, self.sequence):
            forms[fold_word(word)].add(word)
        return dict(forms)

    @cached_property
    def pairs(self) -> dict[tuple[str, str], set[tuple[str, str]]]:
        """Mapping of neighbours likewise."""
        forms = defaultdict(set)
        for one, other in pairwise(self.sequence):
            if one and other:
                forms[fold_word(one), fold_word(other)].add((one, other))
        return dict(forms)


def shared_part(text: WordForms, other: WordForms, weight_of: WordWeight) -> float:
    """Return which part of a text, from 0 to 1, stands in another one, by what it tells."""
    whole = held = 0.0
    for folded, forms in text.singles.items():
        weight = weight_of(folded)
        whole += weight
        held += weight * similarity(forms, other.singles.get(folded, ()))
    for key, pairs in text.pairs.items():
        weight = sum(map(weight_of, key))
        whole += weight
        held += weight * max(
            (
                min(word_similarity(a, c), word_similarity(b, d))
                for a, b in pairs
                for c, d in other.pairs.get(key, ())
            ),
            default=0.0,
        )
    return held / whole if whole else 0.0


def have_common_pair(text: WordForms, other: WordForms) -> bool:
    """Return whether two texts share a pair of neighbours."""
    return any(
        word_similarity(a, c) == word_similarity(b, d) == 1.0
        for key, pairs in text.pairs.items()
        for a, b in pairs
        for c, d in other.pairs.get(key, ())
    )


def similarity(forms: set[str], others: set[str] | tuple[()]) -> float:
    """Return how alike the most alike of some spellings are."""
    return max(
        (word_similarity(one, two) for one in forms for two in others), default=0.0
    )


def word_similarity(word: str, other: str) -> float:
    """Return how alike two words are that fold alike: accents may be there or left out."""
    if word == other or word.isascii() or other.isascii():
        return 1.0
    return OTHER_ACCENTS


MAX_SUGGESTIONS = 5
MAX_WORDS = 60
"""Words of the question that are looked at; many people tell their story first."""
CANDIDATES = 30
"""Questions that are compared word by word."""
MIN_SHARE_OF_QUESTION = 0.5
"""Part of a short question that a related one must hold."""
MIN_SHARE_OF_LONG = 0.35
"""Part of one with more than `SHORT` words: people tell a long story each in their way."""
SHORT = 10
MIN_SHARE_OF_TITLE = 0.65
"""Or: part of the title of a related question that must stand in what is asked."""


def related(
    section: Any,
    text: str,
    most: int = MAX_SUGGESTIONS,
    states: tuple[str, ...] = (PUBLISHED,),
    without: Container[str] = (),
) -> Iterator[Any]:
    """Yield questions of a section that the user may see, the closest first; public ones.

    Those whose UID is in `without` are left out.
    """
    asked = WordForms.of(text, MAX_WORDS)
    catalog = api.portal.get_tool("portal_catalog")
    if not asked.pairs or INDEX not in catalog.indexes():
        return
    processQueue()
    seen = record_ids(
        catalog.searchResults(
            path=path_of(section), portal_type=QUESTION_TYPE, review_state=list(states)
        )
    )
    rarity, best = candidates(catalog, seen, asked)
    brains = brains_by_record(catalog)
    scores = {}
    for rid in best:
        for question in load_objects([brains[rid].__of__(catalog)]):
            score = closeness(asked, question, rarity)
            if score and IUUID(question) not in without:
                scores[rid] = (score, question)
    for rid in sorted(scores, key=lambda rid: (-scores[rid][0], -rid))[:most]:
        yield scores[rid][1]


def batched(names: Iterable[str], size: int) -> Iterator[list[str]]:
    """Cut names into lists of a size; `itertools.batched` is younger than our Python."""
    left = iter(names)
    while some := list(islice(left, size)):
        yield some


def candidates(
    catalog: Any, seen: IISet, asked: WordForms
) -> tuple[dict[str, float], list[int]]:
    """Weigh the words by how rare they are; return the records that hold most of them."""
    index = get_index(catalog, INDEX)
    rarity: dict[str, float] = {}
    scores: defaultdict[int, float] = defaultdict(float)
    for some in batched(asked.singles, MAX_QUERY_LENGTH):
        query = TextQuery(index, " ".join(some))
        for word in query.words:
            held = intersection(seen, query.holding(word))
            rarity[word.folded] = log(1 + len(seen) / (1 + len(held)))
            for rid in held:
                scores[rid] += rarity[word.folded]
    best = sorted(scores, key=lambda rid: (-scores[rid], -rid))[:CANDIDATES]
    return rarity, best


def closeness(asked: WordForms, question: Any, rarity: dict[str, float]) -> float:
    """Return how close a question is to what is asked, from 0 to 1; 0 for not at all."""
    title = WordForms.of(stored_value(question, "title") or "")
    words = WordForms.of(
        f"{stored_value(question, 'title')}\n{stored_value(question, 'question')}"
    )
    if not have_common_pair(asked, words):
        return 0.0
    of_asked = shared_part(asked, words, lambda word: rarity.get(word, 1.0))
    of_title = shared_part(title, asked, lambda word: 1.0)
    least = MIN_SHARE_OF_QUESTION if len(asked.singles) <= SHORT else MIN_SHARE_OF_LONG
    if of_asked < least and of_title < MIN_SHARE_OF_TITLE:
        return 0.0
    return max(of_asked, of_title)
