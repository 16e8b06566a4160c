"""What reads files and texts that others send, and what makes them as large as is admitted.

A module that calls one of `PARSERS` is named by a reader here, or in `OWN`; a test sees to that.
Each shape makes something of a given size: bytes of a text, paragraphs of a Word file, levels of
nested things, pixels.
"""

from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.html import plain_lines
from sonla.pbgdpl.core.picture_sizes import MAX_MEGAPIXELS
from sonla.pbgdpl.core.picture_sizes import MEGAPIXEL
from sonla.pbgdpl.core.picture_sizes import MIN_FRAME
from sonla.pbgdpl.core.picture_sizes import SCAN
from sonla.pbgdpl.core.picture_sizes import SCANS
from sonla.pbgdpl.core.tables.reader import MAX_FILLED
from sonla.pbgdpl.core.tables.reader import read_table
from sonla.pbgdpl.core.tables.xlsx_archive import LETTERS
from sonla.pbgdpl.core.tables.xlsx_archive import MAX_WORK
from sonla.pbgdpl.core.tables.xlsx_archive import WORK
from sonla.pbgdpl.core.tables.xlsx_archive import WORK_OF_OTHERS
from sonla.pbgdpl.core.typed_text import normalized
from sonla.pbgdpl.exchange.formats.safe_parsers import read_json
from sonla.pbgdpl.exchange.formats.safe_parsers import read_xml
from sonla.pbgdpl.exchange.sanitizing import sanitised
from sonla.pbgdpl.markup.authored import clean
from sonla.pbgdpl.markup.pictures import refuse_unreadable
from sonla.pbgdpl.markup.settling import MAX_DEPTH
from sonla.pbgdpl.options.learning.question_bank.files.questions import (
    MAX_BYTES as MAX_QUESTIONS_BYTES,
)
from sonla.pbgdpl.options.learning.question_bank.importing import read_file
from sonla.pbgdpl.sync.mapping.reading import MAX_LENGTH as MAX_MAPPING
from sonla.pbgdpl.sync.mapping.reading import read_mapping
from sonla.pbgdpl.texts.word_files import BODY
from sonla.pbgdpl.texts.word_files import read_word
from sonla.pbgdpl.texts.word_limits import MAX_DEPTH as MAX_WORD_DEPTH
from sonla.pbgdpl.texts.word_limits import MAX_LOOKS
from sonla.pbgdpl.texts.word_limits import MAX_PIECES
from typing import Any
from zipfile import ZIP_DEFLATED
from zipfile import ZipFile

import contextlib

PARSERS = (
    "PIL.Image.open",
    "html.parser.HTMLParser",
    "jmespath.compile",
    "lxml.etree.fromstring",
    "lxml.html.document_fromstring",
    "lxml.html.fragment_fromstring",
    "lxml.html.fromstring",
    "mammoth.convert_to_html",
    "nh3.clean",
    "openpyxl.load_workbook",
    "tinytag.TinyTag",
    "tomllib.loads",
    "unicodedata.normalize",
    "xml.parsers.expat.ParserCreate",
    "zipfile.ZipFile",
)
"""What takes apart what somebody sent, and may take more than its length says."""

OWN = {
    "core.photo_metadata": "the notes of a photo, of which parts are counted",
    "core.tables.csv_files": "one letter with one mark",
    "core.vietnamese.names": "one letter",
    "core.vietnamese.private_numbers": "what stands beside a number",
    "core.vietnamese.slips": "one word of a search",
    "core.vietnamese.words": "one word of a text that was made harmless",
    "editorial.pages.history": "Plone's own page",
    "install.profile_check": "the package's own profile",
    "install.roles": "the package's own profile",
    "search.lexicon": "one word of a text",
    "statistics.paper.workbook": "what openpyxl has just written",
    "sync.harvest.linked_texts": "pages of at most 8 MB, by libxml2 with its limits on",
    "texts.checks": "a stored text: cleaned before",
    "texts.pages.article_tools": "our own page",
    "texts.pages.introduction": "a stored text: cleaned before",
    "texts.sound": "the head of a stored sound, by its name on the disk",
    "ui.drafts.digests": "a stored text, by libxml2 with its limits on",
}
"""Module → why it needs no reader here."""

TEXT = 200_000
"""Letters of a text: a book of a hundred pages."""
_REFUSALS = (InvalidInput, ValueError)


@dataclass(frozen=True)
class Reader:
    """One way to read, at most how much, and shapes of what may be sent."""

    name: str
    modules: tuple[str, ...]
    read: Callable[[Any], Any]
    limit: int
    shapes: dict[str, Callable[[int], Any]]

    def __call__(self, sent: Any) -> None:
        """Read, or refuse, what was sent."""
        with contextlib.suppress(*_REFUSALS):
            self.read(sent)


def repeated(piece: str, start: str = "", end: str = "") -> Callable[[int], bytes]:
    """Return what makes a file of so many bytes that repeats a piece."""
    length = len(piece.encode())
    return lambda size: f"{start}{piece * (size // length)}{end}".encode()


def text(piece: str, start: str = "", end: str = "") -> Callable[[int], str]:
    """Return what makes a text of so many letters that repeats a piece."""
    return lambda size: f"{start}{piece * (size // len(piece))}{end}"


def nested(*tags: str) -> Callable[[int], str]:
    """Return what makes markup of so many elements in each other."""
    begin = "".join(f"<{tag}>" for tag in tags)
    end = "".join(f"</{tag}>" for tag in reversed(tags))
    return lambda size: f"{begin * (size // len(tags))}x{end * (size // len(tags))}"


def word(
    piece: str, elements: int, around: str = "", at_most: int = 4_000
) -> Callable[[int], bytes]:
    """Return what makes a Word file of so many elements; of `around`, each has at most so many pieces."""
    begin, _mark, end = around.partition("|")

    def make(size: int) -> bytes:
        left, parts = size // elements, list[str]()
        while left > 0:
            parts.append(f"{begin}{piece * min(left, at_most)}{end}")
            left -= at_most
        return word_file("".join(parts))

    return make


def word_file(body: str) -> bytes:
    """Make a Word file of the elements of its body."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as package:
        for name, content in {**_PACKAGE, BODY: _BODY.format(body)}.items():
            package.writestr(name, content)
    return made.getvalue()


def picture(kind: str) -> Callable[[int], bytes]:
    """Return what makes a picture of so many pixels."""

    def make(size: int) -> bytes:
        from PIL import Image

        stream = BytesIO()
        Image.new("1", (5_000, size // 5_000 + 1)).save(stream, kind)
        return stream.getvalue()

    return make


def drawn_again(size: int) -> bytes:
    """Make a JPEG of so many pixels that goes through them as often as one may."""
    from PIL import Image

    stream = BytesIO()
    Image.new("L", (5_000, size // 5_000 + 1)).save(stream, "JPEG", progressive=True)
    made = stream.getvalue()
    scan = made[made.rindex(SCAN) : -2]
    return made[:-2] + scan * (SCANS - made.count(SCAN)) + made[-2:]


def animation(kind: str, side: int = 1_000) -> Callable[[int], bytes]:
    """Return what makes a picture of so many pixels in frames of one size."""

    def make(size: int) -> bytes:
        from PIL import Image

        frames = [
            Image.new("L", (side, side), number * 37 % 256)
            for number in range(1 + size // max(side**2, MIN_FRAME))
        ]
        stream = BytesIO()
        frames[0].save(
            stream, kind, save_all=True, append_images=frames[1:], disposal=2
        )
        return stream.getvalue()

    return make


def workbook(columns: int) -> Callable[[int], bytes]:
    """Return what makes a workbook of so many rows."""

    def make(size: int) -> bytes:
        from openpyxl import Workbook

        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        for number in range(size):
            sheet.append([f"Ô {number}"] * columns)
        stream = BytesIO()
        book.save(stream)
        return stream.getvalue()

    return make


def workbook_with(
    member: str, piece: str, before: str, around: str = "|"
) -> Callable[[int], bytes]:
    """Return what makes a workbook of which a member has so many pieces before an end tag."""
    begin, _mark, end = around.partition("|")

    def make(size: int) -> bytes:
        made = BytesIO()
        with ZipFile(BytesIO(workbook(1)(1))) as plain, ZipFile(made, "w") as changed:
            for name in plain.namelist():
                content = plain.read(name).decode()
                if name == member:
                    content = content.replace(
                        before, f"{begin}{piece * size}{end}{before}"
                    )
                changed.writestr(name, content)
        return made.getvalue()

    return make


SHARING = 2_000
"""Cells that share a formula, as long as so many may share."""


def sharing_formulas(size: int) -> bytes:
    """Make a workbook of so many cells that share a long formula."""
    formula = "+".join(["A1"] * ((LETTERS * MAX_WORK // SHARING - 50) // 3))
    first = f'<row><c r="B2"><f t="shared" si="0" ref="B2:B9">{formula}</f></c></row>'
    others = '<row><c r="B3"><f t="shared" si="0"/></c></row>' * size
    return workbook_with(_SHEET, first + others, "</sheetData>")(1)


_SHEET = "xl/worksheets/sheet1.xml"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = {
    "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="{BODY}"/></Relationships>',
}
_BODY = f'<w:document xmlns:w="{_WORD}"><w:body>{{}}</w:body></w:document>'
_RUN = "<w:r><w:t>chữ</w:t></w:r>"
_BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
_PARAGRAPH = f"<w:p>{_RUN}</w:p>"
_CELL = f"<w:tc><w:tcPr><w:vMerge/></w:tcPr>{_PARAGRAPH}</w:tc>"

QUESTIONS = {
    "tags": repeated("[tag:", "// "),
    "tags and a backslash": repeated("[tag:", "// ", "\\"),
    "blanks": repeated(" ", "a", "b {T}"),
    "open braces": repeated("{"),
    "titles": repeated("::", "::"),
    "weights": repeated("=%", "a {", "}"),
    "open tags": repeated("<", "[html] ", " {T}"),
    "lines": repeated("a\n\n"),
    "lines of Aiken": repeated("a\n\n", end="A. a\nB. b\nANSWER: A"),
    "answers of Aiken": repeated("A. a\n", end="ANSWER: A"),
    "questions": repeated("Câu? {=a ~b}\n\n"),
    "XML": repeated(
        '<question type="truefalse"><questiontext format="html"><text>&lt;</text></questiontext></question>',
        "<quiz>",
        "</quiz>",
    ),
    "XML in itself": repeated("<question>", "<quiz>"),
}
MARKUP = {
    "open tags": text("<"),
    "open comments": text("<!--"),
    "open scripts": text("<script>"),
    "open elements": text("<b>"),
    "blanks": text(" ", "<a", "href>"),
    "attributes": text(" a='b'", "<a", ">x</a>"),
    "names of attributes": lambda size: (
        f"<a {' '.join(map('a{}'.format, range(size // 7)))}>x</a>"
    ),
    "paragraphs": text("<p>a</p>"),
    "empty links": text("<a>b"),
    "frames": text('<iframe src="https://a.example">'),
    "players": text('<video src="/a.mp4"></video>'),
    "styles": text("margin:0;", '<p style="', '">a</p>'),
    "signs of offices": text('<span style="mso-list:l0">a</span>'),
    "runs of offices": text("<span>a</span>", '<p class="MsoNormal">', "</p>"),
    "lists of offices": text('<p style="mso-list:l0 level1 lfo1">a</p>'),
    "changes of offices": text(
        '<ins cite="a">a</ins>', '<p class="MsoNormal">', "</p>"
    ),
    "remarks of offices": text('<span class="MsoCommentReference">a</span>'),
    "breaks of offices": text("<br>", '<p class="MsoNormal">', "</p>"),
}
DEEP = {
    "boxes": nested("div"),
    "lists": nested("ul", "li"),
    "tables": nested("table", "tr", "td"),
    "ends of nothing": lambda size: "<div></x>" * size,
    "ends that don't count": lambda size: "<div><table><td></div></table>" * size,
    "ends in comments": lambda size: "<div><!--</div>-->" * size,
    "after an instruction": lambda size: f"<?<!--?>{'<div>' * size}-->",
    "ends in values": lambda size: '<div title="</div>">' * size,
    "notes of ruby": lambda size: "<rt>" * size,
    "groups of options": lambda size: "<optgroup>" * size,
    "items by turns": lambda size: "<li><dd>" * size,
    "items of no list": lambda size: "<li><dd></dl>" * size,
    "items of a list outside": lambda size: f"<dl><td>{'<li><dd></dl>' * size}",
    "after a comment in a title": lambda size: (
        f"<title><!--</title>{'<div>' * size}-->"
    ),
    "after a title in a choice": lambda size: (
        f"<select><title></select>{'<div>' * size}</title>"
    ),
    "after a value in a title": lambda size: (
        f"<svg><title><a b='</title>{'<div>' * size}'>"
    ),
    "after a blank of text": lambda size: f'<p title=\xa0"<i>{"<div>" * size}">',
    "ends in data": lambda size: "<div><svg><![CDATA[></svg></div>]]></svg>" * size,
    "ends in scripts of scripts": lambda size: (
        "<div><script><p a='<!--<script>'></script></div>--></script>" * size
    ),
    "ends of other letters": lambda size: "<ak></a\u212a>" * size,
    "ends without a blank of text": lambda size: "<div\xa0></div>" * size,
    "items in descriptions": lambda size: "<svg><desc><p></desc></svg><li>" * size,
    "links of drawings": lambda size: f"<svg>{'<link>' * size}",
}

READERS = (
    Reader(
        "question file",
        ("options.learning.question_bank.files.moodle_xml",),
        lambda data: read_file(data, "a.txt"),
        MAX_QUESTIONS_BYTES - 100,
        QUESTIONS,
    ),
    Reader(
        "Word file",
        (
            "texts.word_files",
            "texts.word_limits",
            "texts.word_paragraphs",
            "markup.office.conversion",
        ),
        lambda data: read_word(data, "a.docx"),
        MAX_PIECES - 50,
        {
            "paragraphs": word(_PARAGRAPH, 3),
            "empty paragraphs": word("<w:p/>", 1),
            "runs": word(_RUN, 2, "<w:p>|</w:p>"),
            "breaks": word("<w:br/>", 1, "<w:p><w:r>|</w:r></w:p>"),
            "tables": word(f"<w:tbl><w:tr><w:tc>{_PARAGRAPH}</w:tc></w:tr></w:tbl>", 6),
            "merged cells": word(f"<w:tr>{_CELL * 30}</w:tr>", 151, "<w:tbl>|</w:tbl>"),
            "bookmarks": word(
                '<w:bookmarkStart w:id="1" w:name="a"/>', 1, "<w:p>|</w:p>"
            ),
            "open fields": word(_BEGIN, 2, "<w:p>|</w:p>"),
            "fields": word(f"{_BEGIN}{_END}", 4, "<w:p>|</w:p>"),
            "fields that end in what was deleted": word(
                f"{_BEGIN}<w:del>{_END}</w:del>{_RUN}", 7, "<w:p>|</w:p>"
            ),
            "tracked changes": word(
                f'<w:ins w:id="1">{_RUN}</w:ins>', 3, "<w:p>|</w:p>"
            ),
        },
    ),
    Reader(
        "Word file, looks",
        ("texts.word_limits",),
        lambda data: read_word(data, "a.docx"),
        MAX_LOOKS - 50,
        {"looks": word("<w:b/>", 1, f"<w:p><w:pPr>|</w:pPr>{_RUN}</w:p>")},
    ),
    Reader(
        "Word file, depth",
        ("texts.word_limits",),
        lambda data: read_word(data, "a.docx"),
        2 * MAX_WORD_DEPTH,
        {
            "tables": lambda size: word_file(
                nested("w:tbl", "w:tr", "w:tc")(size).replace("x", _PARAGRAPH)
            ),
            "tags": lambda size: word_file(
                nested("w:smartTag")(size).replace("x", _RUN)
            ),
        },
    ),
    Reader(
        "text",
        ("markup.authored", "markup.removed", "markup.settling"),
        clean,
        TEXT,
        MARKUP,
    ),
    Reader("text, depth", ("markup.authored",), clean, MAX_DEPTH, DEEP),
    Reader("far too deep text", ("markup.authored",), clean, TEXT // 10, DEEP),
    Reader("text of another portal", ("exchange.sanitizing",), sanitised, TEXT, MARKUP),
    Reader("words of a text", (), plain_lines, TEXT, MARKUP),
    Reader(
        "table",
        ("core.tables.reader", "core.tables.xlsx_archive"),
        read_table,
        MAX_FILLED // 20,
        {
            "workbook": workbook(20),
            "CSV": lambda size: repeated("a;b;c;d;e\n")(10 * 4 * size),
            "CSV, one line": lambda size: repeated(";")(100 * size),
            "CSV, open quotes": lambda size: repeated('"a')(100 * size),
        },
    ),
    Reader(
        "workbook, looks",
        ("core.tables.xlsx_archive",),
        read_table,
        MAX_WORK // WORK_OF_OTHERS - 1_000,
        {
            "formats": workbook_with("xl/styles.xml", "<xf/>", "</cellXfs>"),
            "fonts": workbook_with("xl/styles.xml", "<font/>", "</fonts>"),
            "checks": workbook_with(
                _SHEET,
                '<dataValidation sqref="A1"/>',
                "</worksheet>",
                "<dataValidations>|</dataValidations>",
            ),
            "merged cells": workbook_with(
                _SHEET,
                '<mergeCell ref="A1:B1"/>',
                "</worksheet>",
                "<mergeCells>|</mergeCells>",
            ),
            "what nobody knows": workbook_with(_SHEET, "<a/>", "</worksheet>"),
            "names": workbook_with(
                "xl/workbook.xml",
                '<definedName name="a">b</definedName>',
                "</workbook>",
                "<definedNames>|</definedNames>",
            ),
        },
    ),
    Reader(
        "workbook, cells",
        ("core.tables.xlsx_archive",),
        read_table,
        MAX_WORK // WORK["c"] - 5_000,
        {
            "rows": workbook_with(_SHEET, "<row/>", "</sheetData>"),
            "cells": workbook_with(_SHEET, "<c/>", "</row>"),
        },
    ),
    Reader(
        "workbook, runs",
        ("core.tables.xlsx_archive",),
        read_table,
        MAX_WORK // WORK["r"] - 2_000,
        {"runs": workbook_with(_SHEET, "<r/>", "</is>")},
    ),
    Reader(
        "workbook, shared formulas",
        ("core.tables.xlsx_archive",),
        read_table,
        SHARING,
        {"letters": sharing_formulas},
    ),
    Reader(
        "text, marks",
        ("core.typed_text",),
        normalized,
        TEXT,
        {"on a letter": text("\u0301\u0323", "a")},
    ),
    Reader(
        "JSON",
        (),
        read_json,
        TEXT,
        {
            "lists": repeated("[", end=""),
            "empty lists": repeated("[],", "[", "1]"),
            "quotes": repeated('"'),
            "backslashes": repeated("\\", '"', '"'),
            "digits": repeated("9"),
        },
    ),
    Reader(
        "XML",
        ("exchange.formats.safe_parsers",),
        read_xml,
        TEXT,
        {
            "elements": repeated("<a/>", "<b>", "</b>"),
            "elements in each other": repeated("<a>"),
            "attributes": lambda size: (
                "<a " + " ".join(f'b{at}=""' for at in range(size // 10)) + "/>"
            ).encode(),
            "comments": repeated("<!---->", "<b>", "</b>"),
        },
    ),
    Reader(
        "mapping",
        (
            "core.toml_files",
            "sync.mapping.reading",
            "sync.mapping.reading_sending",
            "sync.mapping.tables",
        ),
        read_mapping,
        MAX_MAPPING,
        {
            "parts of a name": text(".a", "a", "=1"),
            "lists": text("["),
            "tables": lambda size: "".join(f"[a{at}]\n" for at in range(size // 8)),
            "values": text("1,", "a=[", "]"),
            "expressions": text("a.", 'record_path = "', 'a"'),
        },
    ),
    Reader(
        "picture",
        ("markup.pictures", "core.picture_sizes"),
        refuse_unreadable,
        MAX_MEGAPIXELS * MEGAPIXEL - 5_000,
        {
            **{kind: picture(kind) for kind in ("PNG", "GIF", "BMP", "TIFF")},
            "JPEG": drawn_again,
            "moving GIF": animation("GIF"),
            "small frames": animation("GIF", side=1),
        },
    ),
    Reader(
        "picture that counts twice",
        ("core.picture_sizes",),
        refuse_unreadable,
        MAX_MEGAPIXELS * MEGAPIXEL // 2 - 5_000,
        {
            **{kind: picture(kind) for kind in ("WEBP", "AVIF")},
            "moving WEBP": animation("WEBP"),
        },
    ),
)


def cases() -> Iterator[tuple[Reader, str]]:
    """Yield each reader with each of its shapes."""
    for reader in READERS:
        for shape in reader.shapes:
            yield reader, shape
