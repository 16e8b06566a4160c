"""What HTML says, whichever editor or script wrote it down."""

from collections.abc import Iterator
from lxml import etree
from lxml.html import fragment_fromstring
from typing import Any

import re
import unicodedata

BLOCKS = "address|article|aside|blockquote|br|caption|dd|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li|main|nav|ol|p|section|table|tbody|td|tfoot|th|thead|tr|ul"
AROUND_BLOCKS = re.compile(rf"\s*(</?(?:{BLOCKS})(?: [^>]*)?>)\s*")
EMPTY_PARAGRAPHS = re.compile(r"<p></p>")
SPACES = re.compile(r"\s+")
"""No-break spaces too: editors put them into empty paragraphs by themselves."""
SAME_ELEMENT = {"b": "strong", "i": "em"}
AS_WRITTEN = re.compile(r"<(pre|textarea)\b", re.IGNORECASE)
"""Elements in which white space counts."""


def essence(html: str) -> str:
    """Write HTML in the one form that all ways to write the same have in common.

    Opening a text in the visual editor and saving it breaks lines between paragraphs,
    orders attributes and closes tags otherwise; nobody would call that a change.
    The result is for comparing, not for showing.
    """
    text = unicodedata.normalize("NFC", html)
    if AS_WRITTEN.search(text) or not text.strip():
        return text.strip()
    try:
        tree = fragment_fromstring(text, create_parent="div")
    except (etree.ParserError, ValueError):
        return text.strip()
    joined = SPACES.sub(" ", "".join(pieces(tree)))
    return EMPTY_PARAGRAPHS.sub("", AROUND_BLOCKS.sub(r"\1", joined))


def pieces(tree: Any) -> Iterator[str]:
    """Yield tags and texts of a tree in the order of reading; comments say nothing."""
    for event, element in etree.iterwalk(
        tree, events=("start", "end", "comment", "pi")
    ):
        if event == "start":
            yield f"<{name(element)}{''.join(sorted(attributes(element)))}>"
            yield escaped(element.text)
        else:
            yield f"</{name(element)}>" if event == "end" else ""
            yield escaped(element.tail)


def name(element: Any) -> str:
    """Name an element; those that look alike have one name."""
    return SAME_ELEMENT.get(element.tag, element.tag)


def attributes(element: Any) -> Iterator[str]:
    """Yield the attributes that say something, each with a blank before it."""
    for key, value in element.attrib.items():
        text = styles(value) if key == "style" else SPACES.sub(" ", value).strip()
        if text:
            yield f' {key}="{escaped(text)}"'


def styles(value: str) -> str:
    """Write a style attribute in one way."""
    rules = (rule.partition(":") for rule in value.split(";"))
    return ";".join(f"{key.strip()}:{said.strip()}" for key, _, said in rules if said)


def escaped(text: str | None) -> str:
    """Keep what a text says apart from tags."""
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
