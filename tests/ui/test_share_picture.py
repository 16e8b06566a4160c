"""The picture of a text: all Vietnamese letters, and whatever a title holds stays inside."""

from hypothesis import example
from hypothesis import given
from hypothesis import strategies
from io import BytesIO
from itertools import product
from PIL import Image
from sonla.pbgdpl.ui.share_picture import GROUND
from sonla.pbgdpl.ui.share_picture import is_known
from sonla.pbgdpl.ui.share_picture import MARGIN
from sonla.pbgdpl.ui.share_picture import readable
from sonla.pbgdpl.ui.share_picture import share_picture
from sonla.pbgdpl.ui.share_picture import SIZE
from unicodedata import normalize

import pytest

SECTION = "Chuyên trang phổ biến, giáo dục pháp luật"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = [
    normalize("NFC", sign + tone)
    for sign, tone in product("aăâeêioôơuưyAĂÂEÊIOÔƠUƯY", TONES)
]
VERY_LONG = "Quyết định của Ủy ban nhân dân tỉnh " * 9


def opened(title, section=SECTION):
    return Image.open(BytesIO(share_picture(title, section))).convert("RGB")


def test_the_font_has_every_letter_and_sign_of_vietnamese():
    assert len(set(LETTERS)) == 144
    for sign in (*LETTERS, *"đĐ–—…“”‘’₫§%/&"):
        assert is_known(sign), sign
    assert not is_known("\u0e81"), "Lao"
    assert readable("Điều\u00a05\x00 🎉") == "Điều 5"


def test_decomposed_letters_are_drawn_as_composed_ones():
    title = "Ủy ban nhân dân xã Mường Giôn"
    assert share_picture(normalize("NFD", title), "") == share_picture(title, "")


@pytest.mark.long
@given(strategies.text(max_size=400), strategies.text(max_size=200))
@example(VERY_LONG, SECTION)
@example("x" * 300, "y" * 300)
@example("ẤẬỖỰ" * 90, SECTION)
@example("\ud800\u202e<b>&\n\t", "")
@example("", "")
def test_nothing_is_drawn_beyond_the_margins(title, section):
    image = opened(title, section)
    assert image.size == SIZE
    red, green, blue = (int(GROUND[place : place + 2], 16) for place in (1, 3, 5))
    width, height = SIZE
    edges = (
        image.crop((0, 0, MARGIN - 16, height - 21)),
        image.crop((width - MARGIN + 16, 0, width, height - 21)),
        image.crop((0, 0, width, 40)),
        image.crop((0, height - 40, width, height - 21)),
    )
    for edge in edges:
        assert edge.getcolors() == [(edge.width * edge.height, (red, green, blue))]


def test_what_has_no_room_ends_in_an_ellipsis():
    longer = f"{VERY_LONG} {VERY_LONG}"
    assert share_picture(longer[:390], "") == share_picture(longer[:380], "")
    assert share_picture(longer[:200], "") != share_picture(longer[:190], "")


def test_a_title_in_a_script_that_the_font_lacks_gives_its_place_to_the_section():
    assert share_picture("ກົດໝາຍ ວ່າດ້ວຍ ທີ່ດິນ", SECTION) == share_picture("", SECTION)


def test_a_picture_is_drawn_once_however_often_it_is_asked_for():
    share_picture.cache_clear()
    share_picture("Luật Đất đai", SECTION)
    for _time in range(1000):
        share_picture("Luật Đất đai", SECTION)
    found = share_picture.cache_info()
    assert (found.hits, found.misses) == (1000, 1)
    assert found.maxsize <= 128
