"""Excerpts of texts with the words that were sought, whatever their accents.

Gives HTML: everything that comes from content is escaped, only `mark` is ours.
"""

from collections.abc import Collection
from html import escape
from sonla.pbgdpl.core.vietnamese.words import fold_word

import re
import unicodedata

EXCERPT_LENGTH = 220
"""Characters of an excerpt, before it is widened to whole words."""

LEAD = 60
"""Characters before the first word found."""

_WORD = re.compile(r"\w+")


def mark_words(text: str, sought: Collection[str]) -> str:
    """Return `text` as HTML with each word that folds to a sought one in `mark`."""
    text = unicodedata.normalize("NFC", text)
    parts, end = [], 0
    for match in _WORD.finditer(text) if sought else ():
        if fold_word(match.group()) in sought:
            parts.append(escape(text[end : match.start()]))
            parts.append(f"<mark>{escape(match.group())}</mark>")
            end = match.end()
    parts.append(escape(text[end:]))
    return "".join(parts)


def excerpt(text: str, sought: Collection[str]) -> str:
    """Cut the part of a text around the first sought word; plain, not yet HTML.

    The text from its beginning when it holds none of the words.
    """
    text = unicodedata.normalize("NFC", text)
    found = first_found(text, sought)
    if found is None or found <= LEAD:
        return _cut(text, 0)
    return _cut(text, found - LEAD)


def first_found(text: str, sought: Collection[str]) -> int | None:
    """Find where the first sought word of a composed text begins."""
    for match in _WORD.finditer(text) if sought else ():
        if fold_word(match.group()) in sought:
            return match.start()
    return None


def _cut(text: str, start: int) -> str:
    """Cut about `EXCERPT_LENGTH` characters at whole words, with marks of omission."""
    if start:
        start = text.find(" ", start) + 1
    end = start + EXCERPT_LENGTH
    piece = text[start:end]
    if end < len(text):
        piece = piece.rpartition(" ")[0] or piece
        piece = f"{piece.rstrip()} …"
    piece = " ".join(piece.split())
    return f"… {piece}" if start else piece
