"""From the homepage to the receipt of a question, on a phone: with scripts, and when none comes."""

from browser_fixtures import PHONE
from page_checks import faults
from page_checks import shoot
from plone import api
from questions_content import answer
from questions_content import ask
from questions_content import put
from sonla.pbgdpl.questions.settings import PREFIX
from vietnamese_portal import SECTION

import pytest
import re
import transaction

ASKED = "Con tôi 15 tuổi, khi nào được kết hôn?"
ANSWERED = "Tuổi kết hôn theo quy định"
FIT = "all => all.every(one => one.scrollWidth <= one.clientWidth)"
"""No step of the way is written over the next one."""


@pytest.fixture
def with_an_answer(site):
    """Return the portal with a question that was answered, and a form that may be sent at once."""
    api.portal.set_registry_record(f"{PREFIX}.least_seconds", 0)
    put(answer(ask(site[SECTION], ANSWERED, id="tuoi")), "published")
    site[SECTION]["tuoi"].reindexObject()
    transaction.commit()
    return site


def without_scripts(route):
    """Let no script come; axe, which the browser runs by itself, still may judge the page."""
    if route.request.resource_type == "script":
        route.abort()
    else:
        route.continue_()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_from_the_homepage_to_the_receipt(with_an_answer, as_person, script):
    page = as_person(viewport=PHONE)
    if not script:
        page.route("**/*", without_scripts)
    page.goto(with_an_answer.absolute_url())
    page.get_by_role("link", name="Hỏi cơ quan có thẩm quyền").click()
    page.locator("#ask-question").fill(ASKED)
    if script:
        page.locator("#ask-related").get_by_role("link", name=ANSWERED).wait_for()
        assert faults(page) == []
    page.locator("#ask-asker_phone").fill("0912 000 222")
    page.locator("#ask-consent").check()
    page.locator("#pbgdpl-ask [type=submit]").click()
    if not script:
        page.locator("#content").get_by_role("link", name=ANSWERED).wait_for()
        shoot(page, "before-sending")
        assert faults(page) == []
        page.get_by_role("button", name="Gửi câu hỏi").click()
    code = page.locator("#pbgdpl-code")
    assert re.fullmatch(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){2}", code.inner_text())
    shoot(page, "receipt")
    assert faults(page) == []
    assert page.locator("#portal-breadcrumbs li").evaluate_all(FIT)
    button = page.get_by_role("button", name="Sao chép mã")
    if script:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        button.click()
        page.get_by_text("Đã sao chép").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == code.inner_text()
    else:
        assert button.is_visible()
    page.locator("#content a.pbgdpl-button").first.click()
    page.locator("#status-contact").wait_for()
