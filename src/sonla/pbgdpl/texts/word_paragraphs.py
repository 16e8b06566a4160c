"""The paragraphs of a Word file as they look: bold, centred, coloured, and numbered by Word itself.

Callers measure a file before, as `texts.word_files.unpacked` does.
"""

from collections.abc import Callable
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
_MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_TWICE_OR_GONE = (f"{_MARKUP}Fallback", f"{W}del", f"{W}moveFrom")
BREAK = "\v"
"""Ends a line inside of a paragraph, and its last one, as in texts that Word writes."""
PICTURE = "\ufffc"
"""Stands for a picture or a formula: Unicode's sign for an object."""
_SIGNS = {
    f"{W}br": BREAK,
    f"{W}cr": BREAK,
    f"{W}tab": "\t",
    f"{W}noBreakHyphen": "-",
    f"{W}drawing": PICTURE,
    f"{W}object": PICTURE,
    f"{W}pict": PICTURE,
    f"{_MARKUP}AlternateContent": PICTURE,
}
BOLD, CAPITALS = "b", "caps"
_LOOKS = (BOLD, CAPITALS, "color", "highlight", "shd", "u")
_OFF = ("0", "false", "none", "auto")
_GREY = re.compile(r"([0-9A-F])[0-9A-F](?:\1[0-9A-F]){2}", re.IGNORECASE)
"""Colours from black to white: programs write many of them without being told."""
Look = frozenset[str]
"""What a letter looks like, such as *b* and *color FF0000*."""
PLAIN: Look = frozenset()
_WRITTEN: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "lowerLetter": lambda count: ascii_lowercase[(count - 1) % 26],
    "upperLetter": lambda count: ascii_uppercase[(count - 1) % 26],
}
"""How Word writes the numbers of a list; others, and bullets, are no labels."""


@dataclass(frozen=True)
class WordParagraph:
    """A paragraph with the look of each letter."""

    text: str
    """It ends as a line does, or with a tab where the next cell of its row follows."""
    looks: Sequence[Look]
    is_centred: bool
    in_table: bool

    @property
    def words(self) -> str:
        """Its text in one line."""
        return " ".join(self.text.replace(PICTURE, "").split())

    @property
    def look(self) -> Look:
        """What all of its words look like."""
        return common_look(self.text, self.looks)


def common_look(text: str, looks: Sequence[Look]) -> Look:
    """Return what all letters and digits look like."""
    of_words = [look for sign, look in zip(text, looks, strict=False) if sign.isalnum()]
    return frozenset.intersection(*of_words or [PLAIN])


def paragraphs_of(package: ZipFile) -> Iterator[WordParagraph]:
    """Yield the paragraphs of a file, in its order."""
    root = etree.fromstring(package.read(BODY), PARSER)
    etree.strip_elements(root, *_TWICE_OR_GONE, with_tail=False)
    numbers = _Numbers(package)
    for one in root.iter(f"{W}p"):
        label, end = (numbers.label_of(one), PLAIN), (_end_of(one), PLAIN)
        runs = [label, *_runs_of(one), end]
        yield WordParagraph(
            "".join(text for text, _look in runs),
            [look for text, look in runs for _sign in text],
            is_centred=_value(one, f"{W}pPr/{W}jc") == "center",
            in_table=next(one.iterancestors(f"{W}tc"), None) is not None,
        )


def _end_of(paragraph: Any) -> str:
    cells_behind = paragraph.getparent().itersiblings(f"{W}tc")
    is_in_row = paragraph.getnext() is None and next(cells_behind, None) is not None
    return "\t" if is_in_row else f"{BREAK}\n"


def _runs_of(paragraph: Any) -> Iterator[tuple[str, Look]]:
    for run in paragraph.iter(f"{W}r", _FORMULA):
        # A text box has paragraphs of its own
        if next(run.iterancestors(f"{W}p")) is paragraph:
            signs = (
                part.text if part.tag == f"{W}t" else _SIGNS.get(part.tag)
                for part in run
            )
            text = normalized("".join(filter(None, signs))).replace("\n", " ")
            yield PICTURE if run.tag == _FORMULA else text, _look_of(run)


def _look_of(run: Any) -> Look:
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
            (kind.get(f"{W}abstractNumId"), level.get(f"{W}ilvl")): level
            for kind in root.iter(f"{W}abstractNum")
            for level in kind.iter(f"{W}lvl")
        }
        self._nums = {
            num.get(f"{W}numId"): (
                _value(num, f"{W}abstractNumId"),
                _value(num, f"{W}lvlOverride/{W}startOverride"),
            )
            for num in root.iter(f"{W}num")
        }
        self._counts: dict[str, dict[str, int]] = {}

    def label_of(self, paragraph: Any) -> str:
        """Return *Câu 3.*, *a)* and the like with a space, or nothing.

        Lists of one kind go on with each other, unless one says where it begins anew.
        """
        number = _value(paragraph, f"{W}pPr/{W}numPr/{W}numId")
        depth = _value(paragraph, f"{W}pPr/{W}numPr/{W}ilvl") or "0"
        kind, anew = self._nums.get(number, ("", ""))
        level = self._levels.get((kind, depth))
        if level is None:
            return ""
        name = f"{number} anew" if anew else kind
        first = int(anew or _value(level, f"{W}start") or 1)
        before = self._counts.get(name, {})
        counts = {one: before[one] for one in before if one < depth}
        counts[depth] = before[depth] + 1 if depth in before else first
        self._counts[name] = counts
        write = _WRITTEN.get(_value(level, f"{W}numFmt"))
        text = _value(level, f"{W}lvlText")
        return (
            f"{text.replace(f'%{int(depth) + 1}', write(counts[depth]))} "
            if write
            else ""
        )
