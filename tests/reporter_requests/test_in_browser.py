"""Asking for a reporter, choosing one and answering in a browser: narrow phones, no JavaScript."""

from browser_fixtures import PHONE
from journey_steps import unfolded
from page_checks import faults
from page_checks import overflow
from page_checks import SCREEN
from page_checks import shoot
from plone import api
from requests_content import ask_for
from requests_content import reporter
from requests_content import REPORTER_MAIL
from requests_content import talk_day
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.mail.queue import queue_of
from sonla.pbgdpl.options.requests.assigning import assignments_of
from sonla.pbgdpl.options.requests.bars import bar
from sonla.pbgdpl.options.requests.content import state_in_history
from sonla.pbgdpl.options.requests.coverage import set_remit
from sonla.pbgdpl.questions.settings import PREFIX
from sonla.pbgdpl.statistics.counted_cells import count
from sonla.pbgdpl.statistics.counting import scope_of
from sonla.pbgdpl.statistics.forms.store import form_for
from statistics_content import put
from vietnamese_portal import APPROVER
from vietnamese_portal import EDITOR
from vietnamese_portal import furnish
from vietnamese_portal import SECTION

import pytest
import re
import transaction

NARROWEST = {"width": 320, "height": 640}
SECOND_MAIL = "quang.thi@example.org"
LINK = re.compile(r"http\S+reporter-answer\S+")


@pytest.fixture
def site(functional_portal):
    furnish(functional_portal)
    api.portal.set_registry_record(f"{PREFIX}.least_seconds", 0)
    section = functional_portal[SECTION]
    reporter(section, "Lò Văn Ví Dụ")
    reporter(section, "Quàng Thị Ví Dụ", legal_fields=("dat-dai", "lam-nghiep"))
    transaction.commit()
    return functional_portal


@pytest.mark.parametrize("script", [True, False])
def test_a_school_asks_on_a_phone(site, as_person, script):
    page = as_person(viewport=PHONE, java_script_enabled=script)
    page.goto(f"{site.absolute_url()}/@@reporters")
    shoot(page, "reporters-with-form")
    with page.expect_navigation():
        page.get_by_role("link", name="Mời báo cáo viên pháp luật").first.click()
    shoot(page, "request-form")
    if script:
        assert faults(page) == []
    with page.expect_navigation():
        page.locator("#pbgdpl-request [type=submit]").click()
    shoot(page, "request-refused")
    page.locator("#ask-organisation").fill("Trường THCS Ví Dụ")
    page.locator("#ask-title").fill("Phòng, chống bạo lực học đường")
    page.locator("#ask-legal_fields summary").click()
    page.locator("input[value='dat-dai']").check()
    page.locator("#ask-day").fill(talk_day().isoformat())
    page.locator("#ask-contact_name").fill("Cầm Thị Liên Hệ")
    page.locator("#ask-contact_phone").fill("0912 333 444")
    page.locator("#ask-consent").check()
    assert overflow(page) <= 0
    page.locator("#pbgdpl-request [type=submit]").click()
    number = page.locator("#pbgdpl-request-number").inner_text()
    shoot(page, "request-receipt")
    assert re.fullmatch(r"1/\d{4}", number) and overflow(page) <= 0
    assert page.context.cookies() == []


@pytest.mark.long
def test_from_a_request_to_a_speaker_in_three_presses_at_320_pixels(site, as_person):
    request = ask_for(site[SECTION])
    transaction.commit()
    page = as_person(EDITOR, viewport=NARROWEST)
    page.goto(request.absolute_url())
    shoot(page, "request-office")
    assert overflow(page) <= 0 and faults(page) == []
    page.locator("input[name='uid:list']").first.check()  # 1
    page.locator("button[name=assign]").click()  # 2
    page.locator("button[name=accepted]").wait_for()
    shoot(page, "request-assigned")
    page.locator("button[name=accepted]").click()  # 3
    page.locator("button[name=activity]").wait_for()
    shoot(page, "request-accepted")
    assert overflow(page) <= 0
    transaction.begin()
    assert state_in_history(request) == "accepted"


@pytest.mark.long
def test_a_reporter_accepts_by_the_link_of_the_mail(site, as_person):
    request = ask_for(site[SECTION])
    transaction.commit()
    office = as_person(EDITOR, viewport=SCREEN)
    office.goto(f"{site[SECTION].absolute_url()}/@@pbgdpl-requests")
    shoot(office, "requests")
    office.get_by_role("link", name=re.compile("Luật Đất đai")).click()
    office.locator("input[name='uid:list']").first.check()
    office.locator("button[name=assign]").click()
    office.locator("button[name=accepted]").wait_for()
    shoot(office, "request-asked")
    transaction.begin()
    mails = [mail for _key, mail in queue_of(site).items()]
    (invited,) = [mail for mail in mails if mail.kind == "reporter_invited"]
    address = LINK.search(invited.rows[0]["text"])[0]
    page = as_person(viewport=PHONE, java_script_enabled=False)
    page.goto(address)
    shoot(page, "reporter-answer")
    assert overflow(page) <= 0
    with page.expect_navigation():
        page.locator("button[value=yes]").click()
    shoot(page, "reporter-accepted")
    assert "0912 333 444" in page.locator("#content").inner_text()
    transaction.begin()
    assert assignments_of(request)[0]["answer"] == "agreed"


def test_private_words_are_covered_by_one_press_without_script(site, as_person):
    told = "Nói với ông Quàng Văn Mẫu, gọi 0900 000 000, số 014000000123"
    request = ask_for(site[SECTION], location="Nhà ông Quàng Văn Mẫu", details=told)
    transaction.commit()
    page = as_person(EDITOR, viewport=PHONE, java_script_enabled=False)
    page.goto(request.absolute_url())
    shoot(page, "request-words")
    assert overflow(page) <= 0
    assert page.locator("mark.pbgdpl-private").count() == 4
    look = "one => getComputedStyle(one).listStyleType"
    assert page.locator(".pbgdpl-marks").first.evaluate(look) == "none"
    with page.expect_navigation():
        page.locator("[name='marks.cover_all']").click()
    shoot(page, "request-covered")
    assert page.locator("mark.pbgdpl-private").count() == 0
    transaction.begin()
    assert request.details == "Nói với ông […1], gọi […2], số […3]"


@pytest.mark.long
@pytest.mark.parametrize("viewport", [PHONE, SCREEN])
def test_pages_of_the_office_fit(site, as_person, viewport):
    page = as_person(APPROVER, viewport=viewport)
    section = site[SECTION]
    person = section["lo-van-vi-du"]
    for name, address in {
        "coverage": f"{section.absolute_url()}/@@pbgdpl-coverage?agency=so-tu-phap",
        "year": f"{person.absolute_url()}/@@pbgdpl-year",
        "bar": f"{person.absolute_url()}/@@pbgdpl-bar",
        "person": person.absolute_url(),
        "requests": f"{section.absolute_url()}/@@pbgdpl-requests",
        "landing": section.absolute_url(),
    }.items():
        page.goto(address)
        shoot(page, f"requests-{name}")
        assert faults(page) == [], name
        assert overflow(page) <= 0, name


def mail_to(portal, address):
    """Return the link of the newest mail to somebody."""
    transaction.begin()
    found = [
        mail.rows[0]["text"]
        for _key, mail in queue_of(portal).items()
        if mail.kind == "reporter_invited" and mail.recipient["email"] == address
    ]
    return LINK.search(found[-1])[0]


def assign_to(office, name):
    office.locator("li.list-group-item", has_text=name).locator("input").check()
    with office.expect_navigation():
        office.locator("button[name=assign]").click()


def took_part(section, year):
    """Return how many reporters spoke in a year, by the form of the register."""
    form, period = form_for("bcv-ttv", "official", year)
    scope = scope_of(section, period.first, period.last)
    numbers = count(form, scope).values()
    return sum(one["bcv_tinh", "tham_gia"] or 0 for one in numbers)


@pytest.mark.long
def test_from_a_school_that_asks_to_the_figures_of_the_year(site, as_person):
    section, day = site[SECTION], talk_day()
    second = section["quang-thi-vi-du"]
    second.official_email = SECOND_MAIL
    barred = reporter(section, "Hoàng Văn Tạm Dừng")
    bar(barred, today(), None, "Chờ kết luận")
    set_remit(section, "so-tu-phap", ["dat-dai", "y-te"])
    transaction.commit()
    assert took_part(section, day.year) == 0

    # The school, on a phone
    phone = as_person(viewport=PHONE)
    phone.goto(f"{section.absolute_url()}/@@request-reporter")
    for name, text in {
        "organisation": "Trường THCS Ví Dụ",
        "title": "Quyền sử dụng đất",
        "day": day.isoformat(),
        "contact_name": "Cầm Thị Liên Hệ",
        "contact_phone": "0912 333 444",
    }.items():
        phone.locator(f"#ask-{name}").fill(text)
    phone.locator("#ask-legal_fields summary").click()
    phone.locator("input[value='dat-dai']").check()
    phone.locator("#ask-consent").check()
    phone.locator("#pbgdpl-request [type=submit]").click()
    phone.locator("#pbgdpl-request-number").wait_for()

    # The office sees which field nobody speaks for, and never who is suspended
    office = as_person(EDITOR, viewport=SCREEN)
    office.goto(f"{section.absolute_url()}/@@pbgdpl-coverage")
    shoot(office, "walk-coverage")
    assert office.locator("#pbgdpl-coverage .text-bg-danger").count()
    office.goto(f"{section.absolute_url()}/@@pbgdpl-requests")
    office.get_by_role("link", name="Quyền sử dụng đất").click()
    offered = office.locator("#pbgdpl-candidates ~ form").inner_text()
    assert "Lò Văn Ví Dụ" in offered and "Tạm Dừng" not in offered
    address = office.url.partition("?")[0]
    assign_to(office, "Lò Văn Ví Dụ")

    # The first one declines, with the reason that is asked for
    reporter_page = as_person(viewport=PHONE, java_script_enabled=False)
    reporter_page.goto(mail_to(site, REPORTER_MAIL))
    reporter_page.locator("details summary").click()
    reporter_page.locator("button[value=no]").click()
    reporter_page.locator(".alert-danger").wait_for()
    reporter_page.locator("#reporter-reason").fill("Đi công tác ngày hôm đó")
    reporter_page.locator("button[value=no]").click()
    shoot(reporter_page, "walk-declined")

    # Another one is asked, and accepts
    office.goto(address)
    assert "Đi công tác ngày hôm đó" in office.locator("#content").inner_text()
    assign_to(office, "Quàng Thị Ví Dụ")
    reporter_page.goto(mail_to(site, SECOND_MAIL))
    reporter_page.locator("button[value=yes]").click()
    assert "0912 333 444" in reporter_page.locator("#content").inner_text()

    # It was held: an activity with who spoke, which is approved
    office.goto(address)
    with office.expect_navigation():
        office.locator("button[name=activity]").click()
    shoot(office, "walk-activity")
    # The list of performers is drawn by a script
    performer = office.locator("#content").get_by_text("Quàng Thị Ví Dụ").first
    performer.wait_for(state="attached")
    unfolded(performer).wait_for()
    transaction.begin()
    (brain,) = api.content.find(portal_type="LegalActivity", unrestricted=True)
    activity = brain.getObject()
    activity.attendees = 120
    put(activity, "published")
    transaction.commit()

    # It counts, once, and stands on the sheet of who spoke alone
    assert took_part(section, day.year) == 1
    keeper = as_person(APPROVER, viewport=SCREEN)
    for person, talks in ((second, 1), (section["lo-van-vi-du"], 0)):
        keeper.goto(f"{person.absolute_url()}/@@pbgdpl-year?year={day.year}")
        shoot(keeper, f"walk-year-{talks}")
        sheet = keeper.locator("#content").inner_text()
        assert sheet.count("Quyền sử dụng đất") == 1
        assert ("Đi công tác" in sheet) == (not talks), "the refusal is the other's"
