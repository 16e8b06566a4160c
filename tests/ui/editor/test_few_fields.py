"""Forms ask little at first: few fields, one screen and a half, all else behind one fold."""

from browser_fixtures import PHONE
from content_types import OWN_TYPES
from page_checks import faults
from page_checks import settle
from page_checks import shoot
from playwright.sync_api import expect
from plone import api
from sonla.pbgdpl.questions import QUESTION_TYPE
from unit_with_writer import PASSWORD
from unit_with_writer import unit  # noqa: F401

import pytest
import re
import transaction

MOST_FIELDS = 8
LOWEST_BUTTON = 1_400
"""Pixels from the page's top, at the width of an office's screen."""
LAPTOP = {"width": 1366, "height": 768}
IN_NO_UNIT = {"LegalEducationSection", "ContributingUnit", "BankQuestion"}
ADDED = sorted({*OWN_TYPES} - IN_NO_UNIT - {QUESTION_TYPE})
"""A question comes from a citizen; its form has the parts in which it is handled."""
FIELDS = """() => [...document.querySelectorAll('#content form .field')]
    .filter(field => field.checkVisibility() && !field.parentElement.closest('.field'))
    .filter(field => !field.matches('.widget-mode-hidden'))
    .map(field => field.dataset.fieldname)"""
END = """() => Math.max(...[...document.querySelectorAll('.formControls')]
    .map(one => one.getBoundingClientRect().bottom + scrollY))"""
FOLD = ".pbgdpl-fold"
OF_CORE = re.compile("select2|tox-|mce-|type=.file")
"""What core's menus and fields of files, and TinyMCE draw themselves."""


@pytest.fixture
def place(unit, page, log_in):  # noqa: F811
    with api.env.adopt_roles(["Manager"]):
        roles = ["PBGDPL Contributor", "PBGDPL Editor", "Manager"]
        unit.manage_setLocalRoles("writer", roles)
    transaction.commit()
    log_in(page, "writer", PASSWORD)
    return unit.absolute_url()


@pytest.mark.parametrize("portal_type", ADDED)
def test_an_add_form_asks_little_at_first(place, page, portal_type):
    page.set_viewport_size(LAPTOP)
    page.goto(f"{place}/++add++{portal_type}")
    settle(page)
    shown = page.evaluate(FIELDS)
    assert 0 < len(shown) <= MOST_FIELDS, shown
    assert page.evaluate(END) <= LOWEST_BUTTON
    assert page.locator("#content .error, #content .invalid-feedback").count() == 0
    shoot(page, f"few-fields-{portal_type}")


def test_the_fold_is_opened_by_the_keyboard_and_holds_no_fault(place, page):
    page.set_viewport_size(PHONE)
    page.goto(f"{place}/++add++LegalNews")
    settle(page)
    office = page.locator(f"{FOLD} > details")
    expect(page.locator("[name='form.widgets.source']")).to_be_hidden()
    for summary in (f"{FOLD} > summary", f"{FOLD} > details > summary"):
        page.focus(summary)
        page.keyboard.press("Enter")
    expect(page.locator("[name='form.widgets.source']")).to_be_visible()
    expect(office.locator("[name='form.widgets.IShortName.id']")).to_be_visible()
    found = faults(page)
    assert [one for one in found if not OF_CORE.search(one[1])] == []
    shoot(page, "few-fields-open")


def test_what_a_browser_refuses_in_the_fold_is_shown(place, page):
    page.goto(f"{place}/++add++EducationMaterial")
    settle(page)
    page.locator("[name='form.widgets.year']").evaluate(
        "field => field.setCustomValidity('Năm nào?')"
    )
    page.locator("form.view-name-add-EducationMaterial").evaluate(
        "form => form.checkValidity()"
    )
    expect(page.locator("[name='form.widgets.year']")).to_be_visible()


def test_a_row_is_open_when_it_is_asked_for(place, page):
    page.goto(f"{place}/++add++LegalIntroduction")
    settle(page)
    rows = page.locator("#formfield-form-widgets-ILegalDocuments-legal_documents")
    rows.locator("[data-index=AA] summary").click()
    rows.locator("[data-index=AA] [name$='widgets.number']").fill("36/2024/QH15")
    rows.locator("[data-index='0'] .dgf--row-add").click()
    expect(rows.locator("[name$='1.widgets.number']")).to_be_visible()
