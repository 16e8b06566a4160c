"""Vietnamese words for searching: their folding, one spelling for each, all accents.

A Vietnamese syllable has one tone, written on one of its vowels; which one is a
matter of school (hòa, hoà) or of haste (qúy for quý). For comparing, the tone
moves to the first vowel of the syllable, wherever it was written.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from sonla.pbgdpl.core.typed_text import normalized
from sonla.pbgdpl.core.vietnamese.folding import KNOWN_TYPOS

import re
import unicodedata

TONES = "\u0300\u0301\u0303\u0309\u0323"
"""Combining marks of the five written tones: huyền, sắc, ngã, hỏi, nặng."""

VOWELS = {"a": "aăâ", "e": "eê", "i": "i", "o": "oôơ", "u": "uư", "y": "y"}
CONSONANTS = {"d": "dđ"}

I_OR_Y = frozenset(
    start + letter
    for start in ("h", "k", "l", "m", "s", "t", "v", "qu")
    for letter in "iy"
)
"""Folded syllables that schools write with either letter."""

_TYPOS = {typo.lower(): right.lower() for typo, right in KNOWN_TYPOS}
_WORD = re.compile(r"\w+")
_SYLLABLE = re.compile(r"[^aeiouy]*[aeiouy]{0,4}[^aeiouy]*")
_VOWEL = re.compile("[" + "".join(VOWELS.values()) + "]")
_MAX_VARIANTS = 600


def words(text: str) -> Iterator[str]:
    """Split a text into its words, composed and in lower case."""
    for match in _WORD.finditer(normalized(text, "NFKC")):
        yield match.group().lower()


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """Fold a word to lower case without accents, Đ as D.

    Only the marks of Latin script go: those of the Thái script are vowels.
    """
    plain = unicodedata.normalize("NFKD", word.lower())
    plain = "".join(char for char in plain if not "\u0300" <= char <= "\u036f")
    plain = unicodedata.normalize("NFC", plain).replace("đ", "d")
    return _TYPOS.get(plain, plain)


@lru_cache(maxsize=65536)
def canonical_word(word: str) -> str:
    """Return the one spelling of a word under which it is indexed and looked up.

    Lower case, composed, the tone on the first vowel, accents that Vietnamese
    does not have removed, known slips mended.
    """
    word = unicodedata.normalize("NFC", word.lower())
    if word.isascii():
        return _TYPOS.get(word, word)
    parts = [_letter_and_tone(char) for char in word]
    letters = "".join(letter for letter, _tone in parts)
    tones = [tone for _letter, tone in parts if tone]
    if len(tones) > 1 or not is_syllable(fold_word(word)):
        return word
    return _place_tone(letters, tones[0]) if tones else letters


@lru_cache(maxsize=4096)
def spellings(folded: str) -> tuple[str, ...]:
    """List each canonical word that folds to `folded`, the plain one first.

    A word that can't be one syllable has only its plain form: such a word is
    indexed plain as well (`index_words`).
    """
    if not folded.isascii() or not is_syllable(folded):
        return (folded,)
    choices = [VOWELS.get(char) or CONSONANTS.get(char) or char for char in folded]
    count = 1
    for choice in choices:
        count *= len(choice)
    if count * (len(TONES) + 1) > _MAX_VARIANTS:
        return (folded,)
    bases = ["".join(letters) for letters in product(*choices)]
    toned = [_place_tone(base, tone) for base in bases for tone in TONES]
    return tuple(dict.fromkeys((*bases, *toned)))


def is_syllable(folded: str) -> bool:
    """Return whether a folded word can be one syllable, or letters of a number."""
    return _SYLLABLE.fullmatch(folded) is not None


def agrees(typed: str, meant: str) -> bool:
    """Return whether a canonical word may have been typed for another, accents left out.

    `đat` agrees with `đất` and `đạt`, `đất` with itself alone.
    """
    return fold_word(typed) == fold_word(meant) and all(
        letter in (fold_word(other), other) and tone in ("", other_tone)
        for (letter, tone), (other, other_tone) in zip(
            map(_letter_and_tone, typed), map(_letter_and_tone, meant), strict=False
        )
    )


def other_i(word: str) -> str:
    """Return a canonical word with its other i, where both are written: lý, lí."""
    ending = word[-1:]
    letter, tone = _letter_and_tone(ending) if ending else ("", "")
    if fold_word(word) not in I_OR_Y:
        return word
    other = "i" if letter == "y" else "y"
    return word[:-1] + unicodedata.normalize("NFC", other + tone)


def usual_spelling(word: str) -> str:
    """Write a canonical word as books do, the tone where it is usually put: nước, hòa, quý."""
    parts = [_letter_and_tone(char) for char in word]
    tone = next((tone for _letter, tone in parts if tone), "")
    letters = [letter for letter, _tone in parts]
    places = _vowel_places("".join(map(fold_word, letters)))
    if not tone or not places or not is_syllable(fold_word(word)):
        return word
    marked = [at for at in places if not letters[at].isascii()]
    ends_open = places[-1] == len(letters) - 1
    if marked:
        chosen = marked[-1]
    elif len(places) == 1:
        chosen = places[0]
    else:
        chosen = places[0] if ends_open and len(places) == 2 else places[1]
    letters[chosen] = unicodedata.normalize("NFC", letters[chosen] + tone)
    return "".join(letters)


def _vowel_places(folded: str) -> list[int]:
    """List where the vowels of a syllable stand, without the u of qu and the i of gi."""
    places = [at for at, letter in enumerate(folded) if letter in "aeiouy"]
    if folded.startswith(("qu", "gi")) and len(places) > 1:
        places.remove(1)
    return places


def index_words(text: str) -> Iterator[str]:
    """Yield the canonical words of a text in order, then the plain forms it lacks.

    `spellings` covers syllables. Accented words of several syllables written as
    one (#ChuyểnĐổiSố) get their plain form at the end, where no phrase breaks.
    """
    extra: list[str] = []
    for word in words(text):
        canonical = canonical_word(word)
        yield canonical
        if not canonical.isascii():
            folded = fold_word(word)
            if canonical not in spellings(folded):
                extra.append(folded)
    yield from extra


def _letter_and_tone(char: str) -> tuple[str, str]:
    """Split a composed character into its Vietnamese letter and its tone mark."""
    marks = unicodedata.normalize("NFD", char)
    tone = next((mark for mark in marks[1:] if mark in TONES), "")
    letter = unicodedata.normalize("NFC", marks.replace(tone, "") if tone else marks)
    if letter.isascii() or letter == "đ" or _VOWEL.fullmatch(letter):
        return letter, tone
    return fold_word(letter) if _is_latin(letter) else letter, ""


def _is_latin(letter: str) -> bool:
    return "\u00c0" <= letter[:1] <= "\u024f" or "\u1e00" <= letter[:1] <= "\u1eff"


def _place_tone(letters: str, tone: str) -> str:
    """Put a tone mark on the first vowel; letters without a vowel stay as they are."""
    return _VOWEL.sub(
        lambda vowel: unicodedata.normalize("NFC", vowel.group() + tone),
        letters,
        count=1,
    )
