"""Vietnamese names in the order of a Vietnamese list.

Lists of people go by the given name, which comes last: *Nguyễn Văn An* stands under A.
Letters count first, Đ after D and Ă, Â after A; tones only where the letters agree.
"""

from sonla.pbgdpl.core.vietnamese.words import canonical_word
from sonla.pbgdpl.core.vietnamese.words import words

import unicodedata

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""The 29 letters in their order, and F, J, W, Z where dictionaries put them."""
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
"""Ngang, huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries."""

_RANKS = {letter: f"{rank:02d}" for rank, letter in enumerate(ALPHABET)}
_MARKS = {mark: str(rank) for rank, mark in enumerate(TONES) if mark}
_OTHER = f"{len(ALPHABET):02d}"
COMMUNE_LEVELS = ("Xã", "Phường", "Thị trấn", "Đặc khu")
"""What stands before the name of a commune."""
OTHERS = "#"
"""The letter of names that begin with none of the alphabet."""


def name_order(full_name: str) -> str:
    """Return the key by which a name is sorted: given name, its tones, then the rest."""
    *rest, given = list(words(full_name)) or [""]
    parts = [_key(given), " ".join(_letters(word) for word in rest)]
    return "|".join((*parts, " ".join(_tones(word) for word in rest)))


def title_order(title: str) -> tuple[str, str, str]:
    """Return the key by which names of places are sorted: word by word, tones last."""
    parts = list(words(title))
    return (
        " ".join(map(_letters, parts)),
        " ".join(map(_tones, parts)),
        title.casefold(),
    )


def short_place(title: str) -> str:
    """Leave out what stands before the name of a commune."""
    level = next((one for one in COMMUNE_LEVELS if title.startswith(f"{one} ")), "")
    return title.removeprefix(level).strip()


def fold_person(full_name: str) -> str:
    """Fold a name: case and the place of a tone (hòa, hoà) tell nobody apart."""
    return " ".join(map(canonical_word, words(full_name)))


def first_letter(full_name: str) -> str:
    """Return the letter under which a name stands, in capitals."""
    given = (list(words(full_name)) or [""])[-1]
    letter = next((base for base, _tone in _parts(given)), "")
    return letter.upper() if letter in _RANKS else OTHERS


def letters_in_order(letters: set[str]) -> list[str]:
    """Sort letters as the alphabet has them; what is none of them comes last."""
    return sorted(letters, key=lambda one: (_RANKS.get(one.lower(), _OTHER), one))


def _key(word: str) -> str:
    return f"{_letters(word)}-{_tones(word)}"


def _letters(word: str) -> str:
    return "".join(_RANKS.get(letter, _OTHER) for letter, _tone in _parts(word))


def _tones(word: str) -> str:
    return "".join(_MARKS.get(tone, "0") for _letter, tone in _parts(word))


def _parts(word: str) -> list[tuple[str, str]]:
    """Split a word into letters and their tones, wherever its tone was written."""
    return [_split(char) for char in canonical_word(word)]


def _split(char: str) -> tuple[str, str]:
    marks = unicodedata.normalize("NFD", char)
    tone = next((mark for mark in marks[1:] if mark in _MARKS), "")
    letter = unicodedata.normalize("NFC", marks.replace(tone, "") if tone else marks)
    return letter, tone
