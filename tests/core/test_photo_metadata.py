"""Photos lose what the camera noted, and nothing of the picture."""

from camera_photos import DEVICE
from camera_photos import photo
from camera_photos import position
from io import BytesIO
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sonla.pbgdpl.core.photo_metadata import without_metadata

import pytest

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
