"""Rows of the settings in a real browser: what is typed is saved by one press."""

from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD

import pytest
import transaction

OFFICERS = "sonla.pbgdpl.contact_officers"
NAMES = ".datagridwidget-row:not([data-index=TT]) [name*='contact_officers'][name$='full_name']"


@pytest.fixture
def settings(page, log_in, functional_portal):
    log_in(page, SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    page.goto(f"{functional_portal.absolute_url()}/@@pbgdpl-settings")
    return page


def stored():
    transaction.begin()
    return [row["full_name"] for row in api.portal.get_registry_record(OFFICERS)]


def press(page, selector):
    """Press as a hand does: where the button was when it was seen."""
    button = page.locator(selector)
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 5)


def type_into_last_row(page, words):
    page.locator(NAMES).last.focus()
    page.keyboard.type(words)


@pytest.mark.long
def test_one_click_saves_the_last_row(settings):
    type_into_last_row(settings, "Lò Văn A")
    with settings.expect_navigation():
        press(settings, "[name='form.buttons.save']")
    assert stored() == ["Lò Văn A"]


def test_one_click_saves_a_row_after_others(settings):
    type_into_last_row(settings, "Lò Văn A")
    type_into_last_row(settings, "Cà Thị B")
    with settings.expect_navigation():
        press(settings, "[name='form.buttons.save']")
    assert stored() == ["Lò Văn A", "Cà Thị B"]


@pytest.mark.long
def test_enter_saves_the_last_row(settings):
    type_into_last_row(settings, "Lò Văn A")
    with settings.expect_navigation():
        settings.keyboard.press("Enter")
    assert stored() == ["Lò Văn A"]


def test_typing_adds_one_row_and_no_more(settings):
    before = settings.locator(NAMES).count()
    type_into_last_row(settings, "Lò")
    settings.keyboard.press("Tab")
    assert settings.locator(NAMES).count() == before + 1
