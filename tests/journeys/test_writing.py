"""Writing a text and bringing it on, with as few clicks as people should need."""

from browser_fixtures import PHONE
from datetime import date
from journey_steps import EDITOR_FRAME
from journey_steps import PDF
from journey_steps import TITLE
from new_items import create
from page_checks import faults
from page_checks import overflow
from page_checks import shoot
from page_checks import wait_until_drawn
from people import enter
from people import recognition
from people import WARD
from playwright.sync_api import expect
from playwright.sync_api import Page
from plone import api
from plone.locking.interfaces import ILockable
from sample_values import PNG
from sonla.pbgdpl.editorial.states import state_of
from vietnamese_portal import APPROVER
from vietnamese_portal import CONTRIBUTOR
from vietnamese_portal import EDITOR
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT
from word_papers import docx
from word_papers import head
from word_papers import line
from word_papers import title

import pytest
import transaction

LAPTOP = {"width": 1366, "height": 768}
PRESSES = """addEventListener('pointerdown', event => {
    if (event.isTrusted) window.pressed();
}, true)"""
WHOLE = ".tox-toolbar-overlord [data-mce-name=overflow-button]"
COLUMNS = "#portal-column-one, #portal-column-two"
TYPES = ["LegalNews", "LegalIntroduction", "Guidance", "EducationMaterial"]


class Presses:
    """Count how often the pointer is pressed on the pages of a tab, by whatever is clicked."""

    def __init__(self, page: Page) -> None:
        self.number = 0
        page.expose_function("pressed", self.count)
        page.add_init_script(PRESSES)

    def count(self) -> None:
        """Count one."""
        self.number += 1


@pytest.fixture
def unit(site):
    return site[SECTION][UNIT]


def draft_of(unit, name, **fields):
    transaction.begin()
    with api.env.adopt_user(username=name):
        text = create(unit, "LegalNews", title="Bài nháp", **fields)
    transaction.commit()
    return text


def is_locked(text):
    transaction.begin()
    return ILockable(text).locked()


@pytest.mark.sample(1)
@pytest.mark.parametrize("files, most", [([], 6), (["to-gap.pdf"], 7)])
def test_news_with_a_picture_is_sent(unit, as_person, tmp_path, files, most):
    (tmp_path / "anh.png").write_bytes(PNG)
    page = as_person(CONTRIBUTOR, viewport=LAPTOP)
    presses = Presses(page)
    page.goto(unit.absolute_url())
    page.locator("#plone-contentmenu-factories > a").click()
    page.locator("#legalnews").click()
    page.wait_for_selector(f"{TITLE}:focus")
    page.keyboard.type("Hội nghị phổ biến Luật Đất đai")
    page.keyboard.press("Tab")
    page.keyboard.type("Ba trăm người dự.")
    body = page.frame_locator(EDITOR_FRAME).locator("body")
    body.click()
    page.keyboard.type("Sáng nay, tại hội trường xã.")
    with page.expect_file_chooser() as chooser:
        page.locator("input[type=file][name*=ILeadImage]").click()
    chooser.value.set_files(str(tmp_path / "anh.png"))
    for name in files:
        (tmp_path / name).write_bytes(PDF)
        with page.expect_file_chooser() as chooser:
            page.locator("#form-widgets-pbgdpl_files").click()
        chooser.value.set_files(str(tmp_path / name))
    with page.expect_navigation():
        page.locator("#form-buttons-save_and_submit").click()
    expect(page.locator("body")).to_contain_text("Đã gửi bài đi duyệt.")
    transaction.begin()
    (text,) = unit.listFolderContents({"portal_type": "LegalNews"})
    assert state_of(text) == "pending_edit"
    assert "hội trường" in text.text.raw
    assert text.image.getSize()
    assert not ILockable(text).locked()
    assert [one.to_object.getId() for one in text.attachments] == files
    assert most - 1 <= presses.number <= most


def test_an_introduction_of_a_word_file_takes_six_clicks(unit, as_person, tmp_path):
    file = tmp_path / "gioi-thieu.docx"
    paper = head("12/STP-PBGDPL"), title("GIỚI THIỆU"), title("Luật Mẫu năm 2026")
    file.write_bytes(docx(*paper, line("Luật có ba chương.")))
    page = as_person(CONTRIBUTOR, viewport=LAPTOP)
    presses = Presses(page)
    page.goto(unit.absolute_url())
    page.locator("#pbgdpl-word-link a").click()
    page.get_by_label("Giới thiệu văn bản").click()
    assert faults(page) == []
    with page.expect_file_chooser() as chooser:
        page.locator("#pbgdpl-from-word input[type=file]").click()
    chooser.value.set_files(str(file))
    with page.expect_navigation():
        page.get_by_role("button", name="Tạo bài nháp").click()
    expect(page.locator(TITLE)).to_have_value("Giới thiệu Luật Mẫu năm 2026")
    shoot(page, "introduction-from-word")
    page.locator("select#form-widgets-kind").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    with page.expect_navigation():
        page.locator("#form-buttons-save_and_submit").click()
    expect(page.locator("body")).to_contain_text("Đã gửi bài đi duyệt.")
    assert presses.number <= 6


def test_a_text_is_approved_by_two_clicks(unit, as_person):
    text = draft_of(unit, CONTRIBUTOR)
    for name, step in ((CONTRIBUTOR, "submit"), (EDITOR, "forward")):
        with api.env.adopt_user(username=name):
            api.content.transition(text, step)
    transaction.commit()
    page = as_person(APPROVER, viewport=LAPTOP)
    presses = Presses(page)
    page.goto(f"{api.portal.get().absolute_url()}/@@pbgdpl-review")
    page.locator(".pbgdpl-line").get_by_role("link", name="Bài nháp").first.click()
    with page.expect_navigation():
        page.locator("#pbgdpl-status button[value=approve]").click()
    expect(page.locator("body")).to_contain_text("Đã duyệt và đăng bài.")
    assert presses.number == 2


@pytest.mark.long
def test_a_list_of_people_is_accepted_by_two_clicks(unit, as_person, monkeypatch):
    """More of them than a page shows and one request takes: the page goes on by itself."""
    monkeypatch.setattr("sonla.pbgdpl.editorial.pages.desk.SECONDS", 0.5)
    transaction.begin()
    with api.env.adopt_user(username=CONTRIBUTOR):
        rows = [recognition("xa", WARD)]
        for number in range(51):
            name = f"Lò Thị Mẫu {number}"
            person = create(unit, "LegalPropagandist", title=name, recognitions=rows)
            api.content.transition(person, "submit")
    transaction.commit()
    page = as_person(APPROVER, viewport=LAPTOP)
    presses = Presses(page)
    page.goto(f"{api.portal.get().absolute_url()}/@@pbgdpl-review")
    shoot(page, "desk-list-of-people")
    page.get_by_role("link", name="Duyệt: 51 tuyên truyền viên pháp luật").click()
    page.locator(".btn-primary", has_text="Duyệt hồ sơ: tất cả 51").click()
    done = page.locator("#pbgdpl-outcomes strong", has_text="Đã làm: 51")
    expect(done).to_be_visible(timeout=120_000)
    assert presses.number == 2
    transaction.begin()
    people = unit.listFolderContents({"portal_type": "LegalPropagandist"})
    assert {api.content.get_state(one) for one in people} == {"recognised"}


@pytest.mark.parametrize("screen", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_a_recognition_is_ended_by_four_clicks_at_most(unit, as_person, screen):
    transaction.begin()
    rows = [recognition("xa", WARD)]
    person = enter(unit, "Lò Thị Mẫu", "LegalPropagandist", rows)
    transaction.commit()
    page = as_person(APPROVER, viewport=screen)
    presses = Presses(page)
    page.goto(person.absolute_url())
    shoot(page, "person-recognised")
    page.get_by_role("link", name="Kết thúc công nhận").first.click()
    page.locator("#end-number").click()
    page.keyboard.type("12/QĐ-UBND")
    shoot(page, "person-end")
    assert faults(page) == [] and overflow(page) <= 0
    with page.expect_navigation():
        page.locator("button[name=end]").click()
    shoot(page, "person-ended")
    transaction.begin()
    assert state_of(person) == "ended"
    assert person.recognitions[0]["end_kind"] == "cho-thoi"
    assert presses.number <= 4


@pytest.mark.parametrize("screen", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_the_report_of_a_unit_is_sent_from_the_desk(
    unit, as_person, monkeypatch, screen
):
    day = "sonla.pbgdpl.statistics.pages.desk_section.today"
    monkeypatch.setattr(day, lambda: date(2026, 11, 5))
    page = as_person(CONTRIBUTOR, viewport=screen)
    presses = Presses(page)
    page.goto(f"{api.portal.get().absolute_url()}/@@pbgdpl-review")
    shoot(page, "desk-owed-reports")
    with page.expect_navigation():
        page.locator(".pbgdpl-line button").first.click()
    page.locator("input[name^=actual-]").first.click()
    page.keyboard.type("3")
    page.locator("input[name^=note-]").first.click()
    page.keyboard.type("Hai buổi chưa nhập.")
    with page.expect_navigation():
        page.locator("#pbgdpl-cells button[name=send]").click()
    transaction.begin()
    (report,) = unit.listFolderContents({"portal_type": "StatisticsReport"})
    assert api.content.get_state(report) == "submitted"
    assert 3 <= presses.number <= 5


@pytest.mark.sample(1)
@pytest.mark.parametrize("portal_type", TYPES)
@pytest.mark.parametrize("screen", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_form_is_a_place_to_write_in(unit, as_person, portal_type, screen):
    page = as_person(CONTRIBUTOR, viewport=screen)
    page.goto(f"{unit.absolute_url()}/++add++{portal_type}")
    wait_until_drawn(page)
    shoot(page, f"add-{portal_type}")
    if not page.locator(EDITOR_FRAME).is_visible():
        page.click(".pbgdpl-fold > summary")
    page.frame_locator(EDITOR_FRAME).locator("body").fill("Một dòng.\n" * 40)
    page.wait_for_function("document.querySelector('.tox-tinymce').offsetHeight > 560")
    editor = page.locator(".tox-tinymce").first.bounding_box()
    content = page.locator("#content").bounding_box()
    if screen == LAPTOP:
        assert editor["width"] > 1000
    assert editor["width"] > 0.9 * content["width"]
    assert page.locator(WHOLE).count() == 0
    assert page.locator(COLUMNS).count() == 0
    assert overflow(page) <= 0


def test_buttons_of_a_draft_fit_a_phone(unit, as_person):
    text = draft_of(unit, CONTRIBUTOR)
    page = as_person(CONTRIBUTOR, viewport=PHONE)
    page.goto(text.absolute_url())
    expect(page.locator("#pbgdpl-status button[value=submit]")).to_be_visible()
    shoot(page, "draft")
    assert faults(page) == []


LEAVING = {
    "back": lambda page: page.go_back(),
    "a link": lambda page: page.goto(api.portal.get().absolute_url()),
    "closing": lambda page: page.close(run_before_unload=True),
}


@pytest.mark.sample(1)
@pytest.mark.parametrize("way", LEAVING)
def test_leaving_a_form_leaves_no_lock(unit, as_person, way):
    text = draft_of(unit, CONTRIBUTOR)
    page, other = as_person(CONTRIBUTOR), as_person(EDITOR)
    page.goto(unit.absolute_url())
    page.goto(f"{text.absolute_url()}/edit")
    page.wait_for_selector("form[data-pbgdpl-draft=ready]")
    assert is_locked(text)
    page.context.new_page()
    LEAVING[way](page)
    # The browser sends it on its own and tells nobody when it has arrived
    for _once in range(30):
        other.goto(text.absolute_url())
        if not is_locked(text):
            break
    assert not is_locked(text)


def test_pages_of_the_section_keep_their_columns(unit, as_person):
    page = as_person(CONTRIBUTOR, viewport=LAPTOP)
    page.goto(unit.absolute_url())
    assert page.locator(COLUMNS).count() > 0
