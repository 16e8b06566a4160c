"""The paragraphs of a Word file as they look: bold, centred, coloured, and numbered by Word itself.

Callers measure a file before, as `texts.word_files.unpacked` does.
"""

from collections import defaultdict
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from lxml import etree
from sonla.pbgdpl.core.typed_text import normalized
from string import ascii_lowercase
from string import ascii_uppercase
from typing import Any
from zipfile import ZipFile

import re

BODY = "word/document.xml"
NUMBERING = "word/numbering.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
_TWICE_OR_GONE = (
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    f"{W}del",
    f"{W}moveFrom",
)
"""Elements whose words stand elsewhere as well, or not any more."""
_PICTURES = (
    f"{W}drawing",
    f"{W}object",
    f"{W}pict",
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath",
)
_BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}noBreakHyphen": "-"}
BOLD, CAPITALS = "b", "caps"
_LOOKS = (BOLD, CAPITALS, "color", "highlight", "shd", "u")
_OFF = ("0", "false", "none", "auto")
_GREY = re.compile(r"([0-9A-F])[0-9A-F](?:\1[0-9A-F]){2}", re.IGNORECASE)
"""Colours from black to white: programs write many of them without being told."""
PLAIN: frozenset[str] = frozenset()
Runs = Sequence[tuple[str, frozenset[str]]]
"""Texts, each with what it looks like throughout, such as *b* and *color FF0000*."""
_COUNT = re.compile(r"%([1-9])")
_WRITTEN: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "lowerLetter": lambda count: ascii_lowercase[(count - 1) % 26],
    "upperLetter": lambda count: ascii_uppercase[(count - 1) % 26],
}
"""How Word writes the numbers of a list; others, and bullets, are no labels."""
_LEVELS = 9


@dataclass(frozen=True)
class WordParagraph:
    """A paragraph; its lines are parted by line feeds."""

    runs: Runs
    is_centred: bool
    in_table: bool
    in_next_cell: bool
    """Whether a cell begins with it which isn't the first of its row."""
    has_picture: bool

    @property
    def words(self) -> str:
        """Its text in one line."""
        return " ".join("".join(text for text, _look in self.runs).split())

    @property
    def look(self) -> frozenset[str]:
        """What all of its words look like."""
        return common_look(self.runs)


def common_look(runs: Iterable[tuple[str, frozenset[str]]]) -> frozenset[str]:
    """Return what all letters and digits look like."""
    looks = [look for text, look in runs if any(map(str.isalnum, text))]
    return frozenset.intersection(*looks) if looks else PLAIN


def cut(runs: Runs, start: int, end: int) -> Runs:
    """Return what stands between two places."""
    parts = []
    for text, look in runs:
        parts.append((text[max(start, 0) : max(end, 0)], look))
        start, end = start - len(text), end - len(text)
    return parts


def paragraphs_of(package: ZipFile) -> Iterator[WordParagraph]:
    """Yield the paragraphs of a file, in its order."""
    root = etree.fromstring(package.read(BODY), PARSER)
    etree.strip_elements(root, *_TWICE_OR_GONE, with_tail=False)
    numbers = _Numbers(package)
    for one in root.iter(f"{W}p"):
        yield WordParagraph(
            ((numbers.label_of(one), PLAIN), *_runs_of(one)),
            is_centred=_value(one, f"{W}pPr/{W}jc") == "center",
            in_table=next(one.iterancestors(f"{W}tc"), None) is not None,
            in_next_cell=_is_in_next_cell(one),
            has_picture=next(one.iter(*_PICTURES), None) is not None,
        )


def _is_in_next_cell(paragraph: Any) -> bool:
    cell = paragraph.getparent()
    return (
        cell.tag == f"{W}tc"
        and cell.find(f"{W}p") is paragraph
        and next(cell.itersiblings(f"{W}tc", preceding=True), None) is not None
    )


def _runs_of(paragraph: Any) -> Iterator[tuple[str, frozenset[str]]]:
    for run in paragraph.iter(f"{W}r"):
        # A text box has paragraphs of its own
        if next(run.iterancestors(f"{W}p")) is paragraph:
            texts = (
                part.text if part.tag == f"{W}t" else _BREAKS.get(part.tag)
                for part in run
            )
            yield normalized("".join(filter(None, texts))), _look_of(run)


def _look_of(run: Any) -> frozenset[str]:
    looks = set()
    for one in run.iterfind(f"{W}rPr/*"):
        name = etree.QName(one).localname
        value = one.get(f"{W}fill") or one.get(f"{W}val") or ""
        if name in _LOOKS and value not in _OFF and not _GREY.fullmatch(value):
            looks.add(name if name in (BOLD, CAPITALS) else f"{name} {value}")
    return frozenset(looks)


def _value(element: Any, path: str) -> str:
    found = element.find(path)
    return "" if found is None else found.get(f"{W}val", "")


class _Numbers:
    """Count as Word does: what stands before a paragraph and not in its words."""

    def __init__(self, package: ZipFile) -> None:
        has_some = NUMBERING in package.namelist()
        root = etree.fromstring(
            package.read(NUMBERING) if has_some else b"<a/>", PARSER
        )
        self._levels = {
            (kind.get(f"{W}abstractNumId"), int(level.get(f"{W}ilvl", ""))): level
            for kind in root.iter(f"{W}abstractNum")
            for level in kind.iter(f"{W}lvl")
        }
        self._nums = {num.get(f"{W}numId"): num for num in root.iter(f"{W}num")}
        self._counts: defaultdict[Any, list[int]] = defaultdict(lambda: [0] * _LEVELS)

    def label_of(self, paragraph: Any) -> str:
        """Return *Câu 3.*, *a)* and the like with a space, or nothing."""
        num = self._nums.get(_value(paragraph, f"{W}pPr/{W}numPr/{W}numId"))
        at = int(_value(paragraph, f"{W}pPr/{W}numPr/{W}ilvl") or 0)
        kind = "" if num is None else _value(num, f"{W}abstractNumId")
        level = self._levels.get((kind, at))
        if level is None or num is None:
            return ""
        # Lists of one kind go on with each other, unless one says that it begins anew
        is_new = num.find(f"{W}lvlOverride/{W}startOverride") is not None
        counts = self._counts[num if is_new else kind]
        first = int(_value(level, f"{W}start") or 1)
        counts[at] = counts[at] + 1 if counts[at] else first
        counts[at + 1 :] = [0] * (_LEVELS - at - 1)
        written = _WRITTEN.get(_value(level, f"{W}numFmt"))
        text = _value(level, f"{W}lvlText")
        return (
            f"{_COUNT.sub(lambda one: written(counts[int(one[1]) - 1]), text)} "
            if written
            else ""
        )
