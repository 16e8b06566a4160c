"""A contributor sends somebody for the register, an approver accepts them: in a browser."""

from browser_fixtures import log_browser_in
from page_checks import faults
from people import recognition
from people import WARD
from playwright.sync_api import expect
from plone import api
from vietnamese_portal import APPROVER
from vietnamese_portal import CONTRIBUTOR
from vietnamese_portal import furnish
from vietnamese_portal import PASSWORD
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT

import pytest
import transaction

DESK = {"width": 1366, "height": 768}
NAMES = ("Lò Thị Bản", "Quàng Văn Hai")


@pytest.fixture
def portal_url(functional_portal):
    furnish(functional_portal)
    unit = functional_portal[SECTION][UNIT]
    with api.env.adopt_user(username=CONTRIBUTOR):
        for number, name in enumerate(NAMES):
            api.content.create(
                unit,
                "LegalPropagandist",
                f"nguoi-{number}",
                name,
                recognitions=[recognition("xa", WARD)],
            )
    transaction.commit()
    return functional_portal.absolute_url()


@pytest.fixture
def log_in(page, portal_url):
    def log_in(name):
        page.context.clear_cookies()
        page.set_viewport_size(DESK)
        log_browser_in(page, portal_url, name, PASSWORD)

    return log_in


def test_sent_returned_sent_and_accepted(page, portal_url, log_in):
    person = f"{portal_url}/{SECTION}/{UNIT}/nguoi-0"
    desk = f"{portal_url}/{SECTION}/@@pbgdpl-review?tab=people"
    log_in(CONTRIBUTOR)
    page.goto(person)
    assert faults(page, "#main-container") == []
    page.get_by_role("link", name="Gửi duyệt hồ sơ").first.click()
    page.get_by_role("button", name="Gửi duyệt hồ sơ").click()
    expect(page.locator("#content")).to_contain_text("Đã gửi duyệt")

    log_in(APPROVER)
    page.goto(desk)
    expect(page.locator("#pbgdpl-rows")).to_contain_text(NAMES[0])
    assert faults(page, "#main-container") == []
    row = page.locator("#pbgdpl-rows > li")
    row.locator("textarea").fill("Thiếu ngày sinh.")
    row.get_by_role("button", name="Trả lại hồ sơ").click()
    expect(page.locator("#pbgdpl-outcomes")).to_contain_text(NAMES[0])

    log_in(CONTRIBUTOR)
    page.goto(desk)
    expect(page.locator("#pbgdpl-rows")).to_contain_text("Thiếu ngày sinh.")
    page.locator("#pbgdpl-rows > li").get_by_role(
        "button", name="Gửi duyệt hồ sơ"
    ).click()

    log_in(APPROVER)
    page.goto(desk)
    page.get_by_role("button", name="Duyệt hồ sơ", exact=True).click()
    expect(page.locator("#pbgdpl-outcomes .text-bg-success")).to_have_count(1)
    page.context.clear_cookies()
    page.goto(f"{portal_url}/{SECTION}/@@propagandists")
    expect(page.locator("#pbgdpl-people")).to_contain_text(NAMES[0])
    expect(page.locator("#pbgdpl-people")).not_to_contain_text(NAMES[1])
