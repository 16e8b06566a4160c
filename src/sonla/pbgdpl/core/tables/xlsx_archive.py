"""What an XLSX file must be before a library unpacks it.

It is a ZIP archive of XML: a few kilobytes can unpack to gigabytes, XML can define entities
that grow, and of an element of five bytes a library makes objects. Sizes are taken from the
directory of the archive; `zipfile` reads no more of a member than that, so that a lie there is
an error and not a bomb.
"""

from collections.abc import Mapping
from io import BytesIO
from sonla.pbgdpl import _
from sonla.pbgdpl.core.tables.table import UnreadableTable
from typing import NoReturn
from xml.parsers.expat import ExpatError
from xml.parsers.expat import ParserCreate

import re
import zipfile
import zlib

MAX_MEMBERS = 1_000
MAX_UNPACKED_SIZE = 64 * 1024 * 1024
"""Bytes of all members; 5,000 rows of 25 columns take about 10 MB."""
MAX_RATIO = 200
"""Times a member of more than `SMALL` bytes may grow; tables grow ten- to thirtyfold."""
SMALL = 1024 * 1024
MAX_WORK = 1_200_000
"""Microseconds that a library may need for the elements of all members, by these estimates: 5,000
rows of 20 columns with texts are 1,000,000."""
WORK = {
    "row": 2,
    "c": 3,
    "f": 2,
    "v": 2,
    "is": 3,
    "si": 3,
    "t": 2,
    "r": 5,
    "sheet": 100,
}
"""Of an element of cells and their texts, which most are, and of one that names a sheet."""
WORK_OF_OTHERS = 15
"""Of an element of looks, merged cells, rules, names."""
USUAL_ATTRIBUTES, WORK_OF_ATTRIBUTE = 20, 3
LETTERS = 4
"""Letters of a formula that a microsecond moves to another of the cells that share it."""
PAIRS = 40
"""Pairs of letters of a name's formula in a microsecond: its areas are looked for from each of them."""
MAX_LETTERS = 1024 * 1024
_ENDLESS = re.compile(rb"<[^<]{%d}" % MAX_LETTERS)
"""A tag with what follows it, longer than any; its attributes would be held all at once."""
BEFORE_XML = b"\0\xef\xbb\xbf\xfe\xff \t\r\n"
"""What may stand before the first bracket, in whatever encoding."""
WORKBOOK = "xl/workbook.xml"

_UNREADABLE = (
    zipfile.BadZipFile,
    ExpatError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    zlib.error,
)
"""What is damaged, encrypted, packed or written in a way that lists of people aren't."""

MSG_NOT_XLSX = _(
    "msg_table_not_xlsx",
    default="This is no spreadsheet. Save the list as .xlsx or as CSV UTF-8.",
)
MSG_DAMAGED = _(
    "msg_table_damaged",
    default="The file is damaged and can't be opened. Open it in the spreadsheet program, save it anew and upload it again.",
)
MSG_BOMB = _(
    "msg_table_unpacks_too_large",
    default="Unpacked, this file would be far larger than any list of people. It was not opened. Copy the list into a new spreadsheet and upload that.",
)
MSG_UNSAFE = _(
    "msg_table_unsafe",
    default="This file has parts that no list of people has. It was not opened. Copy the list into a new spreadsheet and upload that.",
)


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Open the archive of a workbook; raise `UnreadableTable` for what is none, or is a trap."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnreadableTable(MSG_DAMAGED) from error
    refuse_bombs(members)
    if WORKBOOK not in {member.filename for member in members}:
        raise UnreadableTable(MSG_NOT_XLSX)
    refuse_traps(archive, members)
    return archive


def refuse_bombs(members: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive that unpacks to more than a list can be."""
    total = sum(member.file_size for member in members)
    grown = any(
        member.file_size > SMALL
        and member.file_size > MAX_RATIO * max(member.compress_size, 1)
        for member in members
    )
    if len(members) > MAX_MEMBERS or total > MAX_UNPACKED_SIZE or grown:
        raise UnreadableTable(MSG_BOMB)


def refuse_traps(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Refuse macros, document types, and more elements than a list has.

    Who uploads a list of people has no use for macros. Whatever begins as XML is looked at: a
    workbook may call its parts as it likes.
    """
    elements = _Elements()
    for member in members:
        if "vbaProject" in member.filename:
            raise UnreadableTable(MSG_UNSAFE)
        try:
            part = archive.read(member)
            if _ENDLESS.search(part):
                raise UnreadableTable(MSG_BOMB)
            if part.lstrip(BEFORE_XML).startswith(b"<"):
                # In two bytes a letter, brackets are not where they seem to be
                if b"\0" in part[:4]:
                    raise UnreadableTable(MSG_UNSAFE)
                elements.add(part)
        except _UNREADABLE as error:
            raise UnreadableTable(MSG_DAMAGED) from error


class _Elements:
    """Estimate the work that the elements of all parts make; refuse what is too much."""

    def __init__(self) -> None:
        self.work = 0
        self._kind = ""
        self._letters = 0
        self._longest = 0
        self._named = set[tuple[str, str]]()

    def add(self, part: bytes) -> None:
        """Count a part. Expat decodes as it parses: no encoding hides anything of it."""
        parser = ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuse_document_type
        parser.Parse(part, True)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._kind, self._letters = name.rpartition(" ")[2], 0
        self.work += WORK.get(self._kind, WORK_OF_OTHERS) + WORK_OF_ATTRIBUTE * max(
            0, len(attributes) - USUAL_ATTRIBUTES
        )
        if self._kind == "sheet":
            self._name(*(id for at, id in attributes.items() if at.endswith(" id")))
        elif attributes.get("Type", "").endswith("/worksheet"):
            self._name(attributes.get("Target", "").rpartition("/")[2])
        elif self._kind == "f" and "si" in attributes:
            self.work += self._longest // LETTERS
        if self.work > MAX_WORK:
            raise UnreadableTable(MSG_BOMB)

    def _name(self, part: str = "") -> None:
        """Note which part a sheet is, or a sheet's name for it: two share none, or each reads it anew."""
        if (self._kind, part) in self._named:
            raise UnreadableTable(MSG_DAMAGED)
        self._named.add((self._kind, part))

    def _text(self, text: str) -> None:
        self._letters += len(text)
        if self._kind == "f":
            self._longest = max(self._longest, self._letters)
        if self._kind == "definedName":
            self.work += len(text) * self._letters // PAIRS
        if self.work > MAX_WORK or self._letters > MAX_LETTERS:
            raise UnreadableTable(MSG_BOMB)


def _refuse_document_type(*_declared: object) -> NoReturn:
    raise UnreadableTable(MSG_UNSAFE)
