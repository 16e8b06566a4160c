"""Nothing of a page moves when somebody taps on a tab, a filter or anything that opens."""

from browser_fixtures import PHONE
from journey_pages import addresses
from sonla.pbgdpl.homepage.rendering import MAX_TABS
from sonla.pbgdpl.ui.static_files import read_static
from tap_shifts import CHOICES
from tap_shifts import movements

import pytest
import re

CENTRE = "#pbgdpl-homepage-centre"
TABS = f"{CENTRE} .pbgdpl-tabbar label"


@pytest.mark.long
def test_no_tab_of_the_homepage_moves_anything(filled, as_person):
    page = as_person(viewport=PHONE, has_touch=True)
    page.goto(filled.absolute_url())
    assert page.locator(TABS).count() > 4
    assert movements(page, TABS) == {}


def test_the_tapped_tab_shows_its_panel_alone(filled, as_person):
    page = as_person(viewport=PHONE, has_touch=True)
    page.goto(filled.absolute_url())
    panels = page.locator(f"{CENTRE} .pbgdpl-panel")
    for number, label in enumerate(page.locator(TABS).all()):
        label.tap()
        shown = [panel.is_visible() for panel in panels.all()]
        assert shown == [number == one for one in range(len(shown))]


def test_arrow_keys_move_nothing(filled, as_person):
    page = as_person(viewport=PHONE)
    page.goto(filled.absolute_url())
    first = page.locator(f"{TABS} input").first
    first.evaluate(
        "node => node.scrollIntoView({block: 'center', behavior: 'instant'})"
    )
    first.focus()
    before = page.evaluate("scrollY")
    for _tab in range(page.locator(TABS).count()):
        page.keyboard.press("ArrowRight")
        assert page.evaluate("scrollY") == before


@pytest.mark.long
def test_pictures_of_a_closed_tab_are_not_fetched(filled, as_person):
    page = as_person(viewport={"width": 1366, "height": 768})
    # A block that took too long comes later: the second time all are there, in their order.
    for _time in range(2):
        page.goto(filled.absolute_url())
        page.wait_for_load_state("networkidle")
    pictures = page.locator(f"{CENTRE} [data-block=news] img")
    heights = "node => node.parentNode.getBoundingClientRect().height"
    closed = pictures.first.evaluate(heights)
    assert pictures.evaluate_all("all => all.every(one => !one.currentSrc)")
    page.locator(TABS, has_text="Tin").first.click()
    page.wait_for_function(
        "one => one.naturalWidth > 0", arg=pictures.first.element_handle()
    )
    assert pictures.first.evaluate(heights) == pytest.approx(closed, abs=1)


def test_there_are_rules_for_as_many_tabs_as_a_bar_has():
    styles = read_static("pbgdpl.css").decode()
    rules = re.findall(r"\.pbgdpl-panel:nth-child\((\d+)\)", styles)
    assert max(map(int, rules)) == MAX_TABS


@pytest.mark.long
def test_nothing_moves_on_any_public_page(filled, as_person):
    page = as_person(viewport=PHONE, has_touch=True)
    found, seen = {}, 0
    for address in addresses(filled, None):
        page.goto(address)
        seen += page.locator(CHOICES).count()
        moved = movements(page)
        if moved:
            found[address] = moved
    assert seen > 5
    assert found == {}
