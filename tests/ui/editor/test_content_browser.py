"""Core's panel that chooses and uploads content is whole on a laptop and on a phone."""

from browser_fixtures import PHONE
from journey_steps import insert_image
from journey_steps import open_content_browser
from journey_steps import open_image_dialogue
from journey_steps import open_upload
from journey_steps import unfolded
from page_checks import shoot
from playwright.sync_api import expect
from playwright.sync_api import Page
from sample_values import PNG
from unit_with_writer import PASSWORD

import pytest

READY = "form[data-pbgdpl-draft=ready]"
ATTACHMENTS = "#formfield-form-widgets-IAttachments-attachments"
LAPTOP = {"width": 1366, "height": 768}
SCREENS = pytest.mark.parametrize("screen", [LAPTOP, PHONE], ids=["laptop", "phone"])
AT_REST = """() => document.querySelector('nav.content-browser').parentNode
    .getAnimations({subtree: true}).length === 0"""
"""It comes in from the side."""
OUTSIDE = """browser => [...browser.querySelectorAll('button, a, input, .upload-area')]
    .filter(one => one.checkVisibility())
    .map(one => [one.className, one.getBoundingClientRect()])
    .filter(([name, box]) => box.left < 0 || box.right > innerWidth)
    .map(([name, box]) => `${name} ${box.left}-${box.right}`)"""
SIDEWAYS = """browser => [browser, ...browser.querySelectorAll('*')]
    .filter(one => one.scrollLeft > 0
        || one.scrollWidth > one.clientWidth + 1
        && ['auto', 'scroll'].includes(getComputedStyle(one).overflowX))
    .map(one => one.className)"""


@pytest.fixture
def form(unit, page: Page, log_in):
    """Return what opens the form of news on a screen of some size."""

    def open_form(screen) -> Page:
        page.set_default_timeout(30_000)
        page.set_viewport_size(screen)
        log_in(page, "writer", PASSWORD)
        page.goto(f"{unit.absolute_url()}/++add++LegalNews")
        page.wait_for_selector(READY)
        page.wait_for_function("window.tinymce && tinymce.activeEditor?.initialized")
        return page

    return open_form


@pytest.mark.long
@SCREENS
@pytest.mark.parametrize("place", ["field", "dialogue"])
def test_all_that_can_be_pressed_is_on_the_screen(form, screen, place):
    page = form(screen)
    opened = (
        unfolded(page.locator(ATTACHMENTS))
        if place == "field"
        else open_image_dialogue(page)
    )
    browser = open_content_browser(opened)
    expect(browser.locator(".levelColumn").last).to_be_visible()
    page.wait_for_function(AT_REST)
    assert browser.evaluate(OUTSIDE) == []
    shoot(page, f"browser-from-{place}")
    open_upload(browser)
    shoot(page, f"upload-from-{place}")
    assert browser.evaluate(OUTSIDE) == []
    assert browser.evaluate(SIDEWAYS) == []


@SCREENS
def test_a_picture_is_uploaded_into_the_text(form, screen, tmp_path):
    page = form(screen)
    (tmp_path / "anh.png").write_bytes(PNG)
    address = insert_image(page, tmp_path / "anh.png")
    assert page.request.get(address).ok
    assert page.evaluate("scrollX") == 0
