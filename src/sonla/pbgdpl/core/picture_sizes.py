"""How many pixels a picture has: some kilobytes can be gigabytes once they are unpacked."""

from contextlib import suppress
from sonla.pbgdpl.core.file_signatures import fits
from typing import Any
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
_COUNTED = {*_FORMATS.values(), "MPO"}
"""What Pillow may find: an MPO is a JPEG with a second picture, which nothing reads."""
_COSTLY = ("WEBP", "AVIF")
"""What is unpacked needs 11 to 16 bytes a pixel of these, 4 to 9 of all others."""
SCANS = 30
"""How often a JPEG may go through all its pixels, three times as often as programs let it."""
SCAN = b"\xff\xda"
_ANIMATED = ("GIF", "WEBP")
"""Of these each frame is scaled."""
MIN_FRAME = 40_000
"""Pixels whose scaling takes as long as what each frame takes besides."""
_HEAD = 64
_UNREADABLE = (
    EOFError,
    LookupError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)
"""What is raised over what begins like a picture and is none, or of a kind that isn't known."""


def megapixels_of(file: IO[bytes]) -> float:
    """Return how many million pixels a file says to have, whatever its name; 0 for no picture.

    They count twice in a kind that needs twice the memory, and in a JPEG that goes through them
    again and again they count more often. The file is at its start again.
    """
    file.seek(0)
    head = file.read(_HEAD)
    kinds = [name for kind, name in _FORMATS.items() if fits(kind, head)]
    return _megapixels(file, kinds) or 0.0


def megapixels_of_picture(file: IO[bytes]) -> float | None:
    """Return the same of what will be scaled; None if it is of a kind that isn't counted.

    Pillow scales whatever it knows, so it is asked here as it is asked then.
    """
    return _megapixels(file, None)


def _megapixels(file: IO[bytes], kinds: list[str] | None) -> float | None:
    # Imported where a picture is measured: most processes wait long for the first.
    from PIL import Image

    file.seek(0)
    try:
        # Not closed: the file is whose who gave it.
        image = Image.open(file, formats=kinds)
        return _pixels(image) / MEGAPIXEL if image.format in _COUNTED else None
    except Image.DecompressionBombError:
        return float("inf")
    except _UNREADABLE:
        return 0.0
    finally:
        file.seek(0)


def _weight(image: Any) -> float:
    """Return how often each pixel counts."""
    if image.format not in ("JPEG", "MPO"):
        return 2 if image.format in _COSTLY else 1
    image.fp.seek(0)
    parts = iter(lambda: image.fp.read(MEGAPIXEL), b"")
    return max(1, sum(part.count(SCAN) for part in parts) / SCANS)


def _pixels(image: Any) -> float:
    """Count the pixels of all frames that are scaled, no further than a picture may have.

    A frame may be larger than the one before.
    """
    pixels = image.width * image.height * _weight(image)
    if image.format not in _ANIMATED:
        return pixels
    with suppress(*_UNREADABLE):  # no frame is scaled after one that can't be read
        while pixels <= MAX_MEGAPIXELS * MEGAPIXEL:
            image.seek(image.tell() + 1)
            pixels += max(image.width * image.height, MIN_FRAME)
    return pixels
