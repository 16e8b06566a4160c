"""The words of HTML."""

from html import unescape
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.types import body_fields
from typing import Any

import re

_UNREAD = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.I | re.S)
_INLINE = re.compile(
    r"</?(?:a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|label"
    r"|mark|q|ruby|s|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr)\b[^>]*>",
    re.I,
)
_TAG = re.compile(r"<[^>]*>")


def plain_text(html: str) -> str:
    """Strip the markup of HTML; blocks part words, emphasis inside one does not."""
    return unescape(_TAG.sub(" ", _without_inline(html)))


def plain_lines(html: str) -> list[str]:
    """List the words of HTML, block by block."""
    text = " ".join(_without_inline(html).split())
    lines = unescape(_TAG.sub("\n", text)).splitlines()
    return [line.strip() for line in lines if line.strip()]


def body_text(item: Any) -> str:
    """Return the body of an item without its markup; empty for one that has none."""
    names = body_fields(item.portal_type)
    texts = (getattr(stored_value(item, name), "raw", None) for name in names)
    return " ".join(plain_text(text) for text in texts if text)


def count_words(text: str) -> int:
    """Count words as editors do: runs of letters or digits between spaces.

    In Vietnamese that is syllables, which is what royalties are paid by.
    """
    return sum(any(letter.isalnum() for letter in word) for word in text.split())


def _without_inline(html: str) -> str:
    return _INLINE.sub("", _UNREAD.sub(" ", html))
