"""Make the files that records refer to: small, valid, and determined by their names."""

from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from random import Random
from struct import pack
from typing import Any

import zlib

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "mp3": "audio/mpeg",
    "txt": "text/plain",
}

SILENT_FRAME = b"\xff\xfb\x90\xc4" + bytes(413)
"""One frame of MPEG-1 layer III: 128 kbit/s, 44.1 kHz, 417 bytes."""


def file_values(base_url: str, name: str, title: str) -> dict[str, Any]:
    """Describe a file as a record does; the last part of the name decides its kind."""
    content = content_of(name)
    return {
        "name": name,
        "title": title,
        "mediaType": MEDIA_TYPES[name.rpartition(".")[2]],
        "size": len(content),
        "sha256": sha256(content).hexdigest(),
        "url": f"{base_url}/files/{name}",
    }


@lru_cache(maxsize=64)
def content_of(name: str) -> bytes:
    """Make a file; raises KeyError for a suffix that isn't known."""
    return _MAKERS[name.rpartition(".")[2]](name)


def _pdf(name: str) -> bytes:
    text = b"BT /F1 12 Tf 40 100 Td (%s) Tj ET" % name.encode("ascii", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 200] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (table, len(out))
    )


def _png(name: str) -> bytes:
    width, height = 64, 48
    colour = bytes(Random(name).randrange(256) for _channel in range(3))
    rows = (b"\0" + colour * width) * height

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return pack(">I", len(data)) + kind + data + pack(">I", check)

    header = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def _mp3(name: str) -> bytes:
    return SILENT_FRAME * Random(name).randrange(20, 40)


def _txt(name: str) -> bytes:
    return f"{name}\n".encode()


_MAKERS: dict[str, Callable[[str], bytes]] = {
    "pdf": _pdf,
    "png": _png,
    "mp3": _mp3,
    "txt": _txt,
}
