"""A situation in a real browser, on a phone and on a desk: read, find the office, leave."""

from datetime import date
from page_checks import faults
from page_checks import overflow
from page_checks import shoot
from page_checks import VIEWS
from public_content import make
from sample_values import LAND_LAW
from vietnamese_portal import furnish
from vietnamese_portal import SECTION

import pytest
import re
import transaction

TITLE = "Tôi muốn đăng ký kết hôn"
FIELDS = {
    "icon": "hon-nhan",
    "summary": (
        "Nam phải đủ 20 tuổi, nữ phải đủ 18 tuổi và hai người phải tự nguyện.",
        "Hai người cùng đến UBND xã nơi một trong hai người cư trú.",
    ),
    "conditions": (
        "Nam từ đủ 20 tuổi, nữ từ đủ 18 tuổi.",
        "Hai người tự nguyện, không ai ép buộc.",
    ),
    "steps": [
        {
            "title": "Chuẩn bị giấy tờ",
            "level": "tu-lam",
            "papers": "Tờ khai đăng ký kết hôn\nThẻ căn cước hoặc hộ chiếu",
        },
        {
            "title": "Cùng đến xã và ký",
            "what": "Hai người cùng có mặt, ký vào Sổ hộ tịch.",
            "level": "hcc",
            "office": "UBND xã, phường nơi một trong hai người cư trú",
            "fee": "Không thu nếu cư trú trong nước",
            "time_limit": "Trong ngày; phải xác minh thì không quá 5 ngày làm việc",
            "legal_basis": "Điều 18 Luật Hộ tịch 60/2014/QH13",
        },
    ],
    "if_not_done": ("Pháp luật chưa công nhận là vợ chồng.",),
    "do_not": ("Không cưới khi chưa đủ tuổi.",),
    "helplines": [{"number": "111", "name": "Tổng đài quốc gia bảo vệ trẻ em"}],
    "checked_on": date(2026, 1, 20),
    "review_by": date(2026, 2, 15),
    "changes_ahead": [{"date": date(2027, 3, 1), "what": "Luật Hộ tịch mới"}],
    "legal_documents": [LAND_LAW],
    "legal_fields": ("hon-nhan-gia-dinh",),
    "is_sample": True,
    "is_sensitive": True,
}


@pytest.fixture
def site(functional_portal):
    """Return a Vietnamese portal with a situation, and a commune that says where people go."""
    furnish(functional_portal)
    section = functional_portal[SECTION]
    make(section, "LifeSituation", TITLE, id="ket-hon", **FIELDS)
    make(
        section,
        "ContributingUnit",
        "Xã Sông Mã",
        code="04168",
        territory=("04168",),
        office="Trung tâm Phục vụ hành chính công xã Sông Mã",
        address="Tổ 5, xã Sông Mã",
        phone="0212 000 0000",
    )
    transaction.commit()
    return functional_portal


@pytest.mark.parametrize(("viewport", "script"), VIEWS)
def test_read_find_the_office_and_leave(site, as_person, viewport, script):
    page = as_person(viewport=viewport, java_script_enabled=script)
    page.goto(f"{site.absolute_url()}/{SECTION}/@@situations")
    assert overflow(page) == 0
    shoot(page, f"situations-{viewport['width']}")
    if script:
        assert faults(page, "#content") == []
    page.locator(".pbgdpl-list a", has_text=TITLE).click()
    page.locator("select[name=xa]").select_option(label="Xã Sông Mã")
    with page.expect_navigation():
        page.get_by_role("button", name="Xem nơi làm").click()
    assert page.locator("text=Tổ 5, xã Sông Mã").is_visible()
    assert page.locator("option[selected]").text_content().strip() == "Xã Sông Mã"
    assert overflow(page) == 0
    shoot(page, f"situation-{viewport['width']}")
    assert sheets(page) == 1
    if not script:
        page.locator(".pbgdpl-exit").click()
    else:
        assert faults(page, "#content") == []
        page.keyboard.press("Escape")
    page.wait_for_url(site.absolute_url())


def sheets(page):
    """Count the sheets of A4 on which the page is printed."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
