"""Letters of ours cost nothing: a plain page has the same fonts, and late ones move little."""

from browser_fixtures import PHONE
from journey_pages import fill_section
from layout_shifts import SHIFTS
from made_once import made_once
from plone import api
from rich_texts import rich
from sonla.pbgdpl.settings.getters import PREFIX
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT

import pytest
import time
import transaction

PAGES = ("", SECTION, f"{SECTION}/{UNIT}/gioi-thieu", f"{SECTION}/{UNIT}/tinh-huong")
PAGES += (f"{SECTION}/@@materials", f"{SECTION}/@@pbgdpl-search?q=mẫu")
LOADED = """document.fonts.ready.then(() => [...document.fonts]
    .filter(one => one.status === 'loaded').map(one => `${one.family} ${one.weight} ${one.style}`))"""
INTRODUCTION = {
    "in_brief": ("Ai lái xe cũng phải theo luật này.",),
    "affected": ("Người lái xe",),
    "changes": ("Bằng lái có 12 điểm (Điều 58).",),
    "to_do": ("Mang bằng lái",),
    "penalties": [{"act": "Vượt đèn đỏ", "fine": "4–6 triệu", "measure": "Trừ điểm"}],
    "terms": [{"term": "Nồng độ cồn", "meaning": "Lượng cồn trong hơi thở"}],
}
LATE = 1.2
"""Seconds for which a phone waits for a font."""


@pytest.fixture
def filled(site):
    """Return the portal with one public text of each type and a stock page."""
    made_once(site, fill_section)
    with api.env.adopt_roles(["Manager"]):
        fields = {"description": "Mô tả", "text": rich("<p>Nội dung</p>")}
        plain = api.content.create(site, "Document", "thuong", "Thường", **fields)
        api.content.transition(plain, "publish")
    api.portal.set_registry_record(f"{PREFIX}.managing_agency", "Sở Tư pháp")
    # A title that takes a line more in the browser's own letters moves a page of Plone's, too.
    site[SECTION][UNIT]["tinh-huong"].title = "Kết hôn"
    api.portal.set_registry_record("plone.site_title", "Sơn La")
    for name, value in INTRODUCTION.items():
        setattr(site[SECTION][UNIT]["gioi-thieu"], name, value)
    transaction.commit()
    return site


def test_pages_need_the_fonts_of_a_plain_page_alone(filled, as_person):
    page = as_person(viewport=PHONE)

    def fonts(path):
        page.goto(f"{filled.absolute_url()}/{path}")
        return set(page.evaluate(LOADED))

    plain = fonts("thuong")
    assert plain
    more = {path: fonts(path) - plain for path in PAGES}
    assert {path: found for path, found in more.items() if found} == {}


def held_back(route):
    """Let fonts come late; the theme's logo, whose image has no size, is a word of one line."""
    if route.request.url.endswith("logo.svg"):
        route.abort()
        return
    if route.request.resource_type == "font":
        time.sleep(LATE)
    route.continue_()


@pytest.mark.long
def test_late_fonts_move_little(filled, as_person):
    moved = {}
    for path in PAGES:
        page = as_person(viewport=PHONE)
        page.add_init_script(SHIFTS)
        page.route("**/*", held_back)
        page.goto(f"{filled.absolute_url()}/{path}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate(LOADED), path
        moved[path] = page.evaluate("window.shift")
    assert {path: shift for path, shift in moved.items() if shift > 0.05} == {}
