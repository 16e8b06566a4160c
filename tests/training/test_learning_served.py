"""A course learned over HTTP and on a phone without script, by somebody who has no account."""

from bank_content import take
from browser_fixtures import PHONE
from contextlib import suppress
from DateTime import DateTime
from learning_pages import Device
from learning_pages import learn
from learning_pages import make_learned
from learning_pages import open_test
from learning_pages import read_lesson
from learning_pages import RIGHT
from made_once import made_once
from page_checks import faults
from page_checks import overflow
from page_checks import shoot
from page_checks import small_targets
from people import enter
from playwright.sync_api import Error
from plone import api
from sonla.pbgdpl.options.learning.learners import add_learner
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.learners import learners_of
from sonla.pbgdpl.options.learning.pages import entrance
from sonla.pbgdpl.options.learning.pages.learning import COOKIE
from vietnamese_portal import EDITOR
from vietnamese_portal import furnish
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT

import pytest
import requests
import transaction

NAME = "Lò Thị Ánh Nguyệt"


@pytest.fixture
def course(functional_portal):
    furnish(functional_portal)
    unit = functional_portal[SECTION][UNIT]
    course = made_once(functional_portal, make_learned, unit.getPhysicalPath())
    course.open_to_all = True
    transaction.commit()
    return course


@pytest.fixture
def code(course):
    code = add_learner(course, Learner(NAME, "Xã Mẫu"))
    transaction.commit()
    return code


def test_the_link_becomes_a_cookie_of_this_course_alone(course, code):
    url = f"{course.absolute_url()}/@@learn"
    first = requests.get(f"{url}?code={code}", allow_redirects=False, timeout=60)
    assert (first.status_code, first.headers["Location"]) == (303, url)
    said = first.headers["Set-Cookie"]
    path = course.absolute_url_path()
    assert f"{COOKIE}={code}" in said and f"Path={path};" in f"{said};"
    assert "HttpOnly" in said and "SameSite=Lax" in said
    verify = f"{api.portal.get().absolute_url()}/@@verify"
    for shown in (url, f"{url}?code=x", f"{verify}?code={code}"):
        answer = requests.get(shown, timeout=60)
        assert answer.headers["Referrer-Policy"] == "strict-origin"
        assert "no-store" in answer.headers["Cache-Control"]
    page = requests.get(url, cookies={COOKIE: code}, timeout=60)
    assert NAME in page.text and "no-store" in page.headers["Cache-Control"]
    assert page.headers["X-Content-Type-Options"] == "nosniff"


def test_another_site_sends_nothing_in_somebodys_name(course, code):
    url = f"{course.absolute_url()}/@@learn"
    form = {"action": "join", "name": "Ai đó"}
    headers = {"Sec-Fetch-Site": "cross-site"}
    page = requests.post(url, data=form, headers=headers, timeout=60)
    assert "gửi từ một trang khác" in page.text
    transaction.begin()
    assert set(learners_of(course)) == {code}


def test_a_withdrawn_course_tells_so_and_nothing_else(course, code):
    take(course, "withdraw", "Vì sao")
    transaction.commit()
    url = f"{course.absolute_url()}/@@learn"
    stranger = requests.get(url, timeout=60)
    assert stranger.status_code == 200 and course.title not in stranger.text
    assert "Hiện không học được khóa này" in stranger.text
    for part in ("steps", "course_title", "learner", "request"):
        asked = requests.get(f"{url}/{part}", timeout=60)
        assert course.title not in asked.text and asked.status_code in (200, 404)
    known = requests.get(url, cookies={COOKIE: code}, timeout=60)
    assert NAME in known.text and "Những gì đã làm vẫn còn" in known.text


def test_a_course_to_come_tells_learners_the_day_and_strangers_nothing(course, code):
    course.effective_date = DateTime("2040/05/19 08:00:00 GMT+7")
    course.reindexObject()
    transaction.commit()
    url = f"{course.absolute_url()}/@@learn"
    known = requests.get(f"{url}?code={code}", timeout=60)
    assert known.url == url and NAME in known.text
    assert "Khóa học bắt đầu ngày 19/05/2040" in known.text
    stranger = requests.get(url, timeout=60)
    assert stranger.url == url and "Hiện không học được khóa này" in stranger.text
    assert course.title not in stranger.text and "2040" not in stranger.text
    form = {"action": "join", "name": "Ai đó"}
    sent = requests.post(url, data=form, timeout=60)
    assert "2040" not in sent.text
    page = requests.get(course.absolute_url(), timeout=60)
    assert "/login" in page.url
    transaction.begin()
    assert set(learners_of(course)) == {code}


def test_a_phone_with_script_proves_its_work(course, chromium):
    entrance.JOINS.forget()
    entrance.UNPROVED.forget()
    context = chromium.new_context(viewport=PHONE, locale="vi")
    page = context.new_page()
    page.goto(f"{course.absolute_url()}/@@learn")
    page.locator("#name").fill("Lò Thị Dân")
    # At once, while the browser is still at work
    with page.expect_navigation():
        page.get_by_role("button", name="Bắt đầu học").click()
    page.get_by_text("Lò Thị Dân").first.wait_for()
    assert page.locator(".steps").count() == 1
    assert entrance.JOINS.times_by_key and not entrance.UNPROVED.times_by_key
    context.close()


def test_a_phone_without_script(course, code, chromium):
    context = chromium.new_context(
        viewport=PHONE, java_script_enabled=False, locale="vi"
    )
    page = context.new_page()
    page.set_default_timeout(20000)
    page.goto(f"{course.absolute_url()}/@@learn")
    shoot(page, "entrance")
    page.locator("#code").fill("sai")
    page.get_by_role("button", name="Vào học").click()
    shoot(page, "wrong-code")
    page.locator("#code").fill(code)
    page.get_by_role("button", name="Vào học").click()
    assert NAME in page.locator("body").inner_text()
    shoot(page, "course")
    page.get_by_role("link", name="Bài 1", exact=True).click()
    shoot(page, "lesson")
    page.get_by_role("button", name="Đã học xong").click()
    page.get_by_role("link", name="Kiểm tra", exact=True).click()
    shoot(page, "test")
    with page.expect_navigation():
        page.get_by_role("button", name="Bắt đầu làm bài").click()
    for _question in range(2):
        if page.locator("#answer").count():
            page.locator("#answer").fill("sáu")
            with page.expect_navigation():
                page.get_by_role("button", name="Lưu và sang câu sau").click()
            assert page.locator("#answer").input_value() == "sáu"
            shoot(page, "no-number")
            page.locator("#answer").fill("60")
        else:
            shoot(page, "question")
            page.get_by_text(RIGHT).click()
        with page.expect_navigation():
            page.get_by_role("button", name="Lưu và sang câu sau").click()
    shoot(page, "before-handing-in")
    page.get_by_role("button", name="Nộp bài").click()
    assert "Đúng 2 trên 2 câu" in page.locator("body").inner_text()
    shoot(page, "result")
    page.get_by_role("link", name="Xem các phần của khóa học").click()
    shoot(page, "finished")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Tải giấy chứng nhận").click()
    assert fetched.value.suggested_filename.endswith(".pdf")
    context.close()


def test_a_line_that_is_lost_in_the_middle_loses_no_answer(course, code, page):
    page.set_default_timeout(20000)
    device = Device(course)
    device.request("learn", code=code)
    read_lesson(device)
    open_test(device)
    device.send("begin")
    transaction.commit()
    page.goto(f"{course.absolute_url()}/@@learn?code={code}")
    page.get_by_role("link", name="Kiểm tra", exact=True).click()
    answer_question(page)
    page.context.set_offline(True)
    with suppress(Error):
        answer_question(page)
        page.wait_for_load_state()
    page.context.set_offline(False)
    # By the link of the mail, as somebody does whose page is gone
    page.goto(f"{course.absolute_url()}/@@learn?code={code}")
    page.get_by_role("link", name="Kiểm tra", exact=True).click()
    assert "câu 2 trên 2" in page.locator("main").inner_text()
    answer_question(page)
    page.get_by_role("button", name="Nộp bài").click()
    transaction.begin()
    learner = learners_of(course)[code]
    (attempt,) = next(iter(learner.attempts.values()))
    assert len(attempt.given) == 2 and attempt.handed_in is not None


@pytest.mark.parametrize("width", [360, 1366])
def test_an_answer_that_comes_late_is_shown_beside_the_newer_one(
    course, code, chromium, width
):
    device = Device(course)
    device.request("learn", code=code)
    read_lesson(device)
    open_test(device)
    device.send("begin")
    transaction.commit()
    context = chromium.new_context(
        viewport={"width": width, "height": 768},
        java_script_enabled=False,
        locale="vi",
    )
    early, late = context.new_page(), context.new_page()
    for tab in (early, late):
        tab.set_default_timeout(20000)
        tab.goto(f"{course.absolute_url()}/@@learn?code={code}")
        tab.get_by_role("link", name="Kiểm tra", exact=True).click()
    given = [answer_question(early), answer_question(late, other=True)]
    assert "đã có câu trả lời khác" in late.locator(".said").inner_text()
    shown = late.locator(".box strong").all_inner_texts()
    assert [one.casefold() for one in shown] == [one.casefold() for one in given]
    shoot(late, "late-answer")
    late.get_by_role("button", name="Lưu").click()
    late.get_by_role("link", name="Xem lại và nộp bài").click()
    late.get_by_role("button", name="Nộp bài").click()
    text = late.locator("main").inner_text()
    assert "chỉ hiện cho người đã đạt" in text and given[1] in text
    shoot(late, "answers-later")
    context.close()


def answer_question(page, other=False):
    """Answer the question that is shown, and send it; returns the words of the answer."""
    if page.locator("#answer").count():
        given = "30" if other else "60"
        page.locator("#answer").fill(given)
    else:
        options = page.locator("label.option")
        option = options.last if other else options.first
        given = option.inner_text().strip()
        option.click()
    page.get_by_role("button", name="Lưu").click()
    return given


def test_with_script_nothing_is_too_wide_or_too_small(course, code, page):
    page.set_viewport_size(PHONE)
    page.set_default_timeout(20000)
    page.goto(f"{course.absolute_url()}/@@learn?code={code}")
    assert faults(page, "main") == []
    assert small_targets(page, "main") == [] and overflow(page) == 0
    page.goto(f"{course.absolute_url()}/@@learn")
    page.get_by_role("button", name="Thoát").click()
    assert faults(page, "main") == []
    page.goto(f"{api.portal.get().absolute_url()}/@@verify?code={code}")
    assert faults(page) == []
    shoot(page, "verify")


@pytest.mark.long
@pytest.mark.parametrize("width", [360, 1366])
def test_the_hosts_page(course, as_person, width):
    section = course.__parent__.__parent__
    enter(section, "Lò Văn Ân", official_email="an@example.org")
    enter(section, "Cà Thị Đào")
    done = add_learner(course, Learner("Vì Văn Xong", "Xã Mẫu"))
    device = Device(course)
    device.request("learn", code=done)
    learn(device)
    begun = add_learner(course, Learner(NAME, "Phường Mẫu"))
    device = Device(course)
    device.request("learn", code=begun)
    read_lesson(device)
    open_test(device)
    device.send("begin")
    transaction.commit()
    page = as_person(EDITOR, viewport={"width": width, "height": 768})
    page.set_default_timeout(20000)
    page.goto(f"{course.absolute_url()}/@@course-learners")
    assert faults(page) == []
    shoot(page, "learners")
    page.get_by_role("link", name="Mời người học").click()
    assert faults(page) == []
    page.get_by_label("Cà Thị Đào").check()
    page.get_by_role("button", name="Mời những người đã chọn").click()
    assert "Đã thêm 1 người" in page.locator("#content").inner_text()
    page.get_by_role("link", name="Chấm lại", exact=True).click()
    assert faults(page) == []
    shoot(page, "invited")
    page.goto(course.absolute_url())
    assert faults(page) == []
    shoot(page, "course-page")
    page.get_by_role("button", name="Tạo khóa tiếp theo").click()
    page.wait_for_url("**/edit")
    shoot(page, "next-course")


def test_a_learner_is_erased_after_one_question(course, as_person):
    add_learner(course, Learner(NAME, "Phường Mẫu"))
    transaction.commit()
    page = as_person(EDITOR, viewport=PHONE)
    page.goto(f"{course.absolute_url()}/@@course-learners")
    page.get_by_role("button", name="Xóa…").click()
    assert NAME in page.locator("#content").inner_text()
    assert faults(page) == [] and overflow(page) == 0
    shoot(page, "erase")
    page.get_by_role("button", name="Xóa người học").click()
    page.get_by_text("Đã xóa người học").wait_for()
    assert NAME not in page.locator("#content").inner_text()
    transaction.begin()
    assert not learners_of(course)


COUNT_CLICKS = """document.addEventListener('click', happened => {
    if (happened.isTrusted) {
        sessionStorage.clicks = Number(sessionStorage.clicks || 0) + 1;
    }
}, true)"""


def test_the_next_course_is_three_clicks_away(course, as_person):
    add_learner(course, Learner(NAME))
    transaction.commit()
    before = set(course.__parent__.objectIds())
    page = as_person(EDITOR, viewport={"width": 1366, "height": 768})
    page.add_init_script(COUNT_CLICKS)
    page.goto(f"{course.__parent__.absolute_url()}/@@courses")
    page.locator("#content").get_by_role("link", name=course.title).first.click()
    page.get_by_role("button", name="Tạo khóa tiếp theo").click()
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.wait_for_load_state()
    transaction.begin()
    (new,) = set(course.__parent__.objectIds()) - before
    made = course.__parent__[new]
    assert page.url.rstrip("/").endswith(new)
    assert page.evaluate("sessionStorage.clicks") == "3"
    assert made.learn_online and not learners_of(made)
    assert [one.to_object.title for one in made.lessons] == ["Bài 1"]
    assert [row["title"] for row in made.tests] == ["Kiểm tra"]
    assert made.end - made.start == course.end - course.start
    shoot(page, "next-course-saved")
