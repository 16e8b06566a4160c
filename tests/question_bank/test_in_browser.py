"""A bank in the browser: a question is typed, refused, mended; a file read; many approved."""

from bank_content import add_question
from bank_content import make_bank
from bank_content import put
from browser_fixtures import PHONE
from page_checks import faults
from page_checks import overflow
from page_checks import shoot
from sonla.pbgdpl.options.learning.question_bank.answer_counts import count_answers
from vietnamese_portal import APPROVER
from vietnamese_portal import EDITOR
from vietnamese_portal import furnish
from vietnamese_portal import SECTION

import pytest
import transaction

DESK = {"width": 1366, "height": 768}
FILE = """Câu 1. Nam, nữ từ đủ bao nhiêu tuổi được kết hôn?
A. Nam 20 tuổi, nữ 18 tuổi
B. Nam 18 tuổi, nữ 18 tuổi
Đáp án: A

Câu 2. Đăng ký khai sinh đúng hạn thì lệ phí thế nào?
A. Được miễn
B. 50.000 đồng
ANSWER: A, B
"""


@pytest.fixture
def section(functional_portal):
    furnish(functional_portal)
    transaction.commit()
    return functional_portal[SECTION]


@pytest.mark.long
def test_a_question_is_typed_refused_and_mended(section, as_person):
    page = as_person(EDITOR, viewport=DESK)
    page.set_default_timeout(20000)
    page.goto(f"{section.absolute_url()}/@@pbgdpl-banks")
    assert faults(page) == []
    page.get_by_role("link", name="Thêm ngân hàng").click()
    page.locator("#form-widgets-IBasic-title").fill("Hôn nhân và gia đình")
    shoot(page, "bank-form")
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu", exact=True).click()
    assert faults(page) == []
    shoot(page, "bank-empty")
    page.get_by_role("link", name="Thêm câu hỏi").first.click()
    page.locator("#form-widgets-question").fill("Từ đủ bao nhiêu tuổi được kết hôn?")
    rows = page.locator("#formfield-form-widgets-answers")
    texts = rows.locator("input[type=text]:visible")
    ticks = rows.locator("input[type=checkbox]:visible")
    shoot(page, "bank-question-new")
    for at, text in enumerate(("Nam 20, nữ 18", "Nam 18, nữ 18")):
        if texts.count() <= at:
            rows.locator("button.dgf--row-add:visible").last.click()
        texts.nth(at).fill(text)
        texts.nth(at).press("Tab")
        ticks.nth(at).check()
    shoot(page, "bank-question-form")
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu", exact=True).click()

    # Told, and all is still there
    assert "Có 2 đáp án được đánh dấu đúng" in page.locator("body").inner_text()
    assert texts.nth(1).input_value() == "Nam 18, nữ 18"
    shoot(page, "bank-question-refused")
    ticks.nth(1).uncheck()
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu", exact=True).click()
    answers = page.locator("#pbgdpl-bank-answers").inner_text()
    assert "Nam 20, nữ 18" in answers and answers.count("Đúng") == 1
    assert faults(page) == []
    shoot(page, "bank-question")


def test_a_draft_of_an_approved_bank_is_deleted(section, as_person):
    bank = make_bank(section, state="approved")
    draft = add_question(bank, question="Nhầm?")
    kept = add_question(bank, "approved")
    transaction.commit()
    page = as_person(EDITOR, viewport=DESK)
    page.set_default_timeout(20000)
    page.goto(f"{draft.absolute_url()}/delete_confirmation")
    shoot(page, "bank-question-delete")
    with page.expect_navigation():
        page.get_by_role("button", name="Xóa", exact=True).click()
    transaction.begin()
    assert list(bank.objectIds()) == [kept.getId()]
    # What is approved can't be
    page.goto(f"{kept.absolute_url()}/delete_confirmation")
    assert page.get_by_role("button", name="Xóa", exact=True).count() == 0


def test_the_form_of_a_question_on_a_phone(section, as_person):
    bank = make_bank(section, state="approved")
    question = add_question(bank)
    transaction.commit()
    page = as_person(EDITOR, viewport=PHONE)
    page.set_default_timeout(20000)
    page.goto(question.absolute_url())
    lead = page.locator("#pbgdpl-warnings-lead")
    assert "đăng bài" not in "".join(lead.all_inner_texts())
    page.goto(f"{question.absolute_url()}/edit")
    page.locator("#formfield-form-widgets-answers").scroll_into_view_if_needed()
    shoot(page, "bank-question-edit")
    assert overflow(page) == 0


@pytest.mark.long
@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_a_file_is_read_and_many_are_approved(section, as_person, screen):
    bank = make_bank(section, "Hôn nhân và gia đình")
    question = put(add_question(bank), "submitted")
    add_question(bank, "submitted", question="Cha mẹ phải khai sinh trong mấy ngày?")
    count_answers(bank, {question.UID(): True})
    transaction.commit()
    page = as_person(EDITOR, viewport=screen)
    page.set_default_timeout(20000)
    page.goto(f"{bank.absolute_url()}/@@pbgdpl-bank-import")
    page.locator("#check-text").fill(FILE)
    with page.expect_navigation():
        page.get_by_role("button", name="Xem trước").click()
    wrong = page.locator("#pbgdpl-bank-faults").inner_text()
    assert "Câu 2" in wrong and "2 đáp án" in wrong
    assert faults(page) == [] and overflow(page) <= 0
    shoot(page, "bank-import")
    with page.expect_navigation():
        page.get_by_role("button", name="Nhập các câu hỏi này").click()
    assert "1 câu hỏi" in page.locator(".alert-success").inner_text()
    shoot(page, "bank-imported")

    page = as_person(APPROVER, viewport=screen)
    page.set_default_timeout(20000)
    page.goto(f"{section.absolute_url()}/@@pbgdpl-review")
    waiting = page.locator(".pbgdpl-line")
    shoot(page, "bank-desk")
    with page.expect_navigation():
        waiting.get_by_role("link").first.click()
    assert faults(page) == [] and overflow(page) <= 0
    shoot(page, "bank")
    page.locator("#pbgdpl-questions input[type=checkbox]").first.check()
    page.locator("#bank-step").select_option("approve")
    with page.expect_navigation():
        page.get_by_role("button", name="Thực hiện").click()
    text = page.locator("body").inner_text()
    assert (
        "Đã thực hiện với 1 câu hỏi" in text and "Ngân hàng cũng đã được duyệt" in text
    )
    page.goto(f"{section.absolute_url()}/@@pbgdpl-banks")
    assert faults(page) == [] and overflow(page) <= 0
    shoot(page, "banks")
