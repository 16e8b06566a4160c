"""What stands above a revision and above its text, in our words."""

from desk_content import acting
from desk_content import PASSWORD
from desk_content import walk
from desk_content import write
from plone.testing.zope import Browser
from sonla.pbgdpl.editorial.revisions import revise
from vietnamese_portal import speak_vietnamese

import lxml.html
import transaction


def banner(browser, url, which):
    browser.open(url)
    found = lxml.html.fromstring(browser.contents).cssselect(
        "#viewlet-above-content section[aria-label]"
    )[which]
    return " ".join(found.text_content().split()), [
        a.get("href") for a in found.cssselect("a")
    ]


def test_text_and_revision_lead_to_each_other(functional, served_unit):
    speak_vietnamese(functional["portal"])
    text = write(served_unit, "tac-gia", "Tập huấn")
    walk(text, ("tac-gia", "submit"), ("bien-tap", "forward"), ("phe-duyet", "approve"))
    with acting("bien-tap"):
        copy = revise(text)
    transaction.commit()
    browser = Browser(functional["app"])
    browser.addHeader("Authorization", f"Basic bien-tap:{PASSWORD}")
    said, links = banner(browser, copy.absolute_url(), 1)
    assert said.startswith("Đây là bản sửa đổi của bài Tập huấn, do Cầm Văn Biên tạo")
    assert '"' not in said and said.endswith(". Xem những chỗ đã sửa")
    assert links == [text.absolute_url(), f"{copy.absolute_url()}/@@iterate_diff"]
    said, links = banner(browser, text.absolute_url(), 0)
    assert "đang có bản sửa của Cầm Văn Biên, Bản nháp Xem bản sửa" in said
    assert links == [copy.absolute_url()]
