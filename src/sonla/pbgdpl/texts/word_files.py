"""Read a .docx as a title and a body, or say why it can't be read.

A file comes from anybody's computer: what it holds is measured before it is unpacked, and
nothing of it is run or fetched.
"""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from lxml import etree
from pathlib import PurePath
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.file_signatures import OLE
from sonla.pbgdpl.core.file_signatures import ZIP
from sonla.pbgdpl.core.html import plain_text
from sonla.pbgdpl.legal_documents.recognition import Mention
from sonla.pbgdpl.markup.office.conversion import converted
from sonla.pbgdpl.markup.removed import Removed
from sonla.pbgdpl.texts.official_papers import read_paper
from sonla.pbgdpl.texts.official_papers import without_title
from sonla.pbgdpl.texts.word_limits import XmlMeasure
from sonla.pbgdpl.texts.word_paragraphs import BODY
from sonla.pbgdpl.texts.word_paragraphs import paragraphs_of
from sonla.pbgdpl.texts.word_paragraphs import PARSER
from sonla.pbgdpl.texts.word_paragraphs import W
from typing import Any
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile
from zipfile import ZipFile
from zlib import error as ZlibError

import re

MEGABYTE = 1024 * 1024
MAX_UNPACKED_SIZE = 200 * MEGABYTE
MAX_XML_SIZE = 8 * MEGABYTE
"""Of one part with text, and of all of them twice as much."""
MAX_PARTS = 3000
MAX_PICTURES = 100
"""That one form stores at once: each is an image of its own, with sizes and an index entry."""
MAX_PICTURES_SIZE = 48 * MEGABYTE
"""Of all places where pictures stand: each has data of its own, and a body is held five times."""
CONTENT_TYPES = "[Content_Types].xml"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
STYLES = """
p[style-name='Title'] => h1.MsoTitle:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='Quote'] => blockquote > p:fresh
u => u
"""
_COUNTED = {
    ("change", "ins"): re.compile(rb"<w:(?:ins|del|moveFrom|moveTo) "),
    ("remark", "comment"): re.compile(rb"<w:commentReference "),
    ("object", "OLE"): re.compile(rb"<w:object[ >]"),
    ("object", "chart"): re.compile(rb"<c:chart "),
    ("object", "SmartArt"): re.compile(rb"<dgm:relIds "),
    ("object", "math"): re.compile(rb"<m:oMath[ >]"),
}
"""What is in the text and not in its body, by how it is reported."""
_HEADING = re.compile(r'\s*<h1( class="MsoTitle")?>(.*?)</h1>', re.DOTALL)
_TABLE = re.compile("<table")

MSG_OLD = _(
    "msg_word_old",
    default="This is a Word file of the old kind (.doc) or with macros (.docm). Open it in Word, save it as a .docx and choose that file.",
)
MSG_ENCRYPTED = _(
    "msg_word_encrypted",
    default="This file is protected by a password. Save it without one and choose it again.",
)
MSG_NO_WORD = _(
    "msg_word_none",
    default="This is no .docx file. Open it in Word, save it as a .docx and choose that file.",
)
MSG_BROKEN = _(
    "msg_word_broken",
    default="This file is damaged and can't be read. Open it in Word, save it anew and choose it again.",
)
MSG_BOMB = _(
    "msg_word_bomb",
    default="This file is larger than can be read when it is unpacked. Divide it into several files, or copy its text into the form.",
)
MSG_EMPTY = _("msg_word_empty", default="There is no text in this file.")


@dataclass(frozen=True)
class WordText:
    """What a file becomes, and what the head of an official paper names."""

    title: str
    html: str
    """The body, with its pictures as data; not cleaned yet."""
    removed: tuple[Removed, ...]
    facts: Mention | None = None


def read_word(content: bytes, filename: str) -> WordText:
    """Return the text of a file; raise `InvalidInput` with what to do where there is none."""
    with unpacked(content) as (package, missing):
        lined = _lined_tables(package.read(BODY))
        named, title_lines, facts = read_paper(paragraphs_of(package))
        title, html = _parted(_html_of(content))
    if not title:
        title, html = named, without_title(html, title_lines)
    html, lost = converted(_with_lines(html, lined))
    if not plain_text(title + html).strip() and "<img" not in html:
        raise InvalidInput(MSG_EMPTY)
    fallback = PurePath(filename.replace("\\", "/")).stem
    return WordText(title or fallback, html, (*missing, *lost), facts)


@contextmanager
def unpacked(content: bytes) -> Iterator[tuple[ZipFile, list[Removed]]]:
    """Open a file that was measured, with what of it no text has.

    Raise `InvalidInput` for one that can't be read, whether that shows before or while it is.
    """
    refuse_other_kinds(content)
    try:
        with ZipFile(BytesIO(content)) as package:
            yield package, list(_examined(package))
    except InvalidInput:
        raise
    except (
        BadZipFile,
        ZlibError,
        ExpatError,
        etree.XMLSyntaxError,
        OSError,
        # So mammoth says that a part of the file isn't what another part calls it.
        AttributeError,
        LookupError,
        NotImplementedError,
        ValueError,
    ) as broken:
        raise InvalidInput(MSG_BROKEN) from broken


def refuse_other_kinds(content: bytes) -> None:
    """Raise `InvalidInput` for what its first bytes say is no .docx."""
    if content.startswith(OLE):
        raise InvalidInput(MSG_ENCRYPTED if ENCRYPTED in content else MSG_OLD)
    if not content.startswith(ZIP):
        raise InvalidInput(MSG_NO_WORD)


def _examined(package: ZipFile) -> Iterator[Removed]:
    """Yield what of a file won't be in the body; raise `InvalidInput` if it can't be read."""
    parts = package.infolist()
    names = {part.filename for part in parts}
    if BODY not in names:
        raise InvalidInput(MSG_NO_WORD)
    if CONTENT_TYPES in names and b"macroEnabled" in package.read(CONTENT_TYPES):
        raise InvalidInput(MSG_OLD)
    texts = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
    unpacked = sum(part.file_size for part in parts)
    sizes = [part.file_size for part in texts]
    is_large = max(sizes) > MAX_XML_SIZE or sum(sizes) > 2 * MAX_XML_SIZE
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED_SIZE or is_large:
        raise InvalidInput(MSG_BOMB)
    measure = XmlMeasure()
    for part in texts:
        measure.add(package.read(part))
    body = package.read(BODY)
    refuse_many_pictures(body.count(b"<a:blip ") + body.count(b"<v:imagedata "))
    if any(name.endswith(("vbaProject.bin", ".js", ".exe")) for name in names):
        yield Removed("macro", "macro", "")
    for (kind, what), written in _COUNTED.items():
        yield from [Removed(kind, what, "")] * len(written.findall(body))


def refuse_many_pictures(number: int) -> None:
    """Raise `InvalidInput` for more pictures than one form stores."""
    if number > MAX_PICTURES:
        raise InvalidInput(
            _(
                "msg_word_pictures",
                default="This file has ${number} pictures; at most ${most} can be taken from one file. Divide it into several files.",
                mapping={"number": str(number), "most": str(MAX_PICTURES)},
            )
        )


def _html_of(content: bytes) -> str:
    # Imported where it is used: only who reads a file needs it.
    import mammoth

    sizes: list[int] = []

    @mammoth.images.img_element
    def as_data(picture: Any) -> dict[str, str]:
        with picture.open() as file:
            content = file.read(MAX_PICTURES_SIZE + 1)
        sizes.append(len(content))
        refuse_many_pictures(len(sizes))
        if sum(sizes) > MAX_PICTURES_SIZE:
            raise InvalidInput(MSG_BOMB)
        data = b64encode(content).decode("ascii")
        return {"src": f"data:{picture.content_type};base64,{data}"}

    result: Any = mammoth.convert_to_html(
        BytesIO(content),
        style_map=STYLES,
        convert_image=as_data,
        include_embedded_style_map=False,
    )
    return result.value


def _parted(html: str) -> tuple[str, str]:
    """Return the title that a body begins with, and the body after it.

    A heading is the title of the whole where it is the first thing and the only one of its
    level.
    """
    found = _HEADING.match(html)
    if found is None or not (found[1] or html.count("<h1") == 1):
        return "", html
    title = " ".join(plain_text(found[2]).split())
    said_whole = title and "<img" not in found[2] and "<a " not in found[2]
    return title, html[found.end() :] if said_whole else html


def _lined_tables(body: bytes) -> list[bool]:
    """Return for each table of a text, in its order, whether it has lines."""
    root = etree.fromstring(body, PARSER)
    return [_has_lines(table) for table in root.iter(f"{W}tbl")]


def _has_lines(table: Any) -> bool:
    style = table.find(f"{W}tblPr/{W}tblStyle")
    if style is not None and style.get(f"{W}val") != "TableNormal":
        return True
    return any(
        one.get(f"{W}val") not in ("nil", "none", None)
        for name in ("tblBorders", "tcBorders")
        for borders in table.iter(f"{W}{name}")
        for one in borders
    )


def _with_lines(html: str, lined: list[bool]) -> str:
    """Return a body that says which of its tables have lines; mammoth doesn't."""
    if html.count("<table") != len(lined):
        return html
    left = iter(lined)
    return _TABLE.sub(
        lambda _tag: '<table border="1"' if next(left) else "<table", html
    )
