"""How many pixels a picture has: some kilobytes can be gigabytes once they are unpacked."""

from contextlib import suppress
from PIL import Image
from sonla.pbgdpl.core.file_signatures import fits
from typing import IO

import struct

MAX_MEGAPIXELS = 40
"""More than nearly all cameras and scanners make. Unpacked it takes 160 MB, once a size."""
MEGAPIXEL = 1_000_000
_FORMATS = {
    "png": "PNG",
    "jpg": "JPEG",
    "gif": "GIF",
    "webp": "WEBP",
    "bmp": "BMP",
    "tif": "TIFF",
    "avif": "AVIF",
}
"""Extension → what Pillow calls such a picture."""
_HEAD = 64
_UNREADABLE = (LookupError, OSError, SyntaxError, TypeError, ValueError, struct.error)
"""What is raised over what begins like a picture and is none, or of a kind that isn't known."""


def megapixels_of(file: IO[bytes]) -> float:
    """Return how many million pixels a file says to have, whatever its name; 0 for no picture.

    Its header is read alone, wherever it stands, and the file is at its start again.
    """
    file.seek(0)
    head = file.read(_HEAD)
    found = 0.0
    for kind, name in _FORMATS.items():
        if fits(kind, head):
            file.seek(0)
            with suppress(*_UNREADABLE):
                found = _megapixels(file, name)
    file.seek(0)
    return found


def is_too_large(megapixels: float) -> bool:
    """Return whether a picture has more pixels than one may have."""
    return megapixels > MAX_MEGAPIXELS


def _megapixels(file: IO[bytes], name: str) -> float:
    try:
        # Not closed: the file is whose who gave it.
        width, height = Image.open(file, formats=[name]).size
    except Image.DecompressionBombError:
        return float("inf")
    return width * height / MEGAPIXEL
