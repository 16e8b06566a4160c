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
"""Paragraphs, runs, cells and whatever else becomes part of a text: 300 pages of twelve paragraphs
of three runs, or 190 of six. A run counts twice, with its text."""
MAX_IN_ONE = 5_000
"""Elements in one element, but for the body of the text: runs of a paragraph, rows of a table."""
MAX_LOOKS = 100_000
"""Elements that say how a piece looks, and those that hold them."""
MAX_OPEN_FIELDS = 50
"""Fields in each other: whatever stands in them is looked at once for each."""
BODY_DEPTH = 2
"""The body of a text is in the outermost element."""
_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_FIELD = {f"{uri} fldChar" for uri in _WORD}
_FIELD_KIND = {f"{uri} fldCharType" for uri in _WORD}
_ALWAYS_READ = {
    f"{uri} {name}" for uri in _WORD for name in ("p", "r", "ins", "hyperlink")
}
"""Elements of whose content nothing is passed over, hence no end of a field."""
_ID = {f"{uri} id" for uri in _WORD}
_NOTE = {f"{uri} {kind}Reference" for uri in _WORD for kind in ("footnote", "endnote")}
_TEXTS = ("officeDocument", "styles", "numbering", "footnotes", "endnotes", "comments")
"""What the type of a relation ends with that names a part which is read."""
LOOKS = "Pr"
"""What the name of an element ends with that holds such ones: ``w:rPr``, ``w:tcPr``."""

MSG_LONG = _(
    "msg_word_long",
    default="This file has more paragraphs, table cells and changes of the font than can be read at once, which is about 300 usual pages. Divide it into several files, or copy its text into the form.",
)
MSG_DEEP = _(
    "msg_word_deep",
    default="This file has tables inside of tables, too many levels of them. Take the text out of the outer tables in Word, save the file and choose it again.",
)
MSG_FIELDS = _(
    "msg_word_fields",
    default="This file has too many fields inside of each other, or fields that don't end. Select the whole text in Word, press Ctrl+Shift+F9, which makes plain text of fields, save the file and choose it again.",
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
    fields: int = 0
    """How many fields were open when it began, unless those that end in it do end."""


class XmlMeasure:
    """Count the elements of all parts of one file; raise `InvalidInput` for what is too much.

    What no program writes, and would be read without having been counted or more than once, is
    a `ValueError`: a part with text that isn't called *.xml*, two references to one note.
    """

    def __init__(self) -> None:
        self.pieces = 0
        self.looks = 0
        self._fields = 0
        self._open: list[_Open] = []

    def add(self, part: bytes) -> None:
        """Count a part; raise `ExpatError` for what is no XML.

        Expat decodes as it parses: no encoding hides anything of it.
        """
        self._open = []
        self._fields = 0
        # A template in it has notes of its own
        self._notes: set[tuple[str, str]] = set()
        parser = ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = _refuse_document_type
        parser.Parse(part, True)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        around = self._open[-1] if self._open else _Open()
        around.inside += 1
        is_look = around.is_look or name.endswith(LOOKS)
        fields = 0 if name in _ALWAYS_READ else self._fields
        self._open.append(_Open(is_look, fields=fields))
        if is_look:
            self.looks += 1
        else:
            self.pieces += 1
        if len(self._open) > MAX_DEPTH:
            raise InvalidInput(MSG_DEEP)
        if name in _FIELD:
            self._count_field({attributes.get(kind) for kind in _FIELD_KIND})
        elif name in _NOTE:
            notes = {(name, attributes[id]) for id in _ID & attributes.keys()}
            if notes & self._notes:
                raise ValueError("a note twice")
            self._notes |= notes
        elif attributes.get("Type", "").endswith(_TEXTS) and not attributes.get(
            "Target", ""
        ).endswith(".xml"):
            raise ValueError("a part with text of another name")
        is_wide = around.inside > MAX_IN_ONE and len(self._open) > BODY_DEPTH + 1
        if is_wide or self.pieces > MAX_PIECES or self.looks > MAX_LOOKS:
            raise InvalidInput(MSG_LONG)

    def _count_field(self, kinds: set[str | None]) -> None:
        if "begin" in kinds:
            self._fields += 1
        elif "end" in kinds:
            self._fields = self._open[-1].fields = max(0, self._fields - 1)
        if self._fields > MAX_OPEN_FIELDS:
            raise InvalidInput(MSG_FIELDS)

    def _end(self, _name: str) -> None:
        self._fields = max(self._fields, self._open.pop().fields)


def _refuse_document_type(*_declared: object) -> NoReturn:
    raise InvalidInput(MSG_DOCUMENT_TYPE)
