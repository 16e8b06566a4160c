"""Names that learners type themselves: what may stand under the heading of an agency."""

from sonla.pbgdpl.core.typed_text import clean_line

import re
import unicodedata

MAX_LETTERS = 60
LETTER, MARK = "a", "m"
"""What a letter, and a sign above or below one, is taken for where the shape is compared."""
_WORD = r"(?:am{0,3}+)++(?:[-'’](?:am{0,3}+)++)*+(?!\.)"
_SHAPE = re.compile(rf"(?:{_WORD}|am?+\.)(?: (?:{_WORD}|am?+\.))*+")
"""Words of letters, with hyphens and apostrophes inside; a point only behind one letter."""


def read_name(typed: str) -> str:
    """Return a name composed and without needless blanks; empty for what is none.

    Latin letters, in which all names of the region are written: the font of certificates has
    others not, and some of those can't be seen. Nothing else than letters can be an address,
    a number, or a way to pay.
    """
    name = clean_line(typed)
    letters = sum(map(str.isalpha, name))
    fits = 2 <= letters and len(name) <= MAX_LETTERS
    return name if fits and _SHAPE.fullmatch(shape_of(name)) else ""


def shape_of(name: str) -> str:
    """Return a name with one sign for all letters, and one for all marks."""
    return "".join(map(kind_of, name))


def kind_of(char: str) -> str:
    """Return what a character is; other signs stand for themselves, `a` and `m` are letters."""
    kind = unicodedata.category(char)[0]
    if kind == "L" and not unicodedata.name(char, "").startswith("LATIN "):
        return char
    return {"L": LETTER, "M": MARK}.get(kind, char)
