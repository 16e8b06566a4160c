"""An administrator writes a form down from its annex, in a browser, with and without scripts."""

from page_checks import faults
from page_checks import overflow
from page_checks import shoot
from page_checks import VIEWS
from sonla.pbgdpl.statistics.forms.store import all_forms
from vietnamese_portal import ADMINISTRATOR
from vietnamese_portal import furnish
from zope.component.hooks import setSite

import pytest
import re
import transaction

COLUMNS = """(1)\tSố vụ, việc\tTổng số
(2)\tSố vụ, việc\tHòa giải thành
(3)\tSố vụ, việc\tĐang giải quyết
(4)\tKinh phí\tTổng số
(5)\tKinh phí\tNgân sách
(6)\tKinh phí\tKhác"""
ROWS = """\tTổng số trên địa bàn
I\tTại cấp tỉnh
1\tSở Tư pháp
II\tTại cấp xã
1\tXã, phường loại một
2\tXã, phường khác"""


def part(page, title):
    name = re.compile(rf"^{title}(\s+\d.*)?$", re.DOTALL)
    with page.expect_navigation():
        page.locator(".nav-tabs").get_by_role("link", name=name).click()


def save(page):
    actions = page.locator(".pbgdpl-form-actions")
    with page.expect_navigation():
        actions.get_by_role("button", name="Lưu", exact=True).click()


def press(page, name):
    with page.expect_navigation():
        page.locator("#content-core").get_by_role("button", name=name).first.click()


def judged(page, has_script):
    """Return what is wrong with a page; axe needs scripts."""
    return faults(page) if has_script else [one for one in [overflow(page)] if one > 0]


def paste(page, text):
    page.get_by_text("Dán nhiều dòng").click()
    page.locator("#pbgdpl-paste").fill(text)
    press(page, "Nhận các dòng này")


@pytest.mark.long
@pytest.mark.parametrize(("viewport", "has_script"), VIEWS)
def test_from_the_annex_to_a_form_in_force(
    functional_portal, as_person, viewport, has_script
):
    furnish(functional_portal)
    transaction.commit()
    page = as_person(ADMINISTRATOR, viewport=viewport, java_script_enabled=has_script)
    looked_at = f"form-editor-{viewport['width']}"
    url = f"{functional_portal.absolute_url()}/@@pbgdpl-settings?page=statistics"
    page.goto(url)
    assert judged(page, has_script) == []
    page.locator("#new-number").fill("12b/TP/HG")
    page.locator("#new-new_title").fill("Kết quả hòa giải ở cơ sở")
    shoot(page, f"{looked_at}-list")
    press(page, "Bắt đầu soạn")

    part(page, "Cột")
    paste(page, COLUMNS)
    page.locator('[name="cell.0.formula"]').fill("c2 + c3")
    page.locator('[name="cell.3.formula"]').fill("c5 + c6")
    for at in (3, 4, 5):
        page.locator(f'[name="cell.{at}.type"]').select_option("money")
    save(page)
    press(page, "Chi tiết: (4)")
    assert judged(page, has_script) == []
    shoot(page, f"{looked_at}-columns")

    part(page, "Hàng")
    paste(page, ROWS)
    for at in (0, 1, 3):
        page.locator(f'[name="cell.{at}.kind"]').select_option("total")
    save(page)
    press(page, "Đưa xuống dưới dòng trước: I Tại cấp tỉnh")
    press(page, "Đưa xuống dưới dòng trước: II Tại cấp xã")
    assert judged(page, has_script) == []
    shoot(page, f"{looked_at}-rows")

    part(page, "Kỳ và hạn")
    press(page, "Thêm")
    page.locator('[name="cell.0.title"]').fill("Cả năm")
    for name, day in (("first", "01/01"), ("last", "31/12"), ("actual_until", "31/12")):
        page.locator(f'[name="cell.0.{name}"]').fill(day)
    page.locator('[name="cell.0.estimate"]').select_option("no")
    page.locator('[name="cell.0.deadline-province"]').fill("20/01 năm sau")
    save(page)
    shoot(page, f"{looked_at}-periods")
    assert not page.locator("#pbgdpl-form-faults").count()

    part(page, "Xem trước")
    heads = page.locator(".pbgdpl-form-sheet thead th").all_inner_texts()
    assert heads.count("Kinh phí") == 1
    assert judged(page, has_script) == []
    shoot(page, f"{looked_at}-sheet")
    part(page, "Đưa vào dùng")
    shoot(page, f"{looked_at}-publish")
    press(page, "Đưa vào dùng")
    assert page.locator("#pbgdpl-form-check").count()
    assert judged(page, has_script) == []
    shoot(page, f"{looked_at}-version")

    transaction.begin()
    setSite(functional_portal)
    form = next(one for one in all_forms() if one.number == "12b/TP/HG")
    assert [form.depth(row.id) for row in form.rows] == [0, 1, 2, 1, 2, 2]
    assert form.columns[3].formula.names == ("c5", "c6")
