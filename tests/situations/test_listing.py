"""The list of situations: filters, tags, who is in it."""

from datetime import date
from lxml import html
from new_items import create
from plone import api
from plone.app.testing import logout
from zope.component import getMultiAdapter

import pytest

pytestmark = pytest.mark.usefixtures("content_alone")


@pytest.fixture
def listed(http_request, day):
    """Return the titles that the list shows to a visitor, and its page."""

    def show(place, **form):
        logout()
        http_request.form.clear()
        http_request.form.update(form)
        page = html.fromstring(
            getMultiAdapter((place, http_request), name="situations")()
        )
        titles = page.xpath("//li[contains(@class, 'is-situation')]/a")
        return [one.text_content().strip() for one in titles], page

    return show


@pytest.fixture
def two(situation):
    situation("Tôi muốn kết hôn", legal_fields=("hon-nhan-gia-dinh",))
    situation("Tôi bị phạt", legal_fields=("giao-thong",), audiences=("nhan-dan",))


@pytest.mark.parametrize(
    "form,expected",
    [
        ({}, {"Tôi muốn kết hôn", "Tôi bị phạt"}),
        ({"field": "giao-thong"}, {"Tôi bị phạt"}),
        ({"audience": "nhan-dan"}, {"Tôi bị phạt"}),
        ({"q": "ket hon"}, {"Tôi muốn kết hôn"}),
        ({"q": "ket hon", "field": "giao-thong"}, set()),
        ({"field": "<script>"}, set()),
    ],
)
def test_filters(two, section, listed, form, expected):
    titles, page = listed(section, **form)
    assert set(titles) == expected
    assert ("Nothing in this list" in page.text_content()) == (not expected)


def test_only_what_is_public(section, listed):
    with api.env.adopt_roles(["Manager"]):
        create(section, "LifeSituation", title="Nháp")
    titles, page = listed(section)
    assert titles == []
    assert "No life situation has been published" in page.text_content()


def test_tags_and_first_sentence(section, situation, listed):
    situation(
        "Tôi bị mất thẻ",
        is_sample=True,
        review_by=date(2026, 11, 1),
        summary=("Xin cấp lại ở công an xã.", "Câu hai."),
    )
    _titles, page = listed(section)
    tags = page.xpath("//li/span[contains(@class, 'pbgdpl-tag')]/text()")
    assert [tag.strip() for tag in tags] == ["Sample · To be checked again"]
    assert "Xin cấp lại ở công an xã." in page.text_content()
    assert "Câu hai." not in page.text_content()


def test_picture_is_its_own_or_that_of_its_field(section, situation, listed):
    situation("Riêng", icon="bao-luc", legal_fields=("dat-dai",))
    situation("Theo lĩnh vực", legal_fields=("dat-dai",))
    _titles, page = listed(section)
    pictures = page.xpath("//li[contains(@class, 'is-situation')]//use/@href")
    assert {one.rpartition("#")[2] for one in pictures} == {"bao-luc", "dat-dai"}


def test_the_section_leads_there_once_there_is_one(section, situation, http_request):
    def links():
        page = getMultiAdapter((section, http_request), name="view")()
        return html.fromstring(page).xpath("//a[contains(@href, '@@situations')]")

    assert links() == []
    situation()
    assert links()
