"""Whoever wants somebody to come and speak is led to the form: by the section, a topic, a search."""

from people import enter
from plone.app.testing import applyProfile
from plone.app.testing import logout
from search_content import search_view
from sonla.pbgdpl.core.section import all_sections
from zope.component import getMultiAdapter

import lxml.html
import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

FORM = "@@request-reporter"


def leading_to_the_form(html):
    """Return the addresses of links to the form, with the words of each."""
    links = lxml.html.fromstring(html).cssselect(f"#content a[href*='{FORM}']")
    return [(one.get("href"), one.text_content().strip()) for one in links]


def test_by_the_section_once_though_a_page_of_its_menu_leads_there_too(
    portal, http_request
):
    applyProfile(portal, "sonla.pbgdpl:structure")
    (section,) = all_sections()
    logout()
    html = getMultiAdapter((section, http_request), name="view")()
    url = f"{section.absolute_url()}/{FORM}"
    assert leading_to_the_form(html) == [(url, "Ask for a legal reporter")]


def test_by_a_topic_on_which_somebody_speaks(section, http_request):
    http_request.form["field"] = "dat-dai"
    view = getMultiAdapter((section, http_request), name="topics")
    assert leading_to_the_form(view()) == []
    enter(section, legal_fields=("dat-dai",))
    logout()
    view = getMultiAdapter((section, http_request), name="topics")
    url = f"{section.absolute_url()}/{FORM}?legal_fields=dat-dai"
    assert leading_to_the_form(view()) == [(url, "Ask for a legal reporter")]


@pytest.mark.parametrize(
    ("words", "leads"),
    [
        ("tôi muốn mời báo cáo viên về trường nói chuyện", True),
        ("moi bao cao vien, ve ban", True),
        ("nhờ tuyên truyền viên nói chuyện với bà con", True),
        ("báo cáo viên xã Sông Mã", False),
        ("mời đám cưới", False),
        ("", False),
    ],
)
def test_by_a_search_whose_words_ask_for_a_speaker(portal, section, words, leads):
    html = search_view(portal, q=words)()
    assert bool(leading_to_the_form(html)) is leads
