"""Where to read on: the same document before the same field, nothing that is not public."""

from DateTime import DateTime
from lxml import html
from new_items import create
from plone import api
from plone.app.layout.globals.interfaces import IViewView
from plone.app.testing import logout
from public_content import make
from public_content import make_section
from public_content import section  # noqa: F401
from public_content import site  # noqa: F401
from sample_values import LAND_LAW
from sonla.pbgdpl.texts.pages.related import related_records
from zope.component import getMultiAdapter
from zope.interface import alsoProvides


def titles(text):
    logout()
    catalog = api.portal.get_tool("portal_catalog")
    brains = [catalog._catalog[rid] for rid in related_records(text, catalog)]
    return [brain.Title for brain in brains]


def introduction(place, title, **fields):
    values = {"kind": "de-cuong", "legal_documents": [LAND_LAW], **fields}
    return make(place, "LegalIntroduction", title, **values)


def test_same_document_comes_before_same_field(section):  # noqa: F811
    text = introduction(section, "Đây", legal_fields=("dat-dai",))
    make(section, "LegalNews", "Cùng lĩnh vực", legal_fields=("dat-dai",))
    introduction(section, "Cùng văn bản", effective_date=DateTime() - 90)
    make(section, "LegalNews", "Khác", legal_fields=("dan-su",))
    assert titles(text) == ["Cùng văn bản", "Cùng lĩnh vực"]


def test_newest_first_and_each_once(section):  # noqa: F811
    text = introduction(section, "Đây", legal_fields=("dat-dai",))
    introduction(
        section, "Cũ", legal_fields=("dat-dai",), effective_date=DateTime() - 9
    )
    introduction(
        section, "Mới", legal_fields=("dat-dai",), effective_date=DateTime() - 2
    )
    assert titles(text) == ["Mới", "Cũ"]


def test_nothing_that_a_visitor_may_not_see(site, section):  # noqa: F811
    text = introduction(section, "Đây")
    with api.env.adopt_roles(["Manager"]):
        create(
            section,
            "LegalIntroduction",
            title="Nháp",
            kind="de-cuong",
            legal_documents=[LAND_LAW],
        )
    introduction(section, "Mai", effective_date=DateTime() + 1)
    expired = introduction(section, "Hết hạn")
    expired.expiration_date = DateTime() - 1
    expired.reindexObject()
    introduction(make_section(site, "Nơi khác"), "Nơi khác")
    assert titles(text) == []


def test_page_shows_five_of_them(section, http_request):  # noqa: F811
    text = introduction(section, "Đây")
    for number in range(7):
        introduction(section, f"Bài <{number}>", effective_date=DateTime() - number - 1)
    logout()
    view = getMultiAdapter((text, http_request), name="view")
    alsoProvides(view, IViewView)
    page = html.fromstring(view())
    links = page.xpath("//nav[contains(@class, 'pbgdpl-related')]//a/text()")
    assert links == [f"Bài <{number}>" for number in range(5)]


def test_page_without_any_has_no_heading(section, http_request):  # noqa: F811
    text = make(section, "LegalNews", "Một mình")
    view = getMultiAdapter((text, http_request), name="view")
    alsoProvides(view, IViewView)
    assert "pbgdpl-related" not in view()
