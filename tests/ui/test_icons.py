"""The icons: one file of the portal's own, small, and all that is named is in it."""

from importlib.resources import files
from plone.testing.zope import Browser
from sonla.pbgdpl.ui.icons import icon
from sonla.pbgdpl.ui.icons import icon_names
from sonla.pbgdpl.ui.icons import SPRITE
from sonla.pbgdpl.ui.static_files import read_static
from sonla.pbgdpl.vocabularies.factories import TOPIC_ICONS
from sonla.pbgdpl.vocabularies.settings import VOCABULARY_FIELDS
from sonla.pbgdpl.vocabularies.terms import all_terms
from urllib.parse import urljoin

import lxml.etree
import lxml.html
import re

MOST_BYTES = 12_000
SOURCE = files("sonla.pbgdpl")
NAMED = re.compile(
    r"@@pbgdpl-icons/([a-z-]+)|icon\(\"([a-z-]+)\"\)|icon = \"([a-z-]+)\""
)


def address(html):
    (use,) = lxml.html.fragment_fromstring(html)
    return use.get("href")


def test_the_sprite_is_small_and_draws_with_the_text_s_colour_alone():
    sprite = read_static(SPRITE)
    assert len(sprite) <= MOST_BYTES
    root = lxml.etree.fromstring(sprite)
    for symbol in root:
        if isinstance(symbol.tag, str):
            assert symbol.get("viewBox") == "0 0 24 24", symbol.get("id")
    painted = root.xpath("//*[@fill or @stroke or @style or @href]")
    assert painted == []


def test_every_icon_that_code_names_is_drawn():
    named = {
        name
        for source in SOURCE.rglob("*")
        if source.suffix in {".py", ".pt"}
        for found in NAMED.findall(source.read_text("utf-8"))
        for name in found
        if name
    }
    assert named and named <= icon_names()
    assert set(TOPIC_ICONS) <= icon_names()


def test_shipped_topics_have_icons_that_may_be_chosen(portal):
    chosen = {
        term.icon
        for name in VOCABULARY_FIELDS
        for term in all_terms(f"sonla.pbgdpl.{name}")
    } - {""}
    assert {"dat-dai", "giao-thong", "hoa-giai"} <= chosen <= set(TOPIC_ICONS)
    fields = {term.token: term for term in all_terms("sonla.pbgdpl.LegalFields")}
    assert fields["giao-thong"].tile_title == "Giao thông"
    assert fields["dat-dai"].tile_title == "Đất đai"


def test_what_has_no_icon_is_a_sheet_of_paper(portal):
    assert address(icon("dat-dai")).endswith("#dat-dai")
    for name in (None, "", "khong-co", '"><script>'):
        assert address(icon(name)).endswith("#file")


def test_the_portal_hands_the_sprite_out_below_a_lasting_address(
    functional_portal, functional
):
    path = address(icon("ask")).partition("#")[0]
    assert "/++unique++" in path
    browser = Browser(functional["app"])
    browser.open(urljoin(functional_portal.absolute_url(), path))
    assert browser.headers["Content-Type"].startswith("image/svg+xml")
    assert b'id="ask"' in browser.contents
