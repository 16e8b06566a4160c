"""Photos lose what the camera noted, and nothing of the picture."""

from camera_photos import DEVICE
from camera_photos import photo
from camera_photos import position
from io import BytesIO
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sonla.pbgdpl.core.photo_metadata import without_metadata
from zlib import crc32

import pytest
import struct

XMP = b'<x:xmpmeta exif:GPSLatitude="21,19.6N" SENTINEL="1"/>'


def notes():
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    info.add_text("Title", "Bản Mẫu")
    return info


PHOTOS = {
    "jpeg": photo("JPEG", xmp=XMP),
    "turned jpeg": photo("JPEG", 6),
    "png": photo("PNG", pnginfo=notes()),
    "webp": photo("WEBP", xmp=XMP, lossless=True),
}


def read(data):
    image = Image.open(BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("kind", PHOTOS)
def test_position_and_device_are_gone_and_the_picture_is_the_same(kind):
    before = PHOTOS[kind]
    assert position(before) and DEVICE.encode() in before
    after = without_metadata(before)
    assert DEVICE.encode() not in after and b"GPS" not in after
    assert not position(after)
    assert read(after).tobytes() == read(before).tobytes()
    assert without_metadata(after) == after


def test_a_turned_photo_is_still_turned():
    after = read(without_metadata(PHOTOS["turned jpeg"]))
    assert dict(after.getexif()) == {0x0112: 6}


def test_what_a_title_says_stays():
    assert read(without_metadata(PHOTOS["png"])).text["Title"] == "Bản Mẫu"


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a", b"\xff\xd8\xff", PHOTOS["jpeg"][:40], b"RIFF\0\0\0\0WAVEfmt "],
)
def test_what_is_broken_or_no_photo_stays_as_it_came(data):
    assert without_metadata(data) == data


def huge(side=65_000):
    """Make a small photo that says it is of many gigabytes."""
    data = PHOTOS["turned jpeg"]
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", side, side) + data[at + 4 :]


def many_parts(kind):
    """Make a photo of parts without anything in them, more than any camera writes."""
    data = PHOTOS[kind]
    if kind == "jpeg":
        return data[:2] + b"\xff\xe5\0\2" * 20_000 + data[2:]
    if kind == "png":
        empty = b"\0\0\0\0" + b"teSt" + struct.pack(">I", crc32(b"teSt"))
        return data[:33] + empty * 20_000 + data[33:]
    return data[:12] + b"teSt\0\0\0\0" * 20_000 + data[12:]


HOSTILE = [huge(), *map(many_parts, ("jpeg", "png", "webp"))]


@pytest.mark.parametrize("data", HOSTILE, ids=["huge", "jpeg", "png", "webp"])
def test_what_no_camera_writes_stays_as_it_came(data):
    assert without_metadata(data) == data


def test_a_large_picture_of_small_chunks_is_read():
    """Write chunks of 8 KB as libpng does."""
    before = PHOTOS["png"]
    at = before.index(b"IDAT") - 4
    chunk = b"\0\0\x20\0" + b"IDAT" + bytes(8192 + 4)
    after = without_metadata(before[:at] + chunk * 6_000 + before[at:])
    assert DEVICE.encode() not in after
