"""Addresses of files that stock content in a section has not: not there, rather than a fault."""

from plone import api
from plone.app.textfield.value import RichTextValue
from plone.namedfile.file import NamedBlobFile
from public_content import make_section
from web_requests import Person
from web_requests import UNTHEMED

import pytest
import transaction

ADDRESSES = tuple(
    f"{view}{field}"
    for view in ("@@download", "@@display-file", "download", "display-file")
    for field in ("", "/text", "/title", "/title/x.pdf", "/subject", "/nowhere")
)


@pytest.fixture
def places(functional_portal):
    section = make_section(functional_portal)
    with api.env.adopt_roles(["Manager"]):
        folder = api.content.create(section, "Folder", "english")
        text = RichTextValue("<p>a</p>", "text/html", "text/x-html-safe")
        page = api.content.create(folder, "Document", "page", text=text)
        sent = NamedBlobFile(b"%PDF-1.4 a", "application/pdf", "a.pdf")
        file = api.content.create(folder, "File", "a.pdf", file=sent)
        for one in (folder, page, file):
            for permission in ("View", "Access contents information"):
                one.manage_permission(permission, ["Anonymous", "Manager"])
    transaction.commit()
    return {"folder": folder, "page": page, "file": file}


@pytest.mark.parametrize("name", ["folder", "page"])
def test_what_is_no_file_is_not_there(places, name):
    path = places[name].absolute_url_path()
    found = {
        address: Person().ask(f"{path}/{address}", headers=UNTHEMED).status
        for address in ADDRESSES
    }
    assert set(found.values()) == {404}, found


def test_files_are_given_as_before(places):
    path = places["file"].absolute_url_path()
    for view in ("@@download", "@@display-file"):
        for field in ("", "/file", "/file/a.pdf"):
            answer = Person().ask(f"{path}/{view}{field}")
            assert (answer.status, answer.body) == (200, b"%PDF-1.4 a")
    answer = Person().ask(f"{path}/@@download/title", headers=UNTHEMED)
    assert answer.status == 404
