"""What Plone's own search needs for Vietnamese: forms of words, and what was typed.

Plone folds a word when its first letter stands below U+0250. A text is found
by each spelling of its words once these are added: the plain form of words that
begin above (ủy: uy), and the other place of the tone where only that one begins
above (uỷ, which Plone folds: ủy, which it looks up as it is).
"""

from collections.abc import Iterator
from functools import lru_cache
from sonla.pbgdpl.core.vietnamese.folding import KNOWN_TYPOS
from sonla.pbgdpl.core.vietnamese.words import canonical_word
from sonla.pbgdpl.core.vietnamese.words import fold_word
from sonla.pbgdpl.core.vietnamese.words import words

LAST_FOLDED = "\u024f"
"""The last first letter that `Products.CMFPlone.UnicodeSplitter` folds."""

_PAIRS = [(slip.lower(), right.lower()) for slip, right in KNOWN_TYPOS]
_OTHER_FORM = dict(_PAIRS) | {right: slip for slip, right in _PAIRS}


def forms_that_stock_misses(text: str) -> list[str]:
    """List, once each and in order, the words to add to a stock search text."""
    forms = (form for word in words(text) for form in missing_forms(word))
    return list(dict.fromkeys(forms))


@lru_cache(maxsize=65536)
def missing_forms(word: str) -> tuple[str, ...]:
    """List the forms that Plone's folding does not make of a word in lower case."""
    return tuple(_missing_forms(word))


def _missing_forms(word: str) -> Iterator[str]:
    if word in _OTHER_FORM:
        yield _OTHER_FORM[word]
    if word.isascii():
        return
    if LAST_FOLDED < word[0] and "\u1e00" <= word[0] <= "\u1eff":
        yield fold_word(word)
    elif (other := canonical_word(word))[0] > LAST_FOLDED:
        yield other


try:
    from plone.base.utils import munge_search_term
except ImportError:  # Plone 6.1 has it beside its page, and shortens the last word only
    from Products.CMFPlone.browser.search import munge_search_term

__all__ = ["munge_search_term"]
