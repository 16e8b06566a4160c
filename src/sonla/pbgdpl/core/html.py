"""The words of HTML."""

from collections.abc import Callable
from collections.abc import Iterable
from html import escape
from html import unescape
from itertools import accumulate
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.types import body_fields
from sonla.pbgdpl.core.vietnamese.private_words import replace_spans
from sonla.pbgdpl.core.vietnamese.private_words import Replacement
from typing import Any
from urllib.parse import unquote

import re

_UNREAD = re.compile(
    r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL
)
"""What no browser shows; one that nothing ends goes on to the end of the text."""
_INLINE = re.compile(
    r"</?(?:a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|label"
    r"|mark|q|ruby|s|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr)\b[^>]*>",
    re.I,
)
_TAG = re.compile(r"(<[/!?a-z][^>]*+(?:>|\Z))", re.IGNORECASE)
"""A tag as browsers see one, or the rest of a text in which none ends: it is not looked for again."""
_ATTRIBUTE = re.compile(
    r"""(?<!\s)\s*+(?<![\w-])(?:href|title|alt|aria-label)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""",
    re.I,
)
_CALLING = re.compile(r"(?:tel|sms|mailto):|https?://zalo\.me/", re.I)
_ADDRESS = re.compile(r"\s*href\b", re.I)


def plain_text(html: str) -> str:
    """Strip the markup of HTML; blocks part words, emphasis inside one does not."""
    return unescape(" ".join(_blocks_of(html)))


def plain_lines(html: str) -> list[str]:
    """List the words of HTML, block by block."""
    blocks = (" ".join(block.split()) for block in _blocks_of(html))
    lines = unescape("\n".join(blocks)).splitlines()
    return [line.strip() for line in lines if line.strip()]


def running_text(html: str) -> str:
    """Return the words of HTML as they follow each other; blocks part lines."""
    return "".join(_texts_of(_parts_of(html)))


def replace_in_html(
    html: str,
    find: Callable[[str], Iterable[Replacement]],
    is_bad: Callable[[str], bool] = lambda words: False,
) -> str:
    """Return HTML with other words in places of its running text; its tags stay.

    `find` gets the running text and returns places in their order, none in another one. Words
    that go over several tags are replaced where they begin. `is_bad` gets the words of attributes,
    and those of which it is true go.
    """
    parts = _parts_of(html)
    texts = _texts_of(parts)
    starts = [0, *accumulate(map(len, texts))]
    changes: dict[int, list[Replacement]] = {}
    number = 0
    for start, end, words in find("".join(texts)):
        while starts[number + 1] <= start:
            number += 1
        at = number
        while starts[at] < end:
            first, last = max(start, starts[at]), min(end, starts[at + 1])
            if at % 2 == 0 and first < last:
                place = (first - starts[at], last - starts[at], words)
                changes.setdefault(at, []).append(place)
                words = ""
            at += 1
    for at, part in enumerate(parts):
        if at in changes:
            parts[at] = escape(replace_spans(texts[at], changes[at]), quote=False)
        elif at % 2:
            parts[at] = _ATTRIBUTE.sub(
                lambda one: "" if is_bad(_words_of(one)) else one.group(), part
            )
    return "".join(parts)


def attribute_texts(html: str) -> list[str]:
    """List what attributes of HTML say to people, and whom their addresses call or write to."""
    tags = _parts_of(html)[1::2]
    words = (_words_of(one) for tag in tags for one in _ATTRIBUTE.finditer(tag))
    return list(filter(None, words))


def _words_of(attribute: re.Match[str]) -> str:
    words = unescape(attribute.group(1).strip("\"'"))
    if not _ADDRESS.match(attribute.group()):
        return words
    calling = _CALLING.match(words.strip())
    return unquote(words.strip()[calling.end() :]) if calling else ""


def _parts_of(html: str) -> list[str]:
    """Part HTML into texts and tags, by turns; what begins like a tag and never ends is text."""
    parts = _TAG.split(html)
    if len(parts) > 1 and not parts[-2].endswith(">"):
        parts[-3:] = ["".join(parts[-3:])]
    return parts


def _blocks_of(html: str) -> list[str]:
    """Return the texts between the tags of HTML, but for those inside a line."""
    parts = _parts_of(_UNREAD.sub(" ", html))
    blocks = [[parts[0]]]
    for tag, text in zip(parts[1::2], parts[2::2], strict=True):
        if _INLINE.fullmatch(tag):
            blocks[-1].append(text)
        else:
            blocks.append([text])
    return ["".join(texts) for texts in blocks]


def _texts_of(parts: list[str]) -> list[str]:
    """Return what parts of HTML, by turns texts and tags, add to the running text."""
    return [
        ("" if _INLINE.fullmatch(part) else "\n") if at % 2 else unescape(part)
        for at, part in enumerate(parts)
    ]


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
