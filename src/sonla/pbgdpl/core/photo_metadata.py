"""What a camera notes in a photo besides the picture: position, device, its owner's name.

Taken out of JPEG, PNG and WebP without touching the picture itself. How it is turned stays,
and what a photographer wrote by IPTC.
"""

from collections.abc import Callable
from collections.abc import Iterator
from io import BytesIO

import struct

JPEG = b"\xff\xd8\xff"
PNG = b"\x89PNG\r\n\x1a\n"
RIFF, WEBP = b"RIFF", b"WEBP"
APP1, START_OF_SCAN = 0xE1, 0xDA
ORIENTATION = 0x0112
PNG_NOTES = (b"tEXt", b"zTXt", b"iTXt")
PNG_KEYWORDS = (b"XML:com.adobe.xmp", b"Raw profile type ")
WEBP_FLAGS = 0x08 | 0x04
"""Bits of the head of a WebP that say that EXIF and XMP follow."""

UNREADABLE = (
    struct.error,
    IndexError,
    OSError,
    SyntaxError,
    ValueError,
)
"""What is raised over a photo that is broken."""
MAX_PARTS = 16_384
"""Of one photo. Programs write a PNG in chunks of 8 KB; a JPEG has some dozens of segments."""


def without_metadata(data: bytes) -> bytes:
    """Return a photo without EXIF and XMP; what is none, or is broken, as it came."""
    for start, strip in KINDS.items():
        if data.startswith(start):
            try:
                return strip(data)
            except UNREADABLE:
                return data
    return data


def jpeg(data: bytes) -> bytes:
    """Leave out the segments of EXIF and XMP; a turned photo gets a small EXIF again."""
    segments = list(jpeg_segments(data))
    kept = [part for marker, part in segments if marker != APP1]
    if len(kept) == len(segments):
        return data
    return data[:2] + turned(data) + b"".join(kept)


def jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield marker and bytes of each segment; the last is all from the picture on."""
    at = 2
    for _part in parts():
        if data[at] != 0xFF or data[at + 1] == START_OF_SCAN:
            break
        (length,) = struct.unpack_from(">H", data, at + 2)
        yield data[at + 1], data[at : at + 2 + length]
        at += 2 + length
    yield START_OF_SCAN, data[at:]


def parts() -> Iterator[int]:
    """Count the parts of a photo; raise `ValueError` where there are too many."""
    yield from range(MAX_PARTS)
    raise ValueError("Too many parts")


def turned(data: bytes) -> bytes:
    """Return the segment that says how a photo is to be turned; empty if it stands right."""
    # Imported where a photo has notes: most processes wait long for the first.
    from PIL import Image

    try:
        with Image.open(BytesIO(data)) as image:
            orientation = image.getexif().get(ORIENTATION, 1)
    except Image.DecompressionBombError as error:
        raise ValueError("More pixels than any photo has") from error
    if orientation not in range(2, 9):
        return b""
    entry = struct.pack(">HHHIHHI", 1, ORIENTATION, 3, 1, orientation, 0, 0)
    body = b"Exif\0\0MM\0*\0\0\0\x08" + entry
    return struct.pack(">BBH", 0xFF, APP1, len(body) + 2) + body


def png(data: bytes) -> bytes:
    """Leave out the chunks of EXIF and XMP."""
    kept, at = [PNG], len(PNG)
    for _part in parts():
        if at >= len(data):
            break
        length, kind = struct.unpack_from(">I4s", data, at)
        chunk = data[at : at + 12 + length]
        noted = kind in PNG_NOTES and chunk[8:].startswith(PNG_KEYWORDS)
        if kind != b"eXIf" and not noted:
            kept.append(chunk)
        at += 12 + length
    return b"".join(kept)


def webp(data: bytes) -> bytes:
    """Leave out the chunks of EXIF and XMP, and what the head says of them."""
    if data[8:12] != WEBP:
        return data
    kept, at = [WEBP], 12
    for _part in parts():
        if at >= len(data):
            break
        kind, length = struct.unpack_from("<4sI", data, at)
        chunk = data[at : at + 8 + length + length % 2]
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~WEBP_FLAGS]) + chunk[9:]
        if kind not in (b"EXIF", b"XMP "):
            kept.append(chunk)
        at += 8 + length + length % 2
    body = b"".join(kept)
    return RIFF + struct.pack("<I", len(body)) + body


KINDS: dict[bytes, Callable[[bytes], bytes]] = {JPEG: jpeg, PNG: png, RIFF: webp}
"""What a photo begins with → how it is read."""
