"""From an activity to its money on a phone, and the office's view of it."""

from browser_fixtures import PHONE
from expenditures import spend
from page_checks import faults
from page_checks import overflow
from page_checks import shoot
from statistics_content import activity
from vietnamese_portal import APPROVER
from vietnamese_portal import CONTRIBUTOR
from vietnamese_portal import furnish
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT

import pytest
import transaction

DESK = {"width": 1366, "height": 768}


@pytest.fixture
def unit(functional_portal):
    furnish(functional_portal)
    unit = functional_portal[SECTION][UNIT]
    activity(unit)
    spend(unit, 12_500_000, item="tap-huan-hoi-nghi", voucher="PC 3")
    spend(unit, 40_000_000, stage="du-toan", fund="nsnn-chuong-trinh")
    transaction.commit()
    return unit


def test_money_is_entered_beside_its_activity(unit, as_person):
    phone = as_person(CONTRIBUTOR, viewport=PHONE)
    phone.set_default_timeout(20000)
    phone.goto(f"{unit.absolute_url()}/hoi-nghi-tuyen-truyen-mau")
    with phone.expect_navigation():
        phone.locator("#pbgdpl-costs").get_by_role(
            "link", name="Thêm khoản chi"
        ).click()
    subject = phone.locator("#form-widgets-belongs_to")
    assert "Hội nghị tuyên truyền mẫu" in subject.locator("option:checked").inner_text()
    shoot(phone, "expenditure-form")
    assert overflow(phone) <= 0
    phone.locator("#form-widgets-amount").fill("1,5 triệu")
    phone.locator("#form-widgets-item").select_option("to-gap")
    with phone.expect_navigation():
        phone.get_by_role("button", name="Lưu").click()

    # Told, and all is still there
    assert "không phải số tiền" in phone.locator("body").inner_text()
    assert phone.locator("#form-widgets-amount").input_value() == "1,5 triệu"
    assert phone.locator("#form-widgets-item").input_value() == "to-gap"
    phone.locator("#form-widgets-amount").fill("2.000.000")
    with phone.expect_navigation():
        phone.get_by_role("button", name="Lưu").click()
    text = phone.locator("body").inner_text()
    assert "cao hơn mức tối đa" in text and "khoản 6 Điều 3" in text
    assert faults(phone) == []
    assert overflow(phone) <= 0
    shoot(phone, "expenditure")
    with phone.expect_navigation():
        phone.get_by_role("link", name="Hội nghị tuyên truyền mẫu").first.click()
    assert "2.000.000" in phone.locator("#pbgdpl-costs").inner_text()
    shoot(phone, "costs")


@pytest.mark.long
@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_the_list_fits_and_says_which_unit_has_no_figure(unit, as_person, screen):
    page = as_person(APPROVER, viewport=screen)
    page.set_default_timeout(20000)
    section = unit.aq_parent
    page.goto(f"{section.absolute_url()}/@@pbgdpl-expenditures?year=2026")
    assert "12.500.000" in page.locator("#pbgdpl-sums-by-unit").inner_text()
    assert faults(page) == []
    assert overflow(page) <= 0
    shoot(page, "expenditures-section")
    page.goto(f"{unit.absolute_url()}/@@pbgdpl-expenditures?year=2026")
    assert "40.000.000" in page.locator("#pbgdpl-sums").inner_text()
    assert faults(page) == []
    assert overflow(page) <= 0
    shoot(page, "expenditures-unit")


@pytest.mark.long
def test_a_file_is_looked_at_taken_in_and_taken_back(unit, as_person):
    page = as_person(CONTRIBUTOR, viewport=PHONE)
    page.set_default_timeout(20000)
    page.goto(f"{unit.absolute_url()}/@@pbgdpl-expenditures-import")
    page.locator("textarea[name=table]").fill(
        "Ngày;Số tiền (đồng);Nội dung chi;Nguồn kinh phí\n"
        "10/03/2026;9.000.000;to-gap;nsnn-thuong-xuyen\n"
        "31/02/2026;1;to-gap;khac"
    )
    with page.expect_navigation():
        page.get_by_role("button", name="Xem lại các dòng").click()
    assert "31/02/2026" in page.locator(".table-danger").inner_text()
    assert faults(page) == []
    shoot(page, "expenditures-import")
    with page.expect_navigation():
        page.get_by_role("button", name="Nhập các dòng này").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Hoàn tác lần nhập này").click()
    assert "Đã hoàn tác 1 khoản chi" in page.locator("body").inner_text()
    assert faults(page) == []
