"""Asking for a reporter, choosing one and answering in a browser: narrow phones, no JavaScript."""

from browser_fixtures import PHONE
from page_checks import faults
from page_checks import overflow
from page_checks import SCREEN
from page_checks import shoot
from plone import api
from requests_content import ask_for
from requests_content import reporter
from requests_content import talk_day
from sonla.pbgdpl.mail.queue import queue_of
from sonla.pbgdpl.questions.settings import PREFIX
from sonla.pbgdpl.reporter_requests.assigning import assignments_of
from sonla.pbgdpl.reporter_requests.content import state_in_history
from vietnamese_portal import APPROVER
from vietnamese_portal import EDITOR
from vietnamese_portal import furnish
from vietnamese_portal import SECTION

import pytest
import re
import transaction

NARROWEST = {"width": 320, "height": 640}
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
