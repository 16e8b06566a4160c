"""Lists, which text processors copy as paragraphs with a typed bullet or number."""

from collections.abc import Iterator
from dataclasses import dataclass
from lxml import etree
from lxml.html import Element
from sonla.pbgdpl.markup.office.styles import classes_of
from sonla.pbgdpl.markup.office.styles import style_of
from typing import Any

import re

_PLACE = re.compile(r"(l\d+)\s+level(\d+)\s+(lfo\d+)")
_AMONG = r"(?:CxSp(?:First|Middle|Last))?"
_CLASS = re.compile(rf"MsoList(?:Paragraph|Bullet|Number){_AMONG}(\d?){_AMONG}")
_TYPED = re.compile(r"\s*(\S{1,8})(?:\xa0\s*){2,}")
"""A bullet or number and the gap after it, where a copy has lost all styles."""
_DECIMAL = re.compile(r"\(?(\d{1,4})[.)]?")
_LETTER = re.compile(r"\(?([a-z])[.)]", re.IGNORECASE)
_ROMAN = re.compile(r"\(?([ivx]{1,7})[.)]", re.IGNORECASE)
_DIGITS = {"i": 1, "v": 5, "x": 10}
_DINGBATS = frozenset("olnqsuvwØü§")
"""Letters that are bullets in the fonts Courier, Symbol and Wingdings."""


@dataclass(frozen=True)
class _Item:
    """A paragraph that is an item of a list."""

    paragraph: Any
    level: int
    list_id: str
    tag: str
    type: str = ""
    number: int = 0


def make_lists(root: Any) -> None:
    """Make lists of all runs of paragraphs that are items of one.

    A number that HTML would count otherwise stays typed before its paragraph, since laws are
    cited by it: 1.1, the letter đ, `Điều 1`.
    """
    for parent in dict.fromkeys(one.getparent() for one in root.iter("p")):
        for run in list(_runs(parent)):
            _build(run)
    for parent in list(root.iter("ol", "ul")):
        _nest(parent)


def _runs(parent: Any) -> Iterator[list[_Item]]:
    """Yield the items that follow one another; empty paragraphs between them go."""
    run: list[_Item] = []
    between: list[Any] = []
    for child in list(parent):
        item = _item(child) if child.tag == "p" else None
        if item is not None:
            for empty in between if run else ():
                empty.drop_tree()
            between = []
            run.append(item)
        elif child.tag == "p" and not _text(child) and child.find(".//img") is None:
            between.append(child)
        elif run:
            yield run
            run, between = [], []
    if run:
        yield run


def _item(paragraph: Any) -> _Item | None:
    place = _PLACE.search(style_of(paragraph).get("mso-list", ""))
    named = next(filter(None, map(_CLASS.fullmatch, classes_of(paragraph))), None)
    marker = _marker_element(paragraph)
    if place is None and marker is None and named is None:
        return None
    typed = _text(marker) if marker is not None else _typed(paragraph)
    kind = _kind(typed)
    if kind is None:
        return None
    level = int(place[2]) if place else int((named and named[1]) or 1)
    if marker is not None:
        marker.drop_tree()
    elif typed:
        _strip(paragraph)
    list_id = f"{place[1]} {place[3]}" if place else ""
    return _Item(paragraph, level, list_id, *kind)


def _marker_element(paragraph: Any) -> Any:
    for one in paragraph.iter("span"):
        if style_of(one).get("mso-list") == "ignore":
            return one
    return None


def _typed(paragraph: Any) -> str:
    found = _TYPED.match(paragraph.text_content())
    return found[1] if found else ""


def _strip(paragraph: Any) -> None:
    """Take a typed bullet and its gap off the beginning of a paragraph."""
    found = _TYPED.match(paragraph.text_content())
    left = found.end() if found else 0
    for one in paragraph.iter():
        text = one.text or ""
        one.text, left = text[left:], max(0, left - len(text))
        if not left:
            return
        if one is not paragraph:
            tail = one.tail or ""
            one.tail, left = tail[left:], max(0, left - len(tail))


def _kind(typed: str) -> tuple[str, str, int] | None:
    """Return element, type and number of what is typed before an item."""
    if found := _DECIMAL.fullmatch(typed):
        return "ol", "", int(found[1])
    if found := _ROMAN.fullmatch(typed):
        return "ol", "i" if typed.islower() else "I", _roman(found[1].lower())
    if found := _LETTER.fullmatch(typed):
        letter = found[1]
        return "ol", "a" if letter.islower() else "A", ord(letter.lower()) - 96
    bullet = len(typed) == 1 and (not typed.isalnum() or typed in _DINGBATS)
    return ("ul", "", 0) if bullet else None


def _roman(letters: str) -> int:
    digits = [_DIGITS[one] for one in letters]
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    return sum(-one if one < next_one else one for one, next_one in pairs)


def _build(run: list[_Item]) -> None:
    """Put lists in the place of a run of items."""
    parent = run[0].paragraph.getparent()
    place = parent.index(run[0].paragraph)
    open_: list[tuple[_Item, Any]] = []
    for item in run:
        while open_ and open_[-1][0].level > item.level:
            open_.pop()
        last = open_[-1] if open_ else None
        if last is None or last[0].level < item.level or not _continues(item, *last):
            if last is not None and last[0].level == item.level:
                open_.pop()
            made = _new_list(item)
            if open_:
                open_[-1][1][-1].append(made)
            else:
                parent.insert(place, made)
                place += 1
            open_.append((item, made))
        _append(open_[-1][1], item.paragraph)
        open_[-1] = (item, open_[-1][1])


def _continues(item: _Item, last: _Item, made: Any) -> bool:
    if (item.tag, item.list_id) != (last.tag, last.list_id):
        return False
    if item.tag == "ul":
        return True
    alike = item.type == last.type or {item.type, last.type} in ({"a", "i"}, {"A", "I"})
    return alike and (item.number == last.number + 1 or _is_letter(item, last))


def _is_letter(item: _Item, last: _Item) -> bool:
    """Return whether an `i)` follows the eighth letter, and is none of Rome's numbers."""
    return last.type.lower() == "a" and last.number == 8 and item.number == 1


def _new_list(item: _Item) -> Any:
    made = Element(item.tag)
    if item.type:
        made.set("type", item.type)
    if item.number > 1:
        made.set("start", str(item.number))
    return made


def _append(made: Any, paragraph: Any) -> None:
    parent = paragraph.getparent()
    item = etree.SubElement(made, "li")
    item.text = paragraph.text
    for child in list(paragraph):
        item.append(child)
    paragraph.tail = None
    parent.remove(paragraph)


def _nest(made: Any) -> None:
    """Put a list that stands among the items of another into the item before it."""
    if made.getparent() is not None and made.getparent().tag in ("ol", "ul"):
        before = made.getprevious()
        if before is not None and before.tag == "li":
            made.tail = None
            before.append(made)


def _text(element: Any) -> str:
    return " ".join(element.text_content().split())
