"""What of a search may be kept: its words, without numbers and without names of people.

A word that may be a name is left out, even if it is none: the rest shows what people search
for, and not who did.
"""

from collections.abc import Iterator
from sonla.pbgdpl.core.vietnamese.words import fold_word

import re

MAX_KEPT_WORDS = 12
MAX_KEPT_LENGTH = 100

SURNAMES = frozenset(
    fold_word(name)
    for name in (
        "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương đinh trịnh mai đào "
        "đoàn tạ lương hà lý trương phùng tô lò cầm quàng tòng cà lường đèo sùng giàng vàng mùa "
        "thào hạng hờ tráng vừ sồng vì lèo tráng chang ly bạc điêu hoàng hà lừ sa mè vi lầu phàng "
        "giàng cứ thào ngần quách xa"
    ).split()
)
MIDDLE_NAMES = frozenset(("van", "thi", "a", "y"))
_NUMBER = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]+(?:[/-][^\W_]+)*")
_ADDRESS = re.compile(r"(?<!\S)[^\s@]*+@\S*|https?:\S*|www\.\S*", re.IGNORECASE)


def kept_words(text: str) -> str:
    """Return what may be kept of a search, in lower case; nothing if nothing may."""
    typed = _WORD.findall(_ADDRESS.sub(" ", text))
    kept = [word.lower() for word in without_people(typed) if may_stay(word)]
    return " ".join(kept[:MAX_KEPT_WORDS])[:MAX_KEPT_LENGTH]


def may_stay(word: str) -> bool:
    """Return whether a word is no number; that of a legal document may stay."""
    if not _NUMBER.search(word):
        return True
    return "/" in word and any(map(str.isalpha, word)) and word[0].isdigit()


def without_people(typed: list[str]) -> Iterator[str]:
    """Yield the words that can't be the name of somebody."""
    shouted = all(word.isupper() for word in typed)
    at = 0
    while at < len(typed):
        length = 0 if shouted else capitals(typed, at)
        length = max(length, full_name(typed, at))
        if not length:
            yield typed[at]
        at += length or 1


def capitals(typed: list[str], at: int) -> int:
    """Return how many words from a place are written with a capital, as names are.

    The first word of all has one anyway; it goes only before another one.
    """
    end = at
    while end < len(typed) and typed[end][0].isupper() and not typed[end].isupper():
        end += 1
    return end - at if at or end > 1 else 0


def full_name(typed: list[str], at: int) -> int:
    """Return how many words from a place are a surname, a middle name and a name."""
    folded = [fold_word(word) for word in typed[at : at + 3]]
    if len(folded) < 3 or folded[0] not in SURNAMES or folded[1] not in MIDDLE_NAMES:
        return 0
    return len(folded)
