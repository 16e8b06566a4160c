"""Tiles of situations on the homepage."""

from lxml import html
from sonla.pbgdpl.homepage.interfaces import BlockOptions
from sonla.pbgdpl.homepage.interfaces import IHomepageBlock
from zope.component import getMultiAdapter

import pytest


@pytest.fixture
def block(section, http_request):
    """Return what the block gives."""
    found = getMultiAdapter((section, http_request), IHomepageBlock, "situations")
    return lambda: found.render(BlockOptions())


def test_a_tile_has_a_picture_and_few_words(block, situation):
    situation("Tôi muốn kết hôn", short_title="Kết <hôn>", icon="hon-nhan")
    situation("Tôi bị mất thẻ")
    content = block()
    tiles = html.fragment_fromstring(content.html).cssselect("li > a")
    words = [tile.text_content() for tile in tiles]
    assert set(words[1:]) == {"Kết <hôn>", "Tôi bị mất thẻ"}
    assert tiles[0].get("href").endswith("/@@emergencies"), "help at once comes first"
    assert 'icons.svg#hon-nhan"' in content.html
    assert content.more_url.endswith("/@@situations")


def test_without_situations_help_at_once_is_there_all_the_same(block):
    content = block()
    (tile,) = html.fragment_fromstring(content.html).cssselect("li > a")
    assert tile.get("href").endswith("/@@emergencies")
    assert not content.more_url, "an empty list leads nowhere"
