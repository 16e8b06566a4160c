"""Files that are no list of people: refused whole, before anything of them is used."""

from io import BytesIO
from people_lists import GOOD
from people_lists import row
from people_lists import workbook
from sonla.pbgdpl.core.tables import reader
from sonla.pbgdpl.core.tables import xlsx_archive
from sonla.pbgdpl.core.tables.reader import read_table
from sonla.pbgdpl.core.tables.table import UnreadableTable

import pytest
import zipfile


def packed(**members):
    """Make an archive; the names of members have `__` for `/`."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name.replace("__", "/") + ".xml", data)
    return stream.getvalue()


def changed(data, name, replace):
    """Make a workbook anew with one member changed, or added."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w", 8) as new:
        members = {info.filename: old.read(info) for info in old.infolist()}
        members[name] = replace(members.get(name, b""))
        for member, content in members.items():
            new.writestr(member, content)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
LIST = workbook([GOOD])
STYLES = "xl/styles.xml"
ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>'
MANY = b"<xf/>" * (xlsx_archive.MAX_WORK // xlsx_archive.WORK_OF_OTHERS)
MUCH = b"<a %s/>" % b" ".join(b'a%d=""' % at for at in range(100_000)) * 6
LONG = b"<a %s/>" % b" ".join(b'a%d=""' % at for at in range(120_000))
CELL = b"<a><![CDATA[" + b"<".join(b"%d" % at for at in range(200_000)) + b"]]></a>"
BOOK = "xl/workbook.xml"
AGAIN = b'<sheet xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" name="B" sheetId="2" r:id="rId1"/>'
NAME = (
    b'</sheets><definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">'
    + b"'" * 9_999
    + b"</definedName></definedNames>"
)
FAR = range(100, 100 + reader.MAX_CELLS // 16_000)
FILES = {
    "nothing": (b"", "msg_table_empty"),
    "blanks": (b"\xef\xbb\xbf \r\n", "msg_table_empty"),
    "an empty workbook": (workbook([], headings=()), "msg_table_empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0", "msg_table_not_csv"),
    "PDF": (b"%PDF-1.7\n1 0 obj", "msg_table_not_xlsx"),
    "a page": (b"<html><table><tr><td>A</td></tr></table>", "msg_table_not_xlsx"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 80, "msg_table_old"),
    "a Word document": (packed(word__document="<a/>"), "msg_table_not_xlsx"),
    "half a workbook": (LIST[: len(LIST) // 2], "msg_table_damaged"),
    "XML that ends": (changed(LIST, SHEET, lambda x: x[:300]), "msg_table_damaged"),
    "no sheet": (changed(LIST, SHEET, lambda x: b""), "msg_table_damaged"),
    "entities": (changed(LIST, SHEET, lambda x: ENTITY + x), "msg_table_unsafe"),
    "entities behind a remark": (
        changed(LIST, SHEET, lambda x: b"<!--" + b"a" * 9_999 + b"-->" + ENTITY[21:]),
        "msg_table_unsafe",
    ),
    "entities in two bytes a letter": (
        changed(
            LIST, STYLES, lambda x: (ENTITY[21:] + b"<a/>").decode().encode("utf-16")
        ),
        "msg_table_unsafe",
    ),
    "letters that hide elements": (
        changed(LIST, STYLES, lambda x: b'<?xml version="1.0" encoding="utf-7"?><a/>'),
        "msg_table_damaged",
    ),
    "looks beyond counting": (
        changed(LIST, STYLES, lambda x: x.replace(b"</cellXfs>", MANY)),
        "msg_table_unpacks",
    ),
    "one part for many sheets": (
        changed(LIST, BOOK, lambda x: x.replace(b"</sheets>", AGAIN + b"</sheets>")),
        "msg_table_damaged",
    ),
    "attributes beyond counting": (
        changed(LIST, SHEET, lambda x: x.replace(b"<sheetData", MUCH + b"<sheetData")),
        "msg_table_unpacks",
    ),
    "a tag without an end": (
        changed(LIST, SHEET, lambda x: x.replace(b"<sheetData", LONG + b"<sheetData")),
        "msg_table_unpacks",
    ),
    "letters of two bytes": (
        changed(LIST, SHEET, lambda x: "<a b='㰼'/>".encode("utf-16")),
        "msg_table_unsafe",
    ),
    "a cell without an end": (
        changed(LIST, SHEET, lambda x: x.replace(b"<sheetData", CELL + b"<sheetData")),
        "msg_table_unpacks",
    ),
    "a name that is looked at from each letter": (
        changed(LIST, BOOK, lambda x: x.replace(b"</sheets>", NAME)),
        "msg_table_unpacks",
    ),
    "parts that call themselves a picture": (
        changed(LIST, "xl/media/a.png", lambda x: b"\xef\xbb\xbf <a>" + MANY),
        "msg_table_unpacks",
    ),
    "macros": (
        changed(LIST, "xl/vbaProject.bin", lambda x: b"M"),
        "msg_table_unsafe",
    ),
    "a bomb": (
        changed(LIST, "xl/media/a.bin", lambda x: b"\0" * 30 * 1024 * 1024),
        "msg_table_unpacks",
    ),
    "many members": (
        packed(**{f"a{at}": "b" for at in range(xlsx_archive.MAX_MEMBERS + 1)}),
        "msg_table_unpacks",
    ),
    "far too many columns": (
        workbook([(*GOOD, *["x"] * reader.MAX_COLUMNS)]),
        "msg_table_too_many_columns",
    ),
    "a cell far away": (
        changed(
            LIST,
            SHEET,
            lambda xml: xml.replace(b'r="2"', b'r="1048576"').replace(
                b'2"', b'1048576"'
            ),
        ),
        "msg_table_too_many_rows",
    ),
    "too large": (b"a;b\n" * (reader.MAX_BYTES // 4 + 1), "msg_table_too_large"),
    "empty cells to the far right of many rows": (
        changed(
            LIST,
            SHEET,
            lambda sheet: sheet.replace(
                b"</sheetData>",
                b"".join(b'<row r="%d"><c r="XFD%d"/></row>' % (n, n) for n in FAR)
                + b"</sheetData>",
            ),
        ),
        "msg_table_too_many_columns",
    ),
    "too many rows": (b"a;b\n" * (reader.MAX_ROWS + 200), "msg_table_too_many_rows"),
    "letters that Excel lost": (
        "Họ và tên;Tuổi\nLò;3".encode("cp1258", "replace"),
        "msg_table_not_csv",
    ),
    "letters of an old font": (
        b"H\xe4 v\xb5 t\xean;Tu\xe6i\nL\xdf;3",
        "msg_table_not_csv",
    ),
}


@pytest.mark.parametrize("kind", FILES)
def test_refused_whole(kind):
    data, message = FILES[kind]
    with pytest.raises(UnreadableTable) as refused:
        read_table(data)
    assert refused.value.message.startswith(message)


def test_a_size_that_lies_is_not_believed():
    """The sheet says that it has 16 billion cells; those that it has are read."""
    data = changed(
        LIST,
        SHEET,
        lambda xml: xml.replace(b"A1:L2", b"A1:XFD1048576"),
    )
    table = read_table(data)
    assert [line.number for line in table.lines] == [1, 2] and table.width == 12


def test_sheets_that_are_not_read_are_named():
    table = read_table(workbook([GOOD, row(name="Lò Văn B")]))
    assert table.sheet == "Sheet" and table.other_sheets == ()


def test_other_files_that_a_workbook_names_are_not_read():
    """Each reference would read the part anew."""
    links = b"".join(b'<externalReference r:id="x%d"/>' % at for at in range(200))
    book = changed(
        LIST,
        BOOK,
        lambda x: x.replace(
            b"</sheets>",
            b"</sheets><externalReferences>" + links + b"</externalReferences>",
        ).replace(
            b"<workbook ",
            b'<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ',
            1,
        ),
    )
    assert read_table(book).width == read_table(LIST).width
