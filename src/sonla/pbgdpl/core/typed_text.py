"""What strangers type, made harmless for lists, files and print: only what can be seen stays."""

from typing import Literal

import os
import re
import unicodedata

MAX_NAME_LENGTH = 100
MAX_READ = 20_000
"""Characters of a text that are looked at; no form takes so many, and all say how many they take."""
MAX_MARKS = 30
"""Marks on one letter: of more no text is made (Unicode, UAX 15, Stream-Safe Text Format)."""
_LINES = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_BLANKS = re.compile(r"[^\S\n]+")
_MANY_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{MAX_MARKS + 1},}}")
"""Where so many marks can be in a row: none of them is a letter, a digit or a blank."""
_EMPTY_LINES = re.compile(r"\n{3,}")
_DIRECTIONS = frozenset(
    "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
"""Characters that turn the direction of writing: they make text say what it doesn't."""
_UNSAFE_IN_NAMES = re.compile(r'[\\/:*?"<>|;%]')


def normalized(text: str, form: Literal["NFC", "NFKC", "NFKD"] = "NFC") -> str:
    """Return a text in a form of Unicode, with at most `MAX_MARKS` marks on a letter.

    Many interpreters in use sort the marks of a letter by their square: 160,000 take 16 seconds.
    """
    return unicodedata.normalize(form, _MANY_MARKS.sub(_with_few_marks, text))


def _with_few_marks(signs: re.Match[str]) -> str:
    kept, count = list[str](), 0
    for sign in signs.group():
        count = count + 1 if unicodedata.combining(sign) else 0
        if count <= MAX_MARKS:
            kept.append(sign)
    return "".join(kept)


def clean_text(text: str) -> str:
    """Return the beginning of a text of several lines: composed, without what can't be seen.

    Emoji keep the joiners of which they are made.
    """
    text = normalized(_LINES.sub("\n", text[:MAX_READ]))
    text = "".join(char for char in text if is_visible(char))
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def clean_line(text: str) -> str:
    """Return a text of one line: a name, an address, a telephone number."""
    return " ".join(clean_text(text).split())


def is_visible(char: str) -> bool:
    """Return whether a character may stay: no control, no turn of direction, no half pair."""
    if char == "\n" or char == "\t":
        return True
    return char not in _DIRECTIONS and unicodedata.category(char) not in ("Cc", "Cs")


def clean_filename(name: str) -> str:
    """Return a harmless name of a file: no path, no sign that means something to systems."""
    name = clean_line(name.replace("\\", "/").rpartition("/")[2])
    name = _UNSAFE_IN_NAMES.sub("_", name).lstrip(". ")
    stem, ending = os.path.splitext(name)
    return f"{stem[: MAX_NAME_LENGTH - len(ending)]}{ending[:20]}" if name else "tep"
