"""A contributor sends somebody for the register, an approver accepts them: in a browser."""

from browser_fixtures import log_browser_in
from browser_fixtures import PHONE
from datetime import date
from page_checks import faults
from people import recognition
from people import WARD
from people_lists import row
from people_lists import workbook
from playwright.sync_api import expect
from plone import api
from sonla.pbgdpl.people.pages import import_form
from vietnamese_portal import APPROVER
from vietnamese_portal import CONTRIBUTOR
from vietnamese_portal import furnish
from vietnamese_portal import PASSWORD
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT

import pytest
import transaction

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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


@pytest.mark.long
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


def test_a_list_is_sent_on_a_phone_and_goes_on_by_itself(
    page, portal_url, log_in, monkeypatch
):
    """More people than one request takes: the page follows its own header to the end."""
    monkeypatch.setattr(import_form, "AT_ONCE", 2)
    people = [
        row(name=f"Quàng Thị {letter}", birth=date(1990, 5, day), unit="Phường Tô Hiệu")
        for day, letter in enumerate("ABCDĐ", start=1)
    ]
    people[1] = row(name="Quàng Thị B", birth=33000, unit="Phường Tô Hiệu")
    people.append(row(name="Quàng Thị Sai", birth="5/9/85", unit="Phường Tô Hiệu"))
    log_in(CONTRIBUTOR)
    page.set_viewport_size(PHONE)
    page.goto(f"{portal_url}/{SECTION}/{UNIT}")
    page.get_by_role("link", name="Gửi người từ danh sách").click()
    assert faults(page, "#main-container") == []
    page.select_option("#import-type", "LegalPropagandist")
    page.select_option("#default-level", "xa")
    file = {"name": "ds.xlsx", "mimeType": XLSX, "buffer": workbook(people)}
    page.set_input_files("#import-file", file)
    page.get_by_role("button", name="Kiểm tra danh sách").click()
    expect(page.locator("#pbgdpl-import-rows")).to_contain_text("hai chữ số")
    expect(page.locator("#import-remember")).to_have_count(0)
    assert faults(page, "#main-container") == []
    page.locator("#pbgdpl-import-rows input[type=text]").first.fill("5/9/1985")
    page.get_by_role("button", name="kiểm tra lại").click()
    expect(page.locator("#pbgdpl-import-rows")).to_contain_text("Số 33000 được hiểu")
    page.get_by_role("button", name="Gửi 6 người để duyệt").click()
    expect(page.locator("[role=alert]").first).to_contain_text("Đã gửi duyệt: 6")
    assert faults(page, "#main-container") == []
    log_in(APPROVER)
    page.goto(f"{portal_url}/{SECTION}/@@pbgdpl-review?tab=people")
    expect(page.locator("#pbgdpl-rows")).to_contain_text("Quàng Thị A")
