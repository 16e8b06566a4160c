"""A request for dismissal in a browser, on a phone: noted, a step noted, seen at the desk."""

from browser_fixtures import PHONE
from page_checks import faults
from page_checks import overflow
from page_checks import shoot
from people import enter
from vietnamese_portal import APPROVER
from vietnamese_portal import furnish
from vietnamese_portal import SECTION

import pytest
import transaction


@pytest.fixture
def person(functional_portal):
    furnish(functional_portal)
    found = enter(
        functional_portal[SECTION],
        "Lò Văn Ví Dụ",
        position="Chuyên viên",
        agency="so-tu-phap",
    )
    transaction.commit()
    return found


def test_a_keeper_notes_a_request_and_that_the_person_was_told(person, as_person):
    page = as_person(APPROVER, viewport=PHONE)
    page.goto(person.absolute_url())
    page.get_by_role("link", name="Đề nghị miễn nhiệm, cho thôi").click()
    page.locator("button[name=ask]").wait_for()
    shoot(page, "dismissal-form")
    assert faults(page) == [] and overflow(page) <= 0
    page.locator("input[value=left]").check()
    page.locator("#ask-reason").fill("Chuyển công tác sang tỉnh khác")
    page.locator("button[name=ask]").click()
    page.locator("#pbgdpl-dismissal-days").wait_for()
    shoot(page, "dismissal-open")
    assert faults(page) == [] and overflow(page) <= 0
    page.locator("button[value=notified]").click()
    page.locator("#worded_step-objected-day").wait_for()
    assert "Đã thông báo lý do" in page.locator("#pbgdpl-dismissals").inner_text()
    page.goto(f"{person.aq_parent.absolute_url()}/@@pbgdpl-review")
    lines = page.locator(".pbgdpl-line", has_text="Lò Văn Ví Dụ")
    assert lines.count() == 1
    lines.scroll_into_view_if_needed()
    shoot(page, "duties-at-the-desk")
    assert overflow(page) <= 0
