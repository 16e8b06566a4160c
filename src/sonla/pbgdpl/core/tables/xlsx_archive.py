"""What an XLSX file must be before a library unpacks it.

It is a ZIP archive of XML: a few kilobytes can unpack to gigabytes, and XML can define
entities that grow. Sizes are taken from the directory of the archive; `zipfile` reads no
more of a member than that, so that a lie there is an error and not a bomb.
"""

from io import BytesIO
from sonla.pbgdpl import _
from sonla.pbgdpl.core.tables.table import UnreadableTable

import zipfile

MAX_MEMBERS = 1_000
MAX_UNPACKED_SIZE = 64 * 1024 * 1024
"""Bytes of all members; 5,000 rows of 25 columns take about 10 MB."""
MAX_RATIO = 200
"""Times a member of more than `SMALL` bytes may grow; tables grow ten- to thirtyfold."""
SMALL = 1024 * 1024
HEAD = 4096
WORKBOOK = "xl/workbook.xml"

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
    refuse_entities(archive, members)
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


def refuse_entities(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Refuse XML that declares a document type: spreadsheets never do, attacks do.

    And macros: who uploads a list of people has no use for them.
    """
    for member in members:
        if "vbaProject" in member.filename:
            raise UnreadableTable(MSG_UNSAFE)
        if not member.filename.endswith((".xml", ".rels")):
            continue
        try:
            with archive.open(member) as stream:
                head = stream.read(HEAD).replace(b"\0", b"").upper()
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            raise UnreadableTable(MSG_DAMAGED) from error
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise UnreadableTable(MSG_UNSAFE)
