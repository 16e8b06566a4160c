"""Terms of several words, as they are looked for in what somebody typed."""

from collections.abc import Sequence
from sonla.pbgdpl.core.vietnamese.words import agrees
from sonla.pbgdpl.core.vietnamese.words import canonical_word
from sonla.pbgdpl.core.vietnamese.words import fold_word
from sonla.pbgdpl.core.vietnamese.words import other_i
from sonla.pbgdpl.core.vietnamese.words import words


def term_words(text: str) -> tuple[str, ...]:
    """Return the canonical words of a term."""
    return tuple(map(canonical_word, words(text)))


def term_key(text: str) -> str:
    """Return what tells terms apart: capitals, spaces and the place of tones do not."""
    return " ".join(term_words(text))


def lookup_word(word: str) -> str:
    """Return a word as terms are looked up by it: folded, one i for both."""
    folded = fold_word(word)
    return folded[:-1] + "i" if other_i(folded) != folded else folded


def may_mean(typed: str, meant: str, accented_only: bool = False) -> bool:
    """Return whether a canonical word that folds alike may have been typed for another.

    With `accented_only` its accents have to be there.
    """
    if accented_only:
        return typed in (meant, other_i(meant))
    return agrees(typed, meant) or agrees(other_i(typed), meant)


def all_may_mean(
    typed: Sequence[str], meant: Sequence[str], accented_only: bool = False
) -> bool:
    """Return whether as many canonical words that fold alike may mean a term."""
    pairs = zip(typed, meant, strict=True)
    return all(may_mean(one, other, accented_only) for one, other in pairs)


def split_terms(text: str) -> tuple[str, ...]:
    """Part the terms of one cell or of several lines; each term once."""
    parts = (" ".join(part.split()) for part in text.replace("\n", ";").split(";"))
    return tuple(dict.fromkeys(filter(None, parts)))
