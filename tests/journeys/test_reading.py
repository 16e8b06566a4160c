"""How public pages carry themselves: small screens, zoom, headings, keyboard, weight, calm."""

from browser_fixtures import PHONE
from itertools import pairwise
from journey_pages import addresses
from journey_pages import fill_section
from layout_shifts import shift
from made_once import made_once
from page_checks import NARROW
from page_checks import overflow
from page_checks import settle
from plone import api
from rich_texts import rich
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT

import pytest
import transaction

ZOOMED = {"width": 640, "height": 450}
"""A window of 1280 × 900 at 200 %."""
MAX_BYTES = 150_000

HEADINGS = """() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
    .filter(one => one.closest('#content, #portal-column-content'))
    .map(one => [Number(one.tagName[1]), one.textContent.trim()])"""
FOCUS_IS_SEEN = """() => {
    const node = document.activeElement, shown = getComputedStyle(node);
    const label = node.id && document.querySelector(`label[for="${node.id}"]`);
    const also = label ? getComputedStyle(label) : shown;
    const outlined = one => one.outlineStyle !== 'none' && parseFloat(one.outlineWidth) > 0;
    return outlined(shown) || outlined(also) || shown.boxShadow !== 'none';
}"""
FOCUSED = """() => {
    const node = document.activeElement;
    return node.closest('#content, #portal-column-content')
        ? node.outerHTML.slice(0, 120) : null;
}"""
WEIGHT = """() => [...performance.getEntriesByType('navigation'),
    ...performance.getEntriesByType('resource')]
    .reduce((sum, one) => sum + one.transferSize, 0)"""


@pytest.fixture
def filled(site):
    """Return the portal with one public text of each type, and a stock page beside.

    A page with a description and bold words, which the theme has fonts of their own for.
    """
    made_once(site, fill_section)
    with api.env.adopt_roles(["Manager"]):
        text = rich("<p><strong>Đậm</strong></p>")
        fields = {"description": "Mô tả", "text": text}
        plain = api.content.create(site, "Document", "thuong", "Thường", **fields)
        api.content.transition(plain, "publish")
    transaction.commit()
    return site


@pytest.mark.parametrize(
    "step", [20, pytest.param(1, marks=pytest.mark.long)], ids=["some", "all"]
)
def test_every_page_fits_and_asks_nobody_else(filled, as_person, step):
    """One walk through the pages that a citizen meets; each is loaded in a narrow window."""
    page = as_person(viewport=NARROW)
    hosts, wide, wrong = set(), {}, {}
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    for address in addresses(filled, None)[::step]:
        page.set_viewport_size(NARROW)
        answer = page.goto(address)
        settle(page)
        for window in (NARROW, ZOOMED):
            page.set_viewport_size(window)
            if overflow(page) > 0:
                wide[address, window["width"]] = overflow(page)
        headings = page.evaluate(HEADINGS)
        if not are_in_order([level for level, _text in headings]):
            wrong[address] = headings
        if not answer.ok:
            wrong[address] = answer.status
    wrong.pop(f"{filled.absolute_url()}/login", None)
    for address, width in [
        *wide
    ]:  # core's menu of the order is wider than such a window
        if "/@@search?" in address:
            del wide[address, width]
    assert wide == wrong == {}
    assert hosts == {filled.absolute_url().split("/")[2]}
    assert page.context.cookies() == []


def are_in_order(levels: list[int]) -> bool:
    """Return whether headings begin with the only one of the page, and leave no level out."""
    steps = pairwise(levels)
    return levels.count(1) == 1 and all(after <= before + 1 for before, after in steps)


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    "path", ["", "@@materials", f"{UNIT}/tai-lieu", f"{UNIT}/gioi-thieu", UNIT]
)
def test_keyboard_reaches_everything_and_shows_where_it_is(filled, as_person, path):
    page = as_person(viewport=PHONE)
    page.goto(f"{filled[SECTION].absolute_url()}/{path}".rstrip("/"))
    page.wait_for_load_state("networkidle")
    wanted = page.locator(
        "#content :is(a[href], button, input:not([type=hidden]), select):visible:enabled"
    ).count()
    reached, unseen = set(), []
    for _step in range(150):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused and focused not in reached:
            reached.add(focused)
            if not page.evaluate(FOCUS_IS_SEEN):
                unseen.append(focused)
    assert unseen == []
    assert reached
    assert len(reached) >= wanted * 0.9 or wanted > 140


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    "path", ["", "@@materials", f"{UNIT}/tai-lieu", "tai-lieu", f"{UNIT}/gioi-thieu"]
)
def test_pages_keep_still_while_they_load(filled, as_person, path):
    page = as_person(viewport=PHONE)
    assert shift(page, f"{filled[SECTION].absolute_url()}/{path}".rstrip("/")) < 0.02


def weight(page, address) -> int:
    """Count the bytes that a first visit fetches."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page.evaluate(WEIGHT)


def test_landing_page_weighs_little_more_than_a_stock_page(filled, as_person):
    stock = weight(as_person(), filled["thuong"].absolute_url())
    ours = weight(as_person(), filled[SECTION].absolute_url())
    assert stock > 10_000
    assert ours - stock < MAX_BYTES
