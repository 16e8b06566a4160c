"""A keeper of the register takes a list in, on a phone and at a desk."""

from browser_fixtures import log_browser_in
from browser_fixtures import PHONE
from io import BytesIO
from openpyxl import load_workbook
from openpyxl import Workbook
from page_checks import faults
from people_lists import GOOD
from people_lists import row
from people_lists import workbook
from playwright.sync_api import expect
from vietnamese_portal import APPROVER
from vietnamese_portal import furnish
from vietnamese_portal import PASSWORD
from vietnamese_portal import SECTION

import pytest
import transaction

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DESK = {"width": 1280, "height": 900}
LONG_NAME = "danh-sach-bao-cao-vien-phap-luat-" + "rat-dai-" * 6 + "2026.xlsx"
ABOVE = [("DANH SÁCH MẪU BÁO CÁO VIÊN PHÁP LUẬT",), ()]
BAD = row(no=2, name="Lò Thị Sai", birth="31/02/1980", agency="Công ty Không Có Thật")


@pytest.fixture
def portal_url(functional_portal):
    furnish(functional_portal)
    transaction.commit()
    return functional_portal.absolute_url()


@pytest.fixture
def tab(page, portal_url):
    """Return a tab in which whoever approves for the section is logged in."""
    log_browser_in(page, portal_url, APPROVER, PASSWORD)
    return page


def choose_file(page, data, name=LONG_NAME):
    page.set_input_files(
        "#import-file", {"name": name, "mimeType": XLSX, "buffer": data}
    )


@pytest.mark.long
@pytest.mark.sample(1)
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_upload_preview_correct_confirm(tab, portal_url, size):
    tab.set_viewport_size(size)
    tab.goto(f"{portal_url}/{SECTION}/@@reporters")
    tab.get_by_role("link", name="Nhập người từ danh sách").click()
    assert faults(tab, "#main-container") == []

    choose_file(tab, workbook([GOOD, BAD], above=ABOVE))
    tab.select_option("#default-level", "tinh")
    tab.get_by_role("button", name="Kiểm tra danh sách").click()
    rows = tab.locator("#pbgdpl-import-rows tbody tr")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("Không có ngày “31/02/1980”")
    expect(rows.first).to_contain_text("Đơn vị công tác")
    assert faults(tab, "#main-container") == []

    tab.get_by_role("link", name="Sẽ nhập").click()
    expect(rows.first).to_contain_text("Lò Văn Ví Dụ")
    tab.locator("#pbgdpl-import-match summary").click()
    expect(tab.locator("#column-2")).to_have_value("birth_date")
    assert faults(tab, "#main-container") == []

    tab.get_by_role("button", name="Nhập 1 người").click()
    expect(tab.locator("#pbgdpl-import-error")).to_contain_text("chưa nhập ai cả")
    with tab.expect_download() as waiting:
        tab.get_by_role("button", name="Các dòng cần sửa (Excel)").click()
    sheet = load_workbook(BytesIO(waiting.value.path().read_bytes())).active
    lines = [list(line) for line in sheet.iter_rows(values_only=True)]
    assert lines[3][-2:] == ["Dòng trong tệp gốc", "Lỗi cần sửa"]
    assert lines[4][1] == "Lò Thị Sai" and "Ngày, tháng, năm sinh: " in lines[4][-1]

    tab.check("#import-leave")
    tab.get_by_role("button", name="Nhập 1 người").click()
    expect(tab.locator(".alert, .portalMessage").first).to_contain_text("Đã nhập: 1")
    expect(rows).to_have_count(1)
    assert faults(tab, "#main-container") == []

    lines[4][2], lines[4][6] = "28/02/1980", "Sở Tư pháp"
    tab.get_by_role("link", name="Danh sách khác").click()
    expect(tab.locator("#pbgdpl-waiting-lists li")).to_have_count(1)
    assert faults(tab, "#main-container") == []
    choose_file(tab, saved(lines), "da-sua.xlsx")
    tab.select_option("#default-level", "tinh")
    tab.get_by_role("button", name="Kiểm tra danh sách").click()
    tab.get_by_role("button", name="Nhập 1 người").click()
    expect(tab.locator(".alert, .portalMessage").first).to_contain_text("Đã nhập: 1")

    tab.goto(f"{portal_url}/{SECTION}/@@reporters")
    expect(tab.locator("#pbgdpl-people tbody tr")).to_have_count(2)


def saved(lines):
    """Save lines as a spreadsheet program does."""
    book = Workbook()
    for line in lines:
        book.active.append(line)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
