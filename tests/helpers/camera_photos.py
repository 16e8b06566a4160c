"""Photos as cameras write them, with position and device."""

from io import BytesIO
from PIL import Image
from typing import Any

GPS, MAKER, ORIENTATION = 0x8825, 0x010F, 0x0112
DEVICE = "SENTINEL"
"""The maker of the camera, as each photo names it."""


def photo(
    kind: str = "JPEG",
    orientation: int = 1,
    size: tuple[int, int] = (64, 48),
    **more: Any,
) -> bytes:
    """Make a photo with the position of the camera and its maker."""
    image = Image.new("RGB", size, "navy")
    image.putpixel((1, 1), (200, 10, 10))
    exif = Image.Exif()
    exif[MAKER] = DEVICE
    exif[ORIENTATION] = orientation
    exif[GPS] = {1: "N", 2: (21.0, 19.0, 36.0), 3: "E", 4: (103.0, 55.0, 0.0)}
    stream = BytesIO()
    image.save(stream, kind, exif=exif, **more)
    return stream.getvalue()


def drawing(kind: str, width: int, height: int) -> bytes:
    """Make a picture of few bytes and as many pixels as wanted."""
    stream = BytesIO()
    Image.new("1", (width, height)).save(stream, kind)
    return stream.getvalue()


def position(data: bytes) -> dict[int, Any]:
    """Return what a photo says of the place where it was taken; empty for nothing."""
    with Image.open(BytesIO(data)) as image:
        return dict(image.getexif().get_ifd(GPS))
