"""Paragraphs: each with words in it, and all words in one."""

from lxml.html import Element
from sonla.pbgdpl.markup.values import allowed_classes
from typing import Any

import re

_BLOCKS = frozenset(
    """
    address article aside blockquote details div dl figure footer h1 h2 h3 h4 h5 h6 header
    hr ol p pre section table ul
    """.split()
)
_FRAMES = ("ol", "table", "tbody", "tfoot", "thead", "tr", "ul")
_INLINE = ("a", "b", "em", "i", "s", "strong", "sub", "sup", "u")
_HELD = "img|iframe|audio|video|hr|table"
_SPACE = re.compile(r"[ \t\r\n\f]+")
_GAP = re.compile(r"[ \xa0]{2,}")


def make_paragraphs(root: Any) -> None:
    """Make paragraphs of lines, and take out those without a word."""
    _collapse(root)
    for one in reversed(list(root.iter("div", "section", "article"))):
        if allowed_classes(one.get("class", ""), frozenset()):
            continue
        if any(child.tag in _BLOCKS for child in one):
            _gather(one)
            one.drop_tag()
        else:
            one.tag = "p"
    _gather(root)
    _merge(root)
    for one in list(root.iter(*_INLINE)):
        if not one.get("id") and not _holds(one):
            one.drop_tag()
    for one in list(root.iter("p", "h1", "li")):
        _trim(one)
        if not _holds(one):
            one.drop_tree()
    for cell in list(root.iter("li", "td", "th")):
        only = list(cell)
        if only and only[0].tag == "p" and not _words(cell.text):
            alone = all(one.tag in ("ol", "ul") for one in only[1:])
            if alone and not _words(only[0].tail):
                only[0].drop_tag()
        _trim(cell)
    for frame in root.iter(*_FRAMES):
        frame.text = None
        for child in frame:
            child.tail = None


def _collapse(root: Any) -> None:
    """Write any run of white space as one blank, but in preformatted text."""
    kept = {id(one) for pre in root.iter("pre") for one in pre.iter()}
    for one in root.iter():
        if one.text and id(one) not in kept:
            one.text = _GAP.sub(" ", _SPACE.sub(" ", one.text))
        if one.tail and id(one.getparent()) not in kept:
            one.tail = _GAP.sub(" ", _SPACE.sub(" ", one.tail))


def _gather(parent: Any) -> None:
    """Put what stands between the blocks of an element into paragraphs, a line each."""
    gathered: list[Any] = []
    children = list(parent)
    line = _said(gathered, None, parent.text)
    parent.text = None
    for child in children:
        tail, child.tail = child.tail, None
        parent.remove(child)
        if child.tag in _BLOCKS:
            gathered.append(child)
            line = None
        elif child.tag == "br":
            line = None
        else:
            line = _new_line(gathered) if line is None else line
            line.append(child)
        line = _said(gathered, line, tail)
    parent.extend(gathered)


def _said(gathered: list[Any], line: Any, text: str | None) -> Any:
    """Add words to a line, or to a new one; return the line."""
    if line is None and not _words(text):
        return None
    line = _new_line(gathered) if line is None else line
    if (last := _last(line)) is not None:
        last.tail = f"{last.tail or ''}{text or ''}"
    else:
        line.text = f"{line.text or ''}{text or ''}"
    return line


def _last(element: Any) -> Any:
    """Return the last element inside of one; None for none. `len` would count them all."""
    return next(element.iterchildren(reversed=True), None)


def _new_line(gathered: list[Any]) -> Any:
    gathered.append(Element("p"))
    return gathered[-1]


def _merge(root: Any) -> None:
    """Make one of two that say the same of words beside each other."""
    for one in list(root.iter("b", "em", "i", "s", "strong", "u")):
        while (
            (after := one.getnext()) is not None
            and after.tag == one.tag
            and not one.tail
            and not after.attrib
        ):
            tail, after.tail = after.tail, None
            one.append(after)
            after.drop_tag()
            one.tail = tail


def _holds(element: Any) -> bool:
    if _words(element.text_content()):
        return True
    return any(True for _one in element.iter(*_HELD.split("|")))


def _trim(element: Any) -> None:
    """Take blanks and breaks off both ends."""
    for first in list(element):
        if first.tag != "br" or _words(element.text):
            break
        first.drop_tree()
    for last in reversed(list(element)):
        if last.tag != "br" or _words(last.tail):
            break
        last.drop_tree()
    element.text = (element.text or "").lstrip() or None
    if (final := _last(element)) is not None:
        final.tail = (final.tail or "").rstrip() or None
    elif element.text:
        element.text = element.text.rstrip()


def _words(text: str | None) -> bool:
    return bool(text and text.strip())
