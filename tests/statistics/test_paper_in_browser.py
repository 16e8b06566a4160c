"""On a phone and a screen: print a report, take its numbers from a file, attach the signed copy."""

from browser_fixtures import PHONE
from io import BytesIO
from openpyxl import load_workbook
from page_checks import faults
from page_checks import overflow
from page_checks import SCREEN
from page_checks import shoot
from pypdf import PdfReader
from statistics_content import activity
from statistics_content import moment
from statistics_content import put_report
from statistics_content import report
from vietnamese_portal import APPROVER
from vietnamese_portal import CONTRIBUTOR
from vietnamese_portal import furnish
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT
from zope.component.hooks import setSite

import pytest
import transaction


@pytest.fixture
def made(functional_portal):
    furnish(functional_portal)
    unit = functional_portal[SECTION][UNIT]
    activity(unit, start=moment(2026, 2, 3), sessions=1, attendees=70)
    made = report(unit)
    transaction.commit()
    return made


def fetched(page, name):
    """Press a button and return the file that comes."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).click()
    return waiting.value.path().read_bytes()


def look(page, name):
    shoot(page, name)
    assert overflow(page) == 0
    assert faults(page) == []


@pytest.mark.long
@pytest.mark.parametrize("viewport", [PHONE, SCREEN], ids=["phone", "screen"])
def test_a_report_on_paper_and_back(functional_portal, made, as_person, viewport):
    page = as_person(CONTRIBUTOR, viewport=viewport)
    page.goto(made.absolute_url())
    look(page, "report")
    page.get_by_role("link", name="Số, ngày, người ký").click()
    assert page.get_by_label("Địa danh").input_value() == "Sơn La"
    page.get_by_label("Số, ký hiệu").fill("12/BC")
    page.get_by_label("Ngày ban hành").fill("2026-12-05")
    page.get_by_label("Người lập biểu").fill("Lò Văn Ví Dụ")
    look(page, "paper")
    reader = PdfReader(BytesIO(fetched(page, "PDF, để in")))
    text = reader.pages[0].extract_text()
    for words in ("Số: 12/BC", "Sơn La, ngày 05 tháng 12 năm 2026", "Lò Văn Ví Dụ"):
        assert words in text
    assert fetched(page, "Word, để viết thêm").startswith(b"PK")
    book = load_workbook(BytesIO(fetched(page, "Excel, để gửi đi")))
    sheet = book.worksheets[0]
    place = next(one for line in sheet for one in line if one.value == "(5)")
    sheet.cell(place.row + 1, place.column).value = 250
    stream = BytesIO()
    book.save(stream)

    page.goto(made.absolute_url())
    page.get_by_role("link", name="Nhập số liệu từ tệp Excel").click()
    look(page, "file")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.get_by_label("Tệp Excel (.xlsx)").set_input_files(
        {"name": "bao-cao.xlsx", "mimeType": kind, "buffer": stream.getvalue()}
    )
    page.get_by_role("button", name="Xem lại số liệu").click()
    assert "Chưa lưu gì" in page.locator("#pbgdpl-file-notes").inner_text()
    assert page.locator("[name='actual-ket_qua.tai_lieu']").input_value() == "250"
    look(page, "preview")
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu", exact=True).click()
    assert "250" in page.locator("#content table").inner_text()

    transaction.begin()
    setSite(functional_portal)
    put_report(made, "locked")
    transaction.commit()
    manager = as_person(APPROVER, viewport=viewport)
    manager.goto(made.absolute_url())
    manager.get_by_role("link", name="Gắn bản đã ký").click()
    manager.get_by_label("Bản quét (PDF)").set_input_files(
        {"name": "ky.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 a"}
    )
    manager.get_by_label("Mọi người được xem").check()
    look(manager, "signed")
    with manager.expect_navigation():
        manager.get_by_role("button", name="Lưu").click()
    visitor = as_person(viewport=viewport)
    visitor.goto(made.absolute_url())
    answer = visitor.request.get(f"{made.absolute_url()}/@@pbgdpl-signed-copy.pdf")
    assert answer.body() == b"%PDF-1.7 a"
    assert visitor.locator("a[href$='@@pbgdpl-signed-copy.pdf']").is_visible()
