"""What a word that was typed may mean: as messages write, as keys were left over, as some speakers hear."""

from dataclasses import dataclass
from functools import cached_property
from functools import lru_cache
from sonla.pbgdpl.core.vietnamese.slips import decoded_telex
from sonla.pbgdpl.core.vietnamese.slips import decoded_vni
from sonla.pbgdpl.core.vietnamese.slips import heard_alike
from sonla.pbgdpl.core.vietnamese.slips import is_possible
from sonla.pbgdpl.core.vietnamese.slips import respelled
from sonla.pbgdpl.core.vietnamese.terms import lookup_word
from sonla.pbgdpl.core.vietnamese.terms import may_mean
from sonla.pbgdpl.core.vietnamese.words import canonical_word
from sonla.pbgdpl.core.vietnamese.words import fold_word
from sonla.pbgdpl.emergencies.phrases import shorthand

import re

MAX_LENGTH_OF_ONE_SLIP = 6
"""Alternatives among which a slip is forgiven: of more, one is met by chance."""
MIN_SLIP = 2
"""Letters of a word in which a slip is forgiven."""
Alternatives = dict[str, tuple[str, ...]]
"""The words of which one is enough, by how they are looked up."""

_DOUBLED = re.compile("aa|ee|oo")
"""Letters that no word has, but Telex and held keys."""
_HELD = re.compile(r"(\w)\1+")
"""A key that was held too long."""


@dataclass(frozen=True)
class Reading:
    """A word that may be meant by what was typed."""

    word: str
    """Canonical."""
    is_slip: bool = False
    """Whether what was typed is a word itself."""

    @cached_property
    def key(self) -> str:
        """How it is looked up."""
        return lookup_word(self.word)


@lru_cache(maxsize=16384)
def readings(typed: str) -> tuple[Reading, ...]:
    """List what a canonical word may mean, itself first.

    What can be no syllable is read as messages write: `sốg`, `gjet`, `zề`, and as keys of Telex
    and VNI that were left over. A syllable may stand for one that some speakers don't tell
    from it: `xạt` for `sạt`.
    """
    found = {typed: False}
    if typed in shorthand():
        found.setdefault(canonical_word(shorthand()[typed]), False)
    if is_possible(fold_word(typed)) and not _DOUBLED.search(typed):
        if len(typed) >= MIN_SLIP and not typed.isascii():
            for word in heard_alike(typed):
                found.setdefault(word, True)
    else:
        held = _HELD.sub(r"\1", typed)
        decoded = (decoded_telex(typed), decoded_vni(typed), held)
        for word in (*respelled(typed), *map(canonical_word, filter(None, decoded))):
            found.setdefault(word, False)
    return tuple(Reading(word, is_slip) for word, is_slip in found.items())


@dataclass(frozen=True)
class TypedWord:
    """A word that was typed, with all that it may mean."""

    options: tuple[Reading, ...]
    keys: frozenset[str]

    def cost(self, token: Alternatives, accented: bool) -> int | None:
        """Return how many slips make it one of the words that are looked for; None for none."""
        if self.keys.isdisjoint(token):
            return None
        slip = None
        for option in self.options:
            for meant in token.get(option.key, ()):
                if may_mean(option.word, meant, accented or option.is_slip):
                    if not option.is_slip:
                        return 0
                    slip = 1 if len(token) <= MAX_LENGTH_OF_ONE_SLIP else None
        return slip


@lru_cache(maxsize=16384)
def typed_word(word: str) -> TypedWord:
    """Read a canonical word."""
    options = readings(word)
    return TypedWord(options, frozenset(option.key for option in options))
