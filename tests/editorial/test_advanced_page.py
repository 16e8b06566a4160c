"""The page "Advanced…" of the state's menu: in a section, its titles are translated."""

from plone import api
from plone.app.testing import SITE_OWNER_NAME
from vietnamese_portal import speak_vietnamese

import lxml.html
import pytest

pytestmark = pytest.mark.usefixtures("served_alone")


@pytest.fixture
def titles(site):
    """Return a function that reads the titles of the boxes and of the link to an item."""
    speak_vietnamese(site.portal)

    def read(item, user):
        answer = site.http("GET", item, "/content_status_history", user)
        page = lxml.html.fromstring(answer.text)
        (state,) = page.cssselect("#workflow_action")
        (box,) = page.cssselect("input[name='paths:list']")
        (link,) = page.cssselect("tr:has(input[name='paths:list']) a[title]")
        assert state.get("value") == api.content.get_state(item)
        assert box.get("value") == "/".join(item.getPhysicalPath())
        assert box.get("alt") == box.get("title")
        return state.get("title"), box.get("title"), link.get("title")

    return read


def test_text_of_ours(site, titles):
    text = site.make("contributor", title="Tin <b>mới</b>", description="Tóm: tắt")
    assert titles(text, "contributor") == (
        "Bản nháp",
        "Chọn Tin <b>mới</b>",
        "Tin, bài: Tóm: tắt",
    )


def test_stock_page_in_a_section(site, titles):
    page = site.make("contributor", "Document", title="Trang")
    assert titles(page, "contributor") == ("Bản nháp", "Chọn Trang", "Bài viết: ")


def test_outside_of_sections_core_is_left_alone(site, titles):
    with api.env.adopt_roles(["Manager"]):
        page = api.content.create(site.portal, "Document", "ngoai", "Ngoài")
    assert titles(page, SITE_OWNER_NAME)[1:] == ("Select Ngoài", "Document: ")
