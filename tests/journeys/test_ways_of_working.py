"""People who work as they must: without a mouse, and with one thumb on a small phone."""

from browser_fixtures import PHONE
from journey_steps import EDITOR_FRAME
from journey_steps import TITLE
from new_items import create
from page_checks import faults
from page_checks import overflow
from page_checks import shoot
from playwright.sync_api import expect
from playwright.sync_api import Page
from plone import api
from sample_values import PNG
from sonla.pbgdpl.editorial.states import history_of
from sonla.pbgdpl.editorial.states import state_of
from vietnamese_portal import APPROVER
from vietnamese_portal import CONTRIBUTOR
from vietnamese_portal import EDITOR
from vietnamese_portal import PASSWORD
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT

import pytest
import transaction

LAPTOP = {"width": 1366, "height": 768}
TABS = 150
"""Most presses of the key Tab from the top of a page to what is looked for."""
IS_FOCUSED = "selector => document.activeElement?.matches(selector) ?? false"


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what is looked for has the focus, and can be seen."""
    for _press in range(TABS):
        if page.evaluate(IS_FOCUSED, selector):
            expect(page.locator(":focus")).to_be_visible()
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the key Tab doesn't lead to {selector}")


def enter(page: Page) -> None:
    """Press Enter, and wait for the page to which it leads."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.fixture
def unit(site):
    return site[SECTION][UNIT]


@pytest.fixture
def waiting(unit):
    """Return two texts that wait for approval, the one that waits longer first."""
    found = []
    for title in ("Bài chờ lâu", "Bài chờ sau"):
        with api.env.adopt_user(username=CONTRIBUTOR):
            found.append(create(unit, "LegalNews", title=title))
        for name, step in ((CONTRIBUTOR, "submit"), (EDITOR, "forward")):
            with api.env.adopt_user(username=name):
                api.content.transition(found[-1], step)
    transaction.commit()
    return found


@pytest.mark.long
def test_an_approver_works_by_the_keyboard_alone(waiting, as_person):
    approved, returned = waiting
    page = as_person(viewport=LAPTOP)
    page.goto(f"{api.portal.get().absolute_url()}/login")
    tab_to(page, "#__ac_name")
    page.keyboard.type(APPROVER)
    tab_to(page, "#__ac_password")
    page.keyboard.type(PASSWORD)
    enter(page)
    tab_to(page, ".pbgdpl-line a")
    enter(page)
    expect(page.locator("#pbgdpl-rows > li")).to_have_count(2)
    badge = page.locator(".pbgdpl-waiting a")
    expect(badge).to_have_accessible_name("Việc của tôi: 2 việc đang chờ")
    shoot(page, "desk")
    tab_to(page, "#pbgdpl-rows a[data-beside]")
    page.keyboard.press("Enter")
    expect(page.locator(".pbgdpl-beside h1")).to_have_text("Bài chờ lâu")
    page.keyboard.press("Escape")
    tab_to(page, f"button[value='{api.content.get_uuid(approved)}:approve']")
    enter(page)
    expect(page.locator("#pbgdpl-outcomes li")).to_have_count(1)
    expect(badge).to_have_accessible_name("Việc của tôi: 1 việc đang chờ")
    tab_to(page, "#pbgdpl-rows h2 a")
    enter(page)
    expect(page.locator("#content h1")).to_have_text("Bài chờ sau")
    tab_to(page, "#pbgdpl-status-comment")
    page.keyboard.type("Ghi rõ số người dự.")
    tab_to(page, "#pbgdpl-status button[value=return_to_author]")
    enter(page)
    expect(page.locator("body")).to_contain_text("Đã trả bài cho tác giả.")
    transaction.begin()
    assert state_of(approved) == "published"
    assert state_of(returned) == "draft"
    assert history_of(returned)[-1]["comments"] == "Ghi rõ số người dự."


@pytest.mark.long
def test_an_officer_of_a_commune_sends_news_from_a_phone(unit, as_person, tmp_path):
    (tmp_path / "anh.png").write_bytes(PNG)
    page = as_person(CONTRIBUTOR, viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(f"{api.portal.get().absolute_url()}/@@pbgdpl-review")
    shoot(page, "desk")
    assert overflow(page) <= 0 and faults(page) == []
    with page.expect_navigation():
        page.get_by_role("link", name="Sở Tư pháp").first.tap()
    shoot(page, "unit")
    page.locator("#plone-contentmenu-factories > a").tap()
    shoot(page, "menu")
    with page.expect_navigation():
        page.locator("#legalnews").tap()
    page.wait_for_selector(f"{TITLE}:focus")
    page.keyboard.type("Bản Mòn họp dân về Luật Đất đai")
    body = page.frame_locator(EDITOR_FRAME).locator("body")
    body.tap()
    page.keyboard.type("Tối qua, tại nhà văn hóa bản, hơn sáu mươi hộ đã dự.")
    with page.expect_file_chooser() as chooser:
        page.locator("input[type=file][name*=ILeadImage]").tap()
    chooser.value.set_files(str(tmp_path / "anh.png"))
    assert overflow(page) <= 0
    shoot(page, "form")
    with page.expect_navigation():
        page.locator("#form-buttons-save_and_submit").tap()
    expect(page.locator("body")).to_contain_text("Đã gửi bài đi duyệt.")
    shoot(page, "sent")
    assert overflow(page) <= 0
    transaction.begin()
    (text,) = unit.listFolderContents({"portal_type": "LegalNews"})
    assert state_of(text) == "pending_edit"
    assert text.image.getSize() and "sáu mươi hộ" in text.text.raw
