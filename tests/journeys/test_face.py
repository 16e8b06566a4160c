"""What citizens see first: homepage and landing page keep to their measures, in any theme."""

from collections import Counter
from DateTime import DateTime
from datetime import date
from face_checks import forget_what_came_later
from face_checks import looks_wrong
from face_checks import pale
from face_checks import RATIOS
from face_checks import STICKS_OUT
from face_checks import THEMES
from face_checks import unseen_focus
from layout_shifts import SHIFTS
from made_once import made_once
from new_items import create
from page_checks import faults
from page_checks import overflow
from page_checks import shoot
from plone import api
from public_content import picture
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.homepage import HOMEPAGE_MANAGER
from sonla.pbgdpl.homepage.region import COMPACT
from sonla.pbgdpl.homepage.region import default_blocks
from sonla.pbgdpl.homepage.region import FULL
from sonla.pbgdpl.homepage.region import LIST
from sonla.pbgdpl.homepage.settings import PREFIX
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT

import pytest
import re
import time
import transaction

CENTRE = "#pbgdpl-homepage-centre"
TITLE = "Từ ngày 01/7/2026 ai được cấp giấy chứng nhận quyền sử dụng đất lần đầu, làm ở đâu, mất bao lâu"
KINDS = {
    "LegalIntroduction": {"kind": "gioi-thieu-vbqppl"},
    "Guidance": {
        "document_type": "ke-hoach",
        "number": "12/KH-UBND",
        "issued_on": date(2026, 1, 15),
        "validity": "CHL",
    },
    "EducationMaterial": {"kind": "video"},
    "LegalNews": {},
}
MOST_PIXELS = {
    FULL: {360: 2300, 1366: 1400},
    COMPACT: {360: 960, 1366: 660},
    LIST: {360: 720, 1366: 420},
}
"""Display → width of the screen → height of the centre, with titles of 95 characters."""
MOST_OF_LANDING = {360: 4800, 1366: 2800}
SCREENS = {
    360: {"width": 360, "height": 740},
    683: {"width": 683, "height": 384},
    1366: {"width": 1366, "height": 768},
}
BROWSERS = {
    "dark": {},
    "forced-colours": {"forced_colors": "active"},
    "forced-colours-dark": {"forced_colors": "active", "color_scheme": "dark"},
    "old": {},
    "old-dark": {},
}
"""Ways in which people have a page before them → what their browser is told."""


@pytest.fixture
def full_house(filled):
    """Return the portal with as many long-named texts as lists have room for."""
    made_once(filled, fill_lists)
    transaction.commit()
    return filled


def fill_lists(filled):
    """Make the texts, and let the homepage show what it shows at first."""
    workflow = api.portal.get_tool("portal_workflow")[EDITORIAL_WORKFLOW]
    with api.env.adopt_roles(["Manager"]):
        for portal_type, fields in KINDS.items():
            for number in range(4):
                text = create(
                    filled[SECTION][UNIT],
                    portal_type,
                    title=f"{TITLE} {number}",
                    description="Hai ngày, 42 hòa giải viên cùng tập giải quyết tranh chấp.",
                    **fields,
                )
                if portal_type == "LegalNews":
                    text.image = picture()
                set_state(text, workflow, "published")
                text.effective_date = DateTime() - 0.5
                text.reindexObject()
    hints = ["làm sổ đỏ", "đăng ký kết hôn", "phạt nồng độ cồn"]
    api.portal.set_registry_record(f"{PREFIX}.search_hints", hints)
    for name in ("texts", "procedures", "drafts"):
        address = f"https://sonla.gov.vn/{name}"
        api.portal.set_registry_record(f"{PREFIX}.{name}_url", address)
    portlet(filled).homepage_blocks = tuple(default_blocks())


def portlet(portal):
    return portal.restrictedTraverse(
        f"++contextportlets++{HOMEPAGE_MANAGER}/legal-education"
    )


def landing(portal):
    return f"{portal.absolute_url()}/{SECTION}"


@pytest.mark.long
def test_every_display_of_the_homepage_keeps_to_its_measures(full_house, as_person):
    page = as_person()
    heights = {}
    for display, limits in MOST_PIXELS.items():
        portlet(full_house).display = display
        transaction.commit()
        for width in limits:
            page.set_viewport_size(SCREENS[width])
            page.goto(full_house.absolute_url())
            assert looks_wrong(page, f"{CENTRE} .pbgdpl") == {}, (display, width)
            height = page.locator(CENTRE).bounding_box()["height"]
            heights[display, width] = height
            assert 200 < height <= limits[width], (display, width)
    assert heights[LIST, 1366] < heights[COMPACT, 1366] < heights[FULL, 1366]


def test_search_and_ask_stand_on_the_first_screen_of_a_phone(full_house, as_person):
    page = as_person(viewport=SCREENS[360])
    page.goto(full_house.absolute_url())
    for control in (f"{CENTRE} input[type=search]", f"{CENTRE} .is-signal"):
        box = page.locator(control).bounding_box()
        assert box["y"] + box["height"] <= SCREENS[360]["height"]


def test_the_landing_page_keeps_to_its_measures_and_leads_nowhere_twice(
    full_house, as_person
):
    page = as_person()
    page.goto(landing(full_house))
    assert page.locator("#portal-column-one, #portal-column-two").count() == 0
    for width, limit in MOST_OF_LANDING.items():
        page.set_viewport_size(SCREENS[width])
        assert looks_wrong(page, "#content .pbgdpl") == {}, width
        assert page.evaluate("document.documentElement.scrollHeight") <= limit, width
    for width in (320, 683):
        page.set_viewport_size({"width": width, "height": 568})
        assert overflow(page) <= 0, width
    doors = page.locator("#content .pbgdpl a").evaluate_all(
        "all => all.map(one => one.href)"
    )
    assert len(doors) > 30
    assert [door for door, count in Counter(doors).items() if count > 1] == []
    assert {
        "https://sonla.gov.vn/drafts",
        f"{landing(full_house)}/@@ask-question",
    } <= set(doors)


@pytest.mark.long
def test_letters_twice_as_large_fit(full_house, as_person):
    page = as_person()
    for address in (full_house.absolute_url(), landing(full_house)):
        page.goto(address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        for width in (360, 1366):
            page.set_viewport_size(SCREENS[width])
            root = page.locator(".pbgdpl").first
            assert root.evaluate(STICKS_OUT) == [], (address, width)


@pytest.mark.long
def test_colours_have_contrast_in_every_theme(full_house, as_person):
    page = as_person()
    page.goto(full_house.absolute_url())
    for name, script in THEMES.items():
        page.reload()
        page.evaluate(f"() => {{ {script} }}")
        ratios = page.evaluate(RATIOS)
        low = {
            pair: round(ratio, 2)
            for pair, ratio in ratios.items()
            if ratio < (3 if pair.endswith("3") else 4.5)
        }
        assert low == {}, name


@pytest.mark.parametrize("theme", ["stock", "dark"])
def test_axe_finds_nothing(full_house, as_person, theme):
    page = as_person(viewport=SCREENS[360])
    for address in (full_house.absolute_url(), landing(full_house)):
        page.goto(address)
        page.evaluate(f"() => {{ {THEMES[theme]} }}")
        page.evaluate(
            "document.querySelectorAll('details').forEach(one => one.open = true)"
        )
        for width in (360, 1366):
            page.set_viewport_size(SCREENS[width])
            assert faults(page, ".pbgdpl") == [], (address, width)


@pytest.mark.long
def test_tabs_without_a_script_move_nothing(full_house, chromium):
    context = chromium.new_context(java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    page.goto(full_house.absolute_url())
    labels = page.locator(f"{CENTRE} .pbgdpl-tabbar label")
    panels = page.locator(f"{CENTRE} .pbgdpl-panel")
    assert labels.count() == panels.count() >= 4
    for screen in SCREENS.values():
        page.set_viewport_size(screen)
        labels.first.scroll_into_view_if_needed()
        places = [label.bounding_box() for label in labels.all()]
        for number, label in enumerate(labels.all()):
            label.click()
            assert [one.bounding_box() for one in labels.all()] == places
            shown = [panel.is_visible() for panel in panels.all()]
            assert shown == [number == one for one in range(len(shown))]
    context.close()


def slowly(route):
    """Let pictures come late, without what the stock theme moves by itself on every page."""
    request = route.request
    if request.resource_type == "font" or request.url.endswith("logo.svg"):
        route.abort()
        return
    if request.resource_type == "image":
        time.sleep(0.5)
    route.continue_()


@pytest.mark.long
def test_nothing_moves_while_pictures_come(full_house, as_person):
    for width in (360, 1366):
        page = as_person(viewport=SCREENS[width])
        page.add_init_script(SHIFTS)
        page.route("**/*", slowly)
        for address in (full_house.absolute_url(), landing(full_house)):
            page.goto(address)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("window.shift") <= 0.05, (address, width)


def seen_by(page, browser, address):
    """Open a page as a browser shows it."""
    if browser.startswith("old"):
        page.route(re.compile(r"\.css"), forget_what_came_later)
    page.goto(address)
    if browser in ("dark", "old-dark"):
        page.evaluate(f"() => {{ {THEMES['dark']} }}")


@pytest.mark.long
@pytest.mark.parametrize("browser", BROWSERS)
def test_every_browser_shows_all(full_house, as_person, browser):
    page = as_person(viewport=SCREENS[360], **BROWSERS[browser])
    for name, address in (
        ("home", full_house.absolute_url()),
        ("landing", landing(full_house)),
    ):
        seen_by(page, browser, address)
        for width in (360, 700):
            page.set_viewport_size({"width": width, "height": 740})
            shoot(page, f"{name}-{browser}")
            known = "color-contrast" if browser == "forced-colours-dark" else ""
            found = [one for one in faults(page, ".pbgdpl") if one[0] != known]
            assert found == [], (name, width)
            root = page.locator(".pbgdpl").first
            assert root.evaluate(STICKS_OUT) == [], (name, width)
            assert pale(page) == [], (name, width)
        assert unseen_focus(page) == [], name


@pytest.mark.long
def test_an_old_browser_shows_panels_below_one_another(full_house, as_person):
    page = as_person(viewport=SCREENS[360])
    seen_by(page, "old", full_house.absolute_url())
    assert not page.locator(f"{CENTRE} .pbgdpl-tabbar").is_visible()
    panels = page.locator(f"{CENTRE} .pbgdpl-panel")
    assert panels.count() >= 4
    for panel in panels.all():
        assert panel.locator("h4").bounding_box()["height"] > 10
        assert panel.locator("a").first.is_visible()
