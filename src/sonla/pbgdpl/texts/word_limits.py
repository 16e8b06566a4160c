"""How much of XML a Word file may hold, counted before a library builds anything of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from typing import NoReturn
from xml.parsers.expat import ParserCreate

MAX_DEPTH = 80
"""Elements around an element; a table inside of a cell adds three."""
MAX_PIECES = 30_000
"""Paragraphs, runs, cells and whatever else becomes part of a text: hundreds of pages."""
MAX_IN_ONE = 5_000
"""Elements in one element, but for the body of the text: runs of a paragraph, rows of a table."""
MAX_LOOKS = 100_000
"""Elements that say how a piece looks."""
BODY_DEPTH = 2
"""The body of a text is in the outermost element."""
LOOKS = "Pr"
"""What the name of an element ends with that holds such ones: ``w:rPr``, ``w:tcPr``."""

MSG_LONG = _(
    "msg_word_long",
    default="This file has more paragraphs and table cells than can be read at once. Divide it into several files, or copy its text into the form.",
)
MSG_DEEP = _(
    "msg_word_deep",
    default="This file has tables inside of tables, too many levels of them. Take the text out of the outer tables in Word, save the file and choose it again.",
)
MSG_DOCUMENT_TYPE = _(
    "msg_word_document_type",
    default="This file declares a document type, which Word never writes. Open it in Word, save it anew and choose it again.",
)


@dataclass
class _Open:
    """An element that has begun and not ended."""

    is_look: bool = False
    """Whether it, or one around it, says how something looks."""
    inside: int = 0


class XmlMeasure:
    """Count the elements of all parts of one file; raise `InvalidInput` for what is too much."""

    def __init__(self) -> None:
        self.pieces = 0
        self.looks = 0
        self._open: list[_Open] = []

    def add(self, part: bytes) -> None:
        """Count a part; raise `ExpatError` for what is no XML.

        Expat decodes as it parses: no encoding hides anything of it.
        """
        self._open = []
        parser = ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = _refuse_document_type
        parser.Parse(part, True)

    def _start(self, name: str, _attributes: Mapping[str, str]) -> None:
        around = self._open[-1] if self._open else _Open()
        around.inside += 1
        self._open.append(_Open(around.is_look or name.endswith(LOOKS)))
        if around.is_look:
            self.looks += 1
        else:
            self.pieces += 1
        if len(self._open) > MAX_DEPTH:
            raise InvalidInput(MSG_DEEP)
        is_wide = around.inside > MAX_IN_ONE and len(self._open) > BODY_DEPTH + 1
        if is_wide or self.pieces > MAX_PIECES or self.looks > MAX_LOOKS:
            raise InvalidInput(MSG_LONG)

    def _end(self, _name: str) -> None:
        self._open.pop()


def _refuse_document_type(*_declared: object) -> NoReturn:
    raise InvalidInput(MSG_DOCUMENT_TYPE)
