"""The desk in a real browser, on a screen and on a phone."""

from browser_fixtures import PHONE
from desk_content import deliver
from desk_content import make_unit
from desk_content import PASSWORD
from desk_content import walk
from desk_content import write
from page_checks import faults
from page_checks import overflow
from page_checks import shoot
from page_checks import small_targets
from playwright.sync_api import expect
from plone import api
from sonla.pbgdpl.editorial.revisions import revise
from sonla.pbgdpl.editorial.states import state_of
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import pytest
import re
import transaction


@pytest.fixture
def waiting(served_unit):
    """Return three committed texts that wait for the editor."""
    texts = [
        walk(write(served_unit, "tac-gia", f"Hội nghị số {n}"), ("tac-gia", "submit"))
        for n in (1, 2, 3)
    ]
    deliver()
    return texts


def desk_url() -> str:
    return f"{api.portal.get().absolute_url()}/@@pbgdpl-review?tab=waiting"


def test_an_editor_returns_two_texts(waiting, page, log_in):
    log_in(page, "bien-tap", PASSWORD)
    page.goto(desk_url())
    boxes = page.locator("input[name='uids:list']")
    boxes.nth(0).check()
    boxes.nth(2).check()
    page.locator("#pbgdpl-transition").select_option("return_to_author")
    page.locator("[name=step]").click()
    expect(page.locator("#pbgdpl-bulk-error")).to_be_visible()
    assert [boxes.nth(n).is_checked() for n in range(3)] == [True, False, True]
    page.locator("#pbgdpl-comment").fill("Đề nghị bổ sung nguồn.")
    page.locator("[name=step]").click()
    expect(page.locator("#pbgdpl-outcomes li")).to_have_count(2)
    transaction.begin()
    assert [state_of(text) for text in waiting] == ["draft", "pending_edit", "draft"]


WIDE = {"width": 1366, "height": 768}


def test_all_texts_are_ticked_at_once(waiting, page, log_in):
    log_in(page, "bien-tap", PASSWORD)
    page.goto(desk_url())
    boxes = page.locator("input[name='uids:list']")
    page.locator("#pbgdpl-all").check()
    assert [boxes.nth(n).is_checked() for n in range(3)] == [True, True, True]
    boxes.nth(1).uncheck()
    assert page.locator("#pbgdpl-all").evaluate("box => box.indeterminate")
    page.locator("#pbgdpl-all").check()
    page.locator("#pbgdpl-transition").select_option("forward")
    page.locator("[name=step]").click()
    expect(page.locator("#pbgdpl-outcomes li")).to_have_count(3)
    transaction.begin()
    assert {state_of(text) for text in waiting} == {"pending_approval"}


@pytest.mark.long
def test_the_preview_stands_beside_the_list(waiting, page, log_in):
    """By the keyboard: arrows lead from row to row, Escape closes and leads back."""
    page.set_viewport_size(WIDE)
    log_in(page, "bien-tap", PASSWORD)
    page.goto(desk_url())
    boxes = page.locator("input[name='uids:list']")
    boxes.nth(0).focus()
    page.keyboard.press("ArrowDown")
    expect(boxes.nth(1)).to_be_focused()
    row = page.locator("#pbgdpl-rows > li").nth(1)
    link = row.get_by_role("link", name="Preview")
    link.focus()
    page.keyboard.press("Enter")
    panel = page.locator(".pbgdpl-beside")
    expect(panel.locator("#pbgdpl-preview")).to_be_visible()
    expect(panel).to_contain_text("Hội nghị số")
    expect(panel).to_be_focused()
    shoot(page, "desk-beside")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#pbgdpl-rows > li").nth(0)).to_have_class(
        re.compile("is-open")
    )
    expect(panel).to_be_focused()
    boxes.nth(0).focus()
    page.keyboard.press("ArrowDown")
    expect(row).to_have_class(re.compile("is-open"))
    expect(boxes.nth(1)).to_be_focused()
    link.focus()
    assert faults(page, ".pbgdpl-review") == []
    panel.focus()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(link).to_be_focused()


def test_on_a_phone_the_preview_is_a_page(waiting, page, log_in):
    page.set_viewport_size(PHONE)
    log_in(page, "bien-tap", PASSWORD)
    page.goto(desk_url())
    shoot(page, "desk-phone")
    assert small_targets(page) == []
    page.get_by_role("link", name="Preview").first.click()
    page.wait_for_url("**/@@pbgdpl-preview")


def test_what_a_revision_changes_is_marked(waiting, page, log_in):
    text = waiting[0]
    walk(text, ("bien-tap", "forward"), ("phe-duyet", "approve"))
    with api.env.adopt_user(username="tac-gia"):
        copy = revise(text)
        copy.title = "Hội nghị số mười"
        notify(ObjectModifiedEvent(copy))
    walk(copy, ("tac-gia", "submit"))
    deliver()
    page.set_viewport_size(WIDE)
    log_in(page, "bien-tap", PASSWORD)
    page.goto(desk_url())
    page.get_by_role("link", name="Changes").click()
    panel = page.locator(".pbgdpl-beside")
    expect(panel.locator("ins")).to_have_text("mười")
    expect(panel.locator("del")).to_have_text("1")
    shoot(page, "desk-changes")
    assert faults(page, ".pbgdpl-review") == []


def test_a_visitor_comes_back_to_the_desk_after_the_login(waiting, page):
    page.goto(desk_url())
    page.locator("#__ac_name").fill("bien-tap")
    page.locator("#__ac_password").fill(PASSWORD)
    page.locator("#buttons-login").click()
    expect(page.locator("#pbgdpl-rows")).to_be_visible()


def test_the_desk_is_reached_from_the_users_menu(waiting, page, log_in):
    log_in(page, "bien-tap", PASSWORD)
    page.goto(desk_url().partition("/@@")[0])
    link = page.locator("#personaltools-pbgdpl-review")
    expect(link).to_have_count(1)
    page.goto(link.get_attribute("href"))
    expect(page.locator(".pbgdpl-line a")).to_have_text("Edit: 3 legal news")


SCROLLED_SIDEWAYS = """[...document.querySelectorAll('#content *')]
    .filter(one => getComputedStyle(one).overflowX === 'auto')
    .filter(one => one.scrollWidth > one.clientWidth)
    .map(one => one.outerHTML.slice(0, 200))"""
PAGES = ["@@pbgdpl-review", "@@pbgdpl-review?tab=waiting", "@@pbgdpl-contributions"]


@pytest.mark.long
@pytest.mark.parametrize("name", PAGES)
def test_pages_fit_a_phone(waiting, served_unit, page, log_in, name):
    section = served_unit.aq_parent
    make_unit(section, "Ủy ban nhân dân phường Chiềng Cơi, tỉnh Sơn La")
    transaction.commit()
    page.set_viewport_size(PHONE)
    log_in(page, "phe-duyet", PASSWORD)
    page.goto(f"{section.absolute_url()}/{name}")
    expect(page.locator("#content h1")).to_be_visible()
    assert overflow(page) <= 0
    assert page.evaluate(SCROLLED_SIDEWAYS) == []


@pytest.mark.long
def test_a_typed_comment_survives_a_closed_tab(waiting, page, log_in, browser_context):
    log_in(page, "bien-tap", PASSWORD)
    page.goto(desk_url())
    page.wait_for_selector("form[data-pbgdpl-draft=ready]")
    page.locator("#pbgdpl-comment").press_sequentially("Ý kiến soạn dở")
    page.wait_for_function(
        "Object.values(localStorage).some(kept => kept.includes('soạn dở'))"
    )
    page.close()
    again = browser_context.new_page()
    again.goto(desk_url())
    expect(again.locator(".pbgdpl-draft-offer")).to_be_visible()
