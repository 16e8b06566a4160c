"""The form's helper: known documents as rows, and where they stand already."""

from plone import api
from plone.app.testing import logout
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.editorial.revisions import revise
from sonla.pbgdpl.editorial.states import editorial_workflow
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.legal_documents import pages as package
from sonla.pbgdpl.legal_documents.pages.viewlets import AlsoCitedViewlet

import json
import pytest


def ask(view, section, **form):
    return json.loads(view("pbgdpl-known-documents", section, **form)())["documents"]


@pytest.mark.parametrize(
    "text, numbers",
    [
        ("31/2024", ["31/2024/qh15 "]),
        ("31 / 2024 / qh", ["31/2024/qh15 "]),
        ("218/qd", ["218 /QĐ-UBND"]),
        ("Luật Đất", ["31/2024/qh15 "]),
        ("3", []),
        ("", []),
    ],
)
def test_by_number_or_words(section, view, text, numbers):
    found = ask(view, section, q=text)
    assert [one["row"]["number"] for one in found] == numbers


def test_row_is_ready_for_inputs(section, view):
    [found] = ask(view, section, q="31/2024")
    assert found["row"] == {
        "document_type": "luat",
        "number": "31/2024/qh15 ",
        "issuer": "QUỐC HỘI",
        "issued_on": "2024-01-18",
        "effective_on": "2024-08-01",
        "expires_on": "",
        "validity": "CHL",
        "summary": "Luật Đất đai",
        "url": "https://vbpl.vn/31",
    }


def test_other_items_without_the_one_being_edited(section, view):
    uid = api.content.get_uuid(section["de-cuong"])
    [found] = ask(view, section, q="31/2024", uid=uid)
    titles = [item["title"] for item in found["items"]]
    assert titles == ["Giới thiệu Luật Đất đai", "ban-nhap"]


def test_a_revision_is_no_other_item(section, layered):
    text = section["gioi-thieu-luat"]
    set_state(text, editorial_workflow(), "published")
    with api.env.adopt_roles(["Manager"]):
        copy = revise(text)
        for one in (text, copy):
            viewlet = AlsoCitedViewlet(one, layered, None, None)
            (document,) = viewlet.documents
            addresses = {url for _title, url in document["cited_in"]}
            assert addresses == {
                section[name].absolute_url() for name in ("de-cuong", "ban-nhap")
            }


def test_item_page_names_other_items(section, layered):
    text = section["gioi-thieu-luat"]
    viewlet = AlsoCitedViewlet(text, layered, None, None)
    assert [item[0] for item in viewlet.documents[0]["cited_in"]] == [
        "de-cuong",
        "ban-nhap",
    ]
    with api.env.adopt_roles(["Manager"]):
        assert viewlet.available()
        viewlet.update()
        html = ViewPageTemplateFile("templates/also.pt", package.__path__[0])(viewlet)
    assert section["de-cuong"].absolute_url() in html
    logout()
    assert not viewlet.may_edit()
