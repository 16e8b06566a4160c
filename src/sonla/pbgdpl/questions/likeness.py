"""How much two questions have in common: words that tell something, alone and in pairs.

Most Vietnamese words are two syllables written apart, so that single syllables coincide
by chance: `kết quả` is no `kết hôn`. What two texts share is therefore weighed by pairs of
neighbours, too, and without one common pair they are strangers.
"""

from collections import defaultdict
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from sonla.pbgdpl.core.vietnamese.words import canonical_word
from sonla.pbgdpl.core.vietnamese.words import fold_word
from sonla.pbgdpl.core.vietnamese.words import words
from typing import TypeAlias

OTHER_ACCENTS = 0.4
"""What a word with other accents counts: `bạn` for `bán`; with none it counts whole."""

LENGTHS = (3, 2, 1)
"""Words of an entry of the data, the longest first."""

Entry: TypeAlias = tuple[str, ...]
Forms: TypeAlias = dict[str, set[str]]
Weigher: TypeAlias = Callable[[str], float]
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
class Words:
    """Hold a text as the words that tell something; None stands where others were."""

    sequence: tuple[str | None, ...]

    @classmethod
    def of(cls, text: str, most: int | None = None) -> "Words":
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


def shared_part(text: Words, other: Words, weigh: Weigher) -> float:
    """Return which part of a text, from 0 to 1, stands in another one, by what it tells."""
    whole = held = 0.0
    for folded, forms in text.singles.items():
        weight = weigh(folded)
        whole += weight
        held += weight * likeness(forms, other.singles.get(folded, ()))
    for key, pairs in text.pairs.items():
        weight = sum(map(weigh, key))
        whole += weight
        held += weight * max(
            (
                min(alike(a, c), alike(b, d))
                for a, b in pairs
                for c, d in other.pairs.get(key, ())
            ),
            default=0.0,
        )
    return held / whole if whole else 0.0


def have_common_pair(text: Words, other: Words) -> bool:
    """Return whether two texts share a pair of neighbours."""
    return any(
        alike(a, c) == alike(b, d) == 1.0
        for key, pairs in text.pairs.items()
        for a, b in pairs
        for c, d in other.pairs.get(key, ())
    )


def likeness(forms: set[str], others: set[str] | tuple[()]) -> float:
    """Return how alike the most alike of some spellings are."""
    return max((alike(one, two) for one in forms for two in others), default=0.0)


def alike(word: str, other: str) -> float:
    """Return how alike two words are that fold alike: accents may be there or left out."""
    if word == other or word.isascii() or other.isascii():
        return 1.0
    return OTHER_ACCENTS
