"""Which other words may have been meant by a word; no index is asked.

Which of them are words at all, and stand beside the others in texts, the index says
(`suggestions`). Sounds that people of a region don't tell apart are real words on both
sides: nương, lương. They are only ever suggested.
"""

from collections.abc import Iterator
from sonla.pbgdpl.core.vietnamese.words import fold_word

import re
import unicodedata

TELEX_TONES = {
    "s": "\u0301",
    "f": "\u0300",
    "r": "\u0309",
    "x": "\u0303",
    "j": "\u0323",
}
VNI_TONES = {
    "1": "\u0301",
    "2": "\u0300",
    "3": "\u0309",
    "4": "\u0303",
    "5": "\u0323",
}
CIRCUMFLEX = {"a": "â", "e": "ê", "o": "ô"}
HORN = {"u": "ư", "o": "ơ"}
BREVE = {"a": "ă"}

ALIKE = (
    ("n", "l"),
    ("s", "x"),
    ("tr", "ch"),
    ("d", "gi", "r", "v"),
    ("l", "đ"),
    ("b", "v"),
)
"""Beginnings that some speakers don't tell apart."""

SPELLED = {
    "g": ("gh",),
    "gh": ("g",),
    "ng": ("ngh",),
    "ngh": ("ng",),
    "c": ("k",),
    "k": ("c",),
    "q": ("c", "k"),
    "f": ("ph",),
    "z": ("d", "gi"),
    "w": ("qu",),
    "j": ("gi", "ch"),
}
"""Beginning → others that no ear tells from it, or that messages write so."""

SOFT = {"z": ("v",), "j": ("d",)}
"""More of what beginnings stand for in messages: zề for về."""
SHORT_FINALS = (
    (re.compile("nk$"), "nh"),
    (re.compile("(?<!n)g$"), "ng"),
    (re.compile("(?<![nc])h$"), "nh"),
    (re.compile("k$"), "ch"),
)
"""Endings as messages shorten them."""

RIMES = (("ieu", "iu"), ("uou", "ieu", "iu", "uu"), ("uu", "iu"))
FINALS = (("n", "ng", "nh"), ("t", "c", "ch"), ("", "n", "p", "t", "c", "ng", "m"))

_BEGINNING = re.compile("ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[^aeiouy]?")
_POSSIBLE = re.compile(
    "(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx])?[aeiouy]{1,3}"
    "(?:ch|ng|nh|[cmnpt])?"
)
_VOWEL = re.compile("[aeiouy]")
_VNI = re.compile(r"(?=.*[aeiouy])(?=.*[1-9])[a-z][a-z1-9]*")


def decoded_telex(word: str) -> str:
    """Read a word in which the keys of Telex stand as they were pressed; else nothing."""
    letters: list[str] = []
    tone = ""
    for char in word:
        has_vowel = any(_VOWEL.match(fold_word(one)) for one in letters)
        if char in TELEX_TONES and has_vowel and not tone:
            tone = TELEX_TONES[char]
        elif char == "w" and _add_mark(letters, HORN) | _add_mark(letters, BREVE):
            continue
        elif char in CIRCUMFLEX and char in letters:
            letters[_last(letters, char)] = CIRCUMFLEX[char]
        elif char == "d" and letters and letters[0] == "d":
            letters[0] = "đ"
        else:
            letters.append(char)
    found = with_tone("".join(letters), tone)
    return found if found != word and len(letters) < len(word) else ""


def decoded_vni(word: str) -> str:
    """Read a word in which the digits of VNI stand as they were pressed; else nothing."""
    if not _VNI.fullmatch(word) or sum(map(str.isalpha, word)) < 2:
        return ""
    letters: list[str] = []
    tone = ""
    for char in word:
        if char in VNI_TONES:
            tone = VNI_TONES[char]
        elif char in "678":
            _add_mark(letters, {"6": CIRCUMFLEX, "7": HORN, "8": BREVE}[char])
        elif char == "9" and letters and letters[0] == "d":
            letters[0] = "đ"
        else:
            letters.append(char)
    return with_tone("".join(letters), tone)


def _add_mark(letters: list[str], marks: dict[str, str]) -> bool:
    """Mark the last letters that take a mark, of u and o side by side both."""
    places = [at for at, one in enumerate(letters) if one in marks]
    if not places:
        return False
    chosen = places[-2:] if marks is HORN and places[-2:] == [*_pair(places)] else ()
    for at in chosen or places[-1:]:
        letters[at] = marks[letters[at]]
    return True


def _pair(places: list[int]) -> Iterator[int]:
    if len(places) > 1 and places[-1] == places[-2] + 1:
        yield from places[-2:]


def _last(letters: list[str], char: str) -> int:
    return len(letters) - 1 - letters[::-1].index(char)


def with_tone(letters: str, tone: str) -> str:
    """Put a tone on the first vowel of letters, where canonical words have it."""
    if not tone:
        return letters
    for at, letter in enumerate(letters):
        if _VOWEL.match(fold_word(letter)):
            toned = unicodedata.normalize("NFC", letter + tone)
            return letters[:at] + toned + letters[at + 1 :]
    return letters


def likely_meant(folded: str) -> Iterator[str]:
    """Yield folded words that differ from one in spelling, not in sound."""
    beginning, rest = parts(folded)
    for other in SPELLED.get(beginning, ()):
        yield other + rest


def sounding_alike(folded: str) -> Iterator[str]:
    """Yield folded words that some speakers don't tell from one."""
    beginning, rest = parts(folded)
    for group in ALIKE:
        plain = [fold_word(one) for one in group]
        for other in plain if beginning in plain else ():
            if other != beginning:
                yield other + rest
    for rimes in RIMES:
        for rime in rimes if rest in rimes else ():
            if rime != rest:
                yield beginning + rime
    vowels = rest.rstrip("bcdghklmnpqrstvx")
    final = rest[len(vowels) :]
    for finals in FINALS:
        for other in finals if vowels and final in finals else ():
            if other != final:
                yield beginning + vowels + other
    if vowels and vowels[0] in "aei":
        yield from (beginning + glide + rest for glide in "ou")


def mistyped(folded: str) -> Iterator[str]:
    """Yield folded words that differ from one by a single typing mistake."""
    letters = "abcdeghiklmnopqrstuvxy"
    for at in range(len(folded) + 1):
        before, after = folded[:at], folded[at:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in letters)
        yield from (before + letter + after for letter in letters)


def parts(folded: str) -> tuple[str, str]:
    """Split a folded syllable into its onset and its rime."""
    found = _BEGINNING.match(folded)
    end = found.end() if found else 0
    if folded[:end] in ("gi", "qu") and len(folded) == end:
        end = 1
    return folded[:end], folded[end:]


def is_possible(folded: str) -> bool:
    """Return whether letters can be a syllable of Vietnamese, a word or not."""
    return _POSSIBLE.fullmatch(folded) is not None


def respelled(word: str) -> Iterator[str]:
    """Yield what a canonical word stands for that messages write otherwise: sốg, gjet, zề.

    Its accents stay. For words that can be no syllable.
    """
    written = word[:1] + word[1:].replace("j", "i")
    for short, whole in SHORT_FINALS:
        written, count = short.subn(whole, written)
        if count:
            break
    beginning, _rest = parts(fold_word(written))
    if beginning in SPELLED:
        tail = written[len(beginning) :]
        yield from (
            other + tail for other in (*SPELLED[beginning], *SOFT.get(beginning, ()))
        )
    if written != word:
        yield written


def heard_alike(word: str) -> Iterator[str]:
    """Yield what some speakers don't tell from a canonical word, its accents kept."""
    folded = fold_word(word)
    beginning, rest = parts(folded)
    tail = word[len(beginning) :]
    for group in ALIKE:
        if word[: len(beginning)] in group:
            yield from (
                other + tail for other in group if fold_word(other) != beginning
            )
    final = rest[len(rest.rstrip("bcdghklmnpqrstvx")) :]
    body = word[: len(word) - len(final)]
    for finals in FINALS[:2]:
        if final in finals:
            yield from (body + other for other in finals if other != final)
    if rest.endswith(("ay", "ai")):
        yield word[:-1] + ("i" if word[-1] == "y" else "y")
    yield from _other_tone(word)


def _other_tone(word: str) -> Iterator[str]:
    """Yield a word with hỏi for ngã, or ngã for hỏi."""
    apart = unicodedata.normalize("NFD", word)
    for one, other in (("\u0309", "\u0303"), ("\u0303", "\u0309")):
        if one in apart:
            yield unicodedata.normalize("NFC", apart.replace(one, other))
