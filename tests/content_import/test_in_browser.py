"""An administrator brings a folder in, on a phone and at a desk, and takes it back."""

from browser_fixtures import log_browser_in
from browser_fixtures import PHONE
from old_content import make_mixed
from page_checks import faults
from page_checks import shoot
from playwright.sync_api import expect
from vietnamese_portal import ADMINISTRATOR
from vietnamese_portal import furnish
from vietnamese_portal import PASSWORD
from vietnamese_portal import SECTION

import pytest
import transaction

DESK = {"width": 1366, "height": 900}


@pytest.fixture
def portal_url(functional_portal):
    furnish(functional_portal)
    make_mixed(functional_portal)
    transaction.commit()
    return functional_portal.absolute_url()


@pytest.fixture
def tab(page, portal_url):
    """Return a tab in which an administrator is logged in."""
    log_browser_in(page, portal_url, ADMINISTRATOR, PASSWORD)
    return page


def find_and_look(tab, portal_url, size):
    """Find what stands in the folder, and look at what would become of it; give its rows."""
    tab.set_viewport_size(size)
    tab.set_default_timeout(30_000)
    tab.goto(f"{portal_url}/{SECTION}")
    tab.get_by_role("link", name="Đưa bài có sẵn vào chuyên trang").click()
    tab.fill("#bring-in-folder", f"{portal_url}/phap-luat")
    tab.get_by_role("button", name="Tìm", exact=True).last.click()
    expect(tab.locator("#pbgdpl-bring-in-found")).to_contain_text("Tìm thấy: 6 mục")
    assert faults(tab, "#main-container") == []
    shoot(tab, "found")
    tab.get_by_role("button", name="Xem trước các mục này").click()
    rows = tab.locator("#pbgdpl-bring-in-rows tbody tr")
    expect(rows.first).to_contain_text("Giới thiệu Luật Hôn nhân")
    assert faults(tab, "#main-container") == []
    shoot(tab, "preview")
    return rows


def test_found_and_looked_at(tab, portal_url):
    rows = find_and_look(tab, portal_url, PHONE)
    tab.get_by_role("link", name="Sẽ đưa vào").click()
    expect(rows).to_have_count(5)


@pytest.mark.long
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_found_looked_at_brought_in_taken_back(tab, portal_url, size):
    rows = find_and_look(tab, portal_url, size)
    tab.get_by_role("link", name="Không đưa được").click()
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("la.example")
    tab.get_by_role("link", name="Sẽ đưa vào").click()
    expect(rows).to_have_count(5)
    rows.last.get_by_role("link", name="Sửa dòng này").click()
    assert faults(tab, "#main-container") == []
    shoot(tab, "editing")
    tab.get_by_role("button", name="Lưu dòng này").click()

    tab.get_by_role("button", name="Đưa 5 mục vào chuyên trang").click()
    expect(tab.locator("#pbgdpl-bring-in-phase")).to_have_text("Đã đưa vào")
    expect(rows).to_have_count(5)
    assert faults(tab, "#main-container") == []
    shoot(tab, "result")
    tab.goto(f"{portal_url}/phap-luat/ke-hoach")
    expect(tab).to_have_url(f"{portal_url}/{SECTION}/ke-hoach")

    tab.goto(f"{portal_url}/{SECTION}/@@pbgdpl-content-import")
    shoot(tab, "batches")
    tab.locator("#pbgdpl-bring-in-batches a").click()
    tab.get_by_role("button", name="Hoàn tác cả đợt").click()
    expect(tab.locator("#pbgdpl-bring-in-phase")).to_have_text("Đã hoàn tác")
    tab.goto(f"{portal_url}/phap-luat/ke-hoach")
    expect(tab.locator("h1")).to_contain_text("Kế hoạch số 12/KH-UBND")
