"""What a file is by its first bytes, and whether it fits its name."""

from collections.abc import Callable

import os

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
    "amr": (b"#!AMR",),
    "aac": (b"\xff\xf1", b"\xff\xf9", b"ADIF", b"ID3"),
}
"""Extension → what a file with it begins with."""

MP4_RELATIVES = ("mp4", "m4v", "m4a", "mov", "avif", "heic", "3gp", "3gpp")
TEXTS = frozenset({"txt", "csv", "vtt", "srt"})
PICTURES = frozenset({"png", "jpg", "jpeg", "gif", "webp", "bmp", "tif", "tiff"})
MAX_PICTURE_MEGABYTES = 20
"""A picture is loaded whole to be scaled, and a photo of any camera is smaller."""
RUNNABLE = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
MARKUP = (b"<!doctype html", b"<html", b"<svg", b"<script", b"<body", b"<iframe")


def may_run(kind: str, head: bytes) -> bool:
    """Return whether a file can run on the reader's computer.

    `kind` is its extension. A name without one, or with one not known here, is judged
    by what the file is.
    """
    return kind in ACTIVE or (kind not in CHECKS and is_active(head))


def fits(kind: str, head: bytes) -> bool:
    """Return whether a file is what its extension says; an unknown one says nothing."""
    return CHECKS.get(kind, _anything)(head)


def extension(filename: str) -> str:
    """Return the extension of a name in small letters, without the point."""
    return os.path.splitext(filename.strip())[1].lower().removeprefix(".")


def is_active(head: bytes) -> bool:
    """Return whether something runs or is markup, whatever its name."""
    return head.startswith(RUNNABLE) or _unspaced(head).startswith(MARKUP)


def is_text(head: bytes) -> bool:
    """Return whether bytes can be text; older Vietnamese encodings are text too."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return b"\x00" not in head and not is_active(head)


def is_pdf(head: bytes) -> bool:
    """Return whether a PDF begins here; readers allow some bytes before it."""
    return b"%PDF-" in head[:1024]


def is_mp4(head: bytes) -> bool:
    """Return whether an ISO media file or its older relative begins here."""
    return head[4:8] in (b"ftyp", b"moov", b"mdat", b"free", b"wide", b"skip")


def is_mp3(head: bytes) -> bool:
    """Return whether tags or a frame of MPEG sound begin here."""
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
    **dict.fromkeys(MP4_RELATIVES, is_mp4),
    "pdf": is_pdf,
    "mp3": is_mp3,
    "webp": riff(b"WEBP"),
    "wav": riff(b"WAVE"),
    "avi": riff(b"AVI "),
}
"""Extension → whether the first bytes fit it."""


def _unspaced(head: bytes) -> bytes:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()


def _anything(_head: bytes) -> bool:
    return True
