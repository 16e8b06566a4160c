"""The log of operations in a browser: read, filtered and fetched by an administrator."""

from browser_fixtures import PHONE
from new_items import create
from page_checks import faults
from page_checks import SCREEN
from page_checks import shoot
from people import enter
from plone import api
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.ui.interfaces import OfficeFileFetched
from vietnamese_portal import ADMINISTRATOR
from vietnamese_portal import APPROVER
from vietnamese_portal import EDITOR
from vietnamese_portal import furnish
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT
from zope.event import notify
from zope.lifecycleevent import Attributes
from zope.lifecycleevent import ObjectModifiedEvent

import pytest
import transaction

ROYALTIES = "nhuan-but-20260101-20260331.xlsx"


@pytest.fixture
def site(functional_portal):
    """A portal in which somebody approved, changed a person, a setting, a source."""
    furnish(functional_portal)
    section = functional_portal[SECTION]
    with api.env.adopt_roles(["Manager"]):
        text = create(section[UNIT], "LegalNews", title="Tập huấn ở bản Mẫu")
    with api.env.adopt_user(username=ADMINISTRATOR):
        api.content.transition(text, "submit")
    with api.env.adopt_user(username=EDITOR):
        api.content.transition(text, "forward")
    with api.env.adopt_user(username=APPROVER):
        api.content.transition(text, "approve")
        person = enter(section)
        fields = Attributes(None, "IPerson.position", "IPerson.agency")
        notify(ObjectModifiedEvent(person, fields))
        log.note("export", "LegalReporter", section, 12, format="xlsx")
        notify(OfficeFileFetched(section, functional_portal.REQUEST, ROYALTIES))
    with api.env.adopt_user(username=ADMINISTRATOR):
        settings = {"setting": "sonla.pbgdpl.four_eyes", "old": "True", "new": "False"}
        log.note("setting", "", None, **settings)
        log.note("exchange", "", None, act="release", about="btp")
    transaction.commit()
    return functional_portal


@pytest.mark.sample(1)
@pytest.mark.parametrize("viewport", [PHONE, SCREEN], ids=["phone", "screen"])
def test_the_log_is_read_filtered_and_fetched(site, as_person, viewport):
    page = as_person(ADMINISTRATOR, viewport=viewport)
    page.goto(f"{site.absolute_url()}/@@pbgdpl-audit")
    shoot(page, "audit")
    assert faults(page) == []
    table = page.locator("#pbgdpl-audit").inner_text()
    for words in (
        "Phê duyệt và đăng",
        "Tập huấn ở bản Mẫu",
        "Chức vụ",
        "Tải về có dữ liệu cá nhân",
        "Tải tệp nội bộ về",
        ROYALTIES,
        "Cho nguồn đang bị giữ chạy tiếp",
    ):
        assert words in table
    page.select_option("#pbgdpl-group", "approvals")
    with page.expect_navigation():
        page.locator("#pbgdpl-audit-filter [type=submit]").click()
    assert "Chức vụ" not in page.locator("#pbgdpl-audit").inner_text()
    with page.expect_download() as download:
        page.locator("form[action$='@@pbgdpl-audit.csv'] [type=submit]").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert "Tập huấn ở bản Mẫu" in text and "Chức vụ" not in text
    page.goto(f"{site.absolute_url()}/@@pbgdpl-audit?who=khong-ai")
    shoot(page, "audit-none")
    assert (
        "Không có dòng nào như vậy" in page.locator("#pbgdpl-audit-empty").inner_text()
    )
    assert faults(page) == []
