"""A commune's propagandist learns on a phone, from the mail to the certificate; then a question was wrong."""

from bank_content import take
from browser_fixtures import PHONE
from io import BytesIO
from learning_pages import make_learned
from learning_pages import RIGHT
from page_checks import faults
from page_checks import overflow
from page_checks import shoot
from people import enter
from plone import api
from pypdf import PdfReader
from served_mail import call
from served_mail import server  # noqa: F401
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.options.learning.learners import add_learner
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.learning import Learning
from sonla.pbgdpl.options.learning.pages.learner_list import LEARNERS_SHOWN
from sonla.pbgdpl.options.learning.question_bank.query import bank_by_uid
from statistics_content import change
from vietnamese_portal import EDITOR
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT

import pytest
import re
import transaction

WIDE = {"width": 1366, "height": 768}
NAME, MAIL = "Lò Thị Ánh Nguyệt", "nguyet@example.org"
WHY = "Đáp án về số ngày đã ghi sai"


@pytest.fixture
def course(site):
    api.portal.set_registry_record("sonla.pbgdpl.public_address", site.absolute_url())
    course = make_learned(site, site[SECTION][UNIT].getPhysicalPath())
    enter(site[SECTION], NAME, "LegalPropagandist", official_email=MAIL)
    transaction.commit()
    return course


def link_in(mail):
    """Return the link of the last mail to the learner."""
    assert MAIL in mail["To"]
    return re.search(r"https?://\S+@@learn\?code=\S+", mail.get_content()).group()


def answer(page, days):
    """Answer both questions, whichever comes first, and hand in."""
    for _question in range(2):
        if page.locator("#answer").count():
            page.locator("#answer").fill(days)
        else:
            page.get_by_text(RIGHT).click()
        page.get_by_role("button", name="Lưu và sang câu sau").click()
    page.get_by_role("button", name="Nộp bài").click()


def test_from_the_mail_to_the_certificate_and_marked_again(
    course,
    site,
    as_person,
    server,  # noqa: F811
):
    office = as_person(EDITOR, viewport=WIDE)
    learners = f"{course.absolute_url()}/@@course-learners"
    office.goto(learners)
    office.get_by_role("link", name="Mời người học").click()
    office.get_by_label(NAME).check()
    office.get_by_role("button", name="Mời những người đã chọn").click()
    assert "1 người nhận liên kết qua thư" in office.locator("#content").inner_text()
    transaction.begin()
    call(site)
    phone = as_person(viewport=PHONE, java_script_enabled=False)
    phone.goto(link_in(server.mails[-1]))
    assert NAME in phone.locator("main").inner_text() and "code=" not in phone.url
    phone.get_by_role("link", name="Học tiếp: Bài 1").click()
    phone.get_by_role("button", name="Đã học xong").click()
    phone.get_by_role("link", name="Học tiếp: Kiểm tra").click()
    phone.get_by_role("button", name="Bắt đầu làm bài").click()
    # The bank says 60, which is wrong
    answer(phone, "90")
    assert "Chưa đạt" in phone.locator("main").inner_text()
    shoot(phone, "learning-not-passed")

    # The office finds out, has the question corrected, and marks again
    office.goto(learners)
    assert faults(office) == []
    shoot(office, "learners")
    office.get_by_role("link", name="Chấm lại").click()
    wrong = office.locator("#pbgdpl-questions tbody tr").first
    assert "Bao nhiêu ngày?" in wrong.inner_text()
    transaction.begin()
    bank = bank_by_uid(course.tests[0]["bank"])
    question = next(one for one in bank.objectValues() if one.number == "60")
    take(question, "reopen", WHY)
    change(question, number="90")
    take(question, "submit")
    take(question, "approve")
    transaction.commit()
    wrong.locator("summary").click()
    wrong.get_by_role("textbox").fill(WHY)
    wrong.get_by_role("button", name="Chấm lại theo câu hỏi đã sửa").click()
    # Asked once, with whose result it changes
    asked = office.locator("#pbgdpl-confirmation")
    assert "Kết quả của 1 người thay đổi, trong đó 1 người đạt" in asked.inner_text()
    assert faults(office) == []
    shoot(office, "learning-mark-again-asked")
    asked.get_by_role("button", name="Chấm lại theo câu hỏi đã sửa").click()
    assert "Kết quả của 1 người" in office.locator("#content").inner_text()
    assert faults(office) == []
    transaction.begin()
    call(site)
    assert WHY in server.mails[-1].get_content()
    # The link of this mail leads to the test itself
    phone.goto(link_in(server.mails[-1]))
    assert WHY in phone.locator("main").inner_text()
    shoot(phone, "learning-marked-again")
    phone.get_by_role("link", name="Xem các phần của khóa học").click()
    assert "Ông/bà đã hoàn thành khóa học" in phone.locator("main").inner_text()
    shoot(phone, "learning-finished")

    # What is printed leads anybody to the page that verifies it
    phone.goto(course.absolute_url() + "/@@learn")
    with phone.expect_download() as fetched:
        phone.get_by_role("link", name="Tải giấy chứng nhận").click()
    page = PdfReader(BytesIO(fetched.value.path().read_bytes())).pages[0]
    printed = "".join(page.extract_text().split())
    number, address = re.search(
        r"((?:[0-9A-Z]{4}-){2}[0-9A-Z]{4})\S*?(https?://\S+?/@@verify)", printed
    ).groups()
    anybody = as_person(viewport=PHONE, java_script_enabled=False)
    anybody.goto(address)
    anybody.locator("main input[name=code]").fill(number.lower())
    anybody.get_by_role("button", name="Kiểm tra").click()
    said = anybody.locator("#content").inner_text()
    assert NAME in said and "còn giá trị" in said
    shoot(anybody, "learning-verified")


PARTS = ("", "results", "codes", "questions", "invitation")
MANY = 40
MOST_PIXELS = 1100
LONG_NAME = "Nguyễn Hoàng Phương Thảo Vi, còn gọi là Lò Thị Ánh Nguyệt"
LONG_UNIT = "Phòng Văn hóa - Xã hội của Ủy ban nhân dân xã Mẫu Thượng"
LONG_TEST = "Bài kiểm tra cuối khóa về hòa giải ở cơ sở và đất đai, hôn nhân"


@pytest.fixture
def many(course):
    """A course with people at each place of it, and names as long as they get."""
    course.title = f"{course.title}: {LONG_TEST}"
    course.tests = [{**test, "title": LONG_TEST} for test in course.tests]
    for number in range(MANY):
        learner = Learner(f"{LONG_NAME} {'ABCD'[number % 4]}", LONG_UNIT)
        add_learner(course, learner)
        learning = Learning(course, learner, utc_now())
        lesson, test = learning.steps
        if number % 4 < 3:
            learning.finish_lesson(lesson)
        if number % 4 == 0:
            take_test(learning, test, rightly=True)
        elif number % 4 == 1:
            take_test(learning, test)
            take_test(learning, test)
    transaction.commit()
    return course


def take_test(learning, test, rightly=False):
    """Hand a test in, answered rightly or not at all."""
    attempt = learning.begin_test(test)
    for at, question in enumerate(attempt.questions() if rightly else ()):
        right = [question.number] if question.number else map(str, question.right)
        learning.answer(attempt, at, list(right), 0)
    learning.hand_in(attempt)


def test_each_part_of_the_page_of_learners_is_short_and_fits_a_phone(many, as_person):
    page = as_person(EDITOR, viewport=WIDE)
    url = f"{many.absolute_url()}/@@course-learners"
    page.goto(url)
    for part in PARTS:
        page.set_viewport_size(WIDE)
        page.goto(f"{url}?tab={part}")
        assert faults(page) == [], part
        shoot(page, f"learners-{part}")
        box = page.locator("#content").bounding_box()
        assert box["y"] + box["height"] <= MOST_PIXELS, part
        page.set_viewport_size(PHONE)
        assert overflow(page) <= 0, part
        shoot(page, f"learners-{part}-phone")
    page.goto(f"{url}?tab=results")
    page.get_by_role("button", name="Thu hồi…").first.click()
    shoot(page, "learners-revoke")
    page.locator("#pbgdpl-reasons").select_option(label="Cấp nhầm người")
    with page.expect_navigation():
        page.get_by_role("button", name="Thu hồi giấy chứng nhận").click()
    assert page.get_by_role("button", name="Hoàn tác thu hồi (đến ").count() == 1
    assert faults(page) == [] and overflow(page) <= 0
    shoot(page, "learners-revoked-phone")
    page.set_viewport_size(WIDE)
    shoot(page, "learners-revoked")
    page.goto(url)
    here = page.locator(".nav-tabs [aria-current=page]")
    assert here.inner_text() == f"Người học {MANY}"
    # Those who can't go on stand first, each with the one button that helps
    rows = page.locator("#pbgdpl-learners tbody tr")
    helped = rows.get_by_role("button", name="Cho làm thêm 1 lần")
    assert helped.count() == rows.count() == LEARNERS_SHOWN
