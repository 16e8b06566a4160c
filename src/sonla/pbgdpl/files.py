"""What a file must be to enter a section: not empty, not too big, what it says it is.

One function, asked by every road: `plone.namedfile` calls named adapters whenever a
file field is validated (forms and REST), the upload view of editors asks itself.
"""

from collections.abc import Callable
from plone.dexterity.interfaces import IDexterityContent
from plone.namedfile.interfaces import IBlobby
from plone.namedfile.interfaces import INamed
from plone.namedfile.interfaces import INamedField
from plone.namedfile.interfaces import IPluggableFileFieldValidation
from plone.namedfile.interfaces import IPluggableImageFieldValidation
from plone.restapi.deserializer.dxfields import NamedFieldDeserializer
from plone.restapi.interfaces import IFieldDeserializer
from sonla.pbgdpl import _
from sonla.pbgdpl.controlpanel.settings import get_settings
from sonla.pbgdpl.interfaces import IBrowserLayer
from sonla.pbgdpl.refusals import Refused
from sonla.pbgdpl.section import section_of
from typing import Any
from zope.component import adapter
from zope.i18nmessageid import Message
from zope.interface import implementer

import os

HEAD = 4096
"""Bytes read to tell what a file is."""

MEGABYTE = 1024 * 1024

ACTIVE = frozenset(
    """
    html htm xhtml xht shtml mht mhtml svg svgz js mjs css exe com bat cmd msi msp scr
    pif cpl dll sys ps1 psm1 vbs vbe jse ws wsf wsh hta jar class sh bash php phtml php5
    pl py pyc cgi asp aspx jsp apk app dmg deb rpm lnk url reg inf docm dotm xlsm xltm
    pptm potm swf
    """.split()
)
"""Extensions of what a browser or computer would run, scripts in documents included."""

ZIP = (b"PK\x03\x04",)
OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
TIFF = (b"II*\x00", b"MM\x00*")
STARTS = {
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "bmp": (b"BM",),
    "tif": TIFF,
    "tiff": TIFF,
    "doc": (*OLE, b"{\\rtf"),
    "xls": OLE,
    "ppt": OLE,
    "rtf": (b"{\\rtf",),
    **dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods", "odp", "epub"), ZIP),
    "zip": (*ZIP, b"PK\x05\x06"),
    "rar": (b"Rar!\x1a\x07",),
    "7z": (b"7z\xbc\xaf\x27\x1c",),
    "webm": (b"\x1a\x45\xdf\xa3",),
    "mkv": (b"\x1a\x45\xdf\xa3",),
    **dict.fromkeys(("ogg", "oga", "ogv", "opus"), (b"OggS",)),
}
"""Extension → what a file with it begins with."""

TEXTS = frozenset({"txt", "csv", "vtt", "srt"})
RUNNABLE = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
MARKUP = (b"<!doctype html", b"<html", b"<svg", b"<script", b"<body", b"<iframe")


def file_problem(filename: str, size: int, head: bytes, limit: int) -> Message | None:
    """Say why a file is refused; None for a good one.

    `head` is its first `HEAD` bytes, `limit` the largest size in megabytes. A name
    without an extension, or with one not known here, is judged by what the file is.
    """
    values = {"filename": filename, "limit": str(limit)}
    if size == 0:
        return _(
            "msg_file_empty",
            default="${filename} is empty (0 bytes). Choose the file again.",
            mapping=values,
        )
    if size > limit * MEGABYTE:
        return _(
            "msg_file_too_large",
            default="${filename} is larger than ${limit} MB, the largest size allowed.",
            mapping=values,
        )
    kind = extension(filename)
    if kind in ACTIVE or (kind not in CHECKS and is_active(head)):
        return _(
            "msg_file_active",
            default="${filename} is of a kind that can run on the reader's computer and is not accepted. Use PDF, a document, an image, sound or video.",
            mapping=values,
        )
    if not CHECKS.get(kind, _anything)(head):
        return _(
            "msg_file_not_what_it_says",
            default="${filename} is not a real .${extension} file: its content does not fit its name. Save it again in the right format.",
            mapping={**values, "extension": kind},
        )
    return None


def extension(filename: str) -> str:
    """Give the extension of a name in small letters, without the point."""
    return os.path.splitext(filename.strip())[1].lower().removeprefix(".")


def is_active(head: bytes) -> bool:
    """Tell whether something runs or is markup, whatever its name."""
    return head.startswith(RUNNABLE) or _unspaced(head).startswith(MARKUP)


def is_text(head: bytes) -> bool:
    """Tell whether bytes can be text; older Vietnamese encodings are text too."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return b"\x00" not in head and not is_active(head)


def is_pdf(head: bytes) -> bool:
    """Tell whether a PDF begins here; readers allow some bytes before it."""
    return b"%PDF-" in head[:1024]


def is_mp4(head: bytes) -> bool:
    """Tell whether an ISO media file or its older relative begins here."""
    return head[4:8] in (b"ftyp", b"moov", b"mdat", b"free", b"wide", b"skip")


def is_mp3(head: bytes) -> bool:
    """Tell whether tags or a frame of MPEG sound begin here."""
    framed = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0
    return head.startswith(b"ID3") or framed


def starts_with(*starts: bytes) -> Callable[[bytes], bool]:
    """Make a check for certain first bytes."""
    return lambda head: head.startswith(starts)


def riff(kind: bytes) -> Callable[[bytes], bool]:
    """Make a check for a kind of RIFF file."""
    return lambda head: head[:4] == b"RIFF" and head[8:12] == kind


CHECKS: dict[str, Callable[[bytes], bool]] = {
    **{name: starts_with(*starts) for name, starts in STARTS.items()},
    **dict.fromkeys(TEXTS, is_text),
    **dict.fromkeys(("mp4", "m4v", "m4a", "mov", "avif", "heic"), is_mp4),
    "pdf": is_pdf,
    "mp3": is_mp3,
    "webp": riff(b"WEBP"),
    "wav": riff(b"WAVE"),
    "avi": riff(b"AVI "),
}
"""Extension → whether the first bytes fit it."""


class FileRefused(Refused):
    """Refuse a file; the message says why and what to do."""


def refuse_bad_file(context: Any, filename: str, size: int, head: bytes) -> None:
    """Raise `FileRefused` for a bad file that shall enter a section."""
    if context is None or section_of(context) is None:
        return
    limit = get_settings().max_file_megabytes
    problem = file_problem(filename or "", size, head, limit)
    if problem is not None:
        raise FileRefused(problem)


class FileInSection:
    """Check a file whenever its field is validated: in forms and over REST."""

    def __init__(self, field: Any, value: Any) -> None:
        self.field = field
        self.value = value

    def __call__(self) -> None:
        """Raise `FileRefused` for a bad file of content inside a section."""
        context = getattr(self.field, "context", None)
        if self.value is not None:
            refuse_bad_file(
                context, self.value.filename, self.value.getSize(), head_of(self.value)
            )


@implementer(IPluggableFileFieldValidation)
@adapter(INamedField, INamed)
class FileFieldInSection(FileInSection):
    """Check the value of a file field."""


@implementer(IPluggableImageFieldValidation)
@adapter(INamedField, INamed)
class ImageFieldInSection(FileInSection):
    """Check the value of an image field."""


@implementer(IFieldDeserializer)
@adapter(INamedField, IDexterityContent, IBrowserLayer)
class NamedFieldInSection(NamedFieldDeserializer):
    """Refuse an empty file over REST, which core takes for no file at all."""

    def __call__(self, value: Any) -> Any:
        """Give the field's value; raises `FileRefused`."""
        if isinstance(value, dict) and value.get("data") in ("", b""):
            refuse_bad_file(self.context, value.get("filename") or "", 0, b"")
        return super().__call__(value)


def head_of(value: Any) -> bytes:
    """Read the first bytes of a stored file, without loading the rest of a blob."""
    if not IBlobby.providedBy(value):
        return bytes(value.data or b"")[:HEAD]
    with value.open() as stream:
        return stream.read(HEAD)


def _unspaced(head: bytes) -> bytes:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()


def _anything(_head: bytes) -> bool:
    return True
