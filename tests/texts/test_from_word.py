"""A Word file is sent to a unit and becomes a draft there, or the form says why not."""

from datetime import date
from io import BytesIO
from pathlib import Path
from plone import api
from sonla.pbgdpl.core.file_signatures import OLE
from sonla.pbgdpl.editorial.states import state_of
from unit_with_writer import PASSWORD
from word_papers import docx
from word_papers import head
from word_papers import title
from zipfile import ZipFile

import pytest
import re
import requests
import transaction

pytestmark = pytest.mark.usefixtures("served_alone")

FILE = (Path(__file__).parent / "word_files" / "ke-hoach.docx").read_bytes()
AUTH = ("writer", PASSWORD)


def session(name="writer"):
    made = requests.Session()
    made.auth = (name, PASSWORD)
    return made


def sent(unit, content=FILE, name="ke-hoach.docx", portal_type="LegalNews", **more):
    url = f"{unit.absolute_url()}/@@pbgdpl-from-word"
    web = session()
    page = web.get(url, timeout=60)
    assert page.status_code == 200, page.url
    token = re.search(r'name="_authenticator" value="(\w+)"', page.text)[1]
    answer = web.post(
        url,
        data={"_authenticator": token, "type": portal_type, **more},
        files={"file": (name, content)} if content is not None else None,
        timeout=300,
    )
    transaction.begin()
    return answer


def of_type(unit, portal_type):
    return [one for one in unit.objectValues() if one.portal_type == portal_type]


@pytest.mark.parametrize("portal_type", ["LegalNews", "LegalIntroduction", "Guidance"])
def test_a_file_becomes_a_draft_whose_form_opens(unit, portal_type):
    answer = sent(unit, portal_type=portal_type)
    (draft,) = of_type(unit, portal_type)
    assert answer.url == f"{draft.absolute_url()}/edit"
    assert "The file is now a draft" in answer.text
    assert draft.title == "Tuyên truyền Luật Đất đai"
    assert state_of(draft) == "draft"
    assert draft.getOwner().getId() == "writer"
    (image,) = of_type(unit, "Image")
    assert image.title == "Bà con nghe" and state_of(image) == "hidden"
    body = draft.text.raw
    assert body.startswith("<h2>I. Mục đích</h2>")
    assert f"resolveuid/{image.UID()}/" in body and "data:" not in body
    assert '<th scope="col">Số buổi</th>' in body


def test_the_head_of_an_official_paper_fills_fields_and_is_said(unit):
    paper = docx(head("12/KH-STP"), title("KẾ HOẠCH"), title("Tuyên truyền ở bản"))
    answer = sent(unit, paper, portal_type="Guidance")
    (draft,) = of_type(unit, "Guidance")
    assert draft.title == "Kế hoạch tuyên truyền ở bản"
    assert (draft.document_type, draft.number) == ("ke-hoach", "12/KH-STP")
    assert (draft.issuer, draft.issued_on) == ("Sở Tư pháp", date(2026, 3, 5))
    named = "Title, Number, Type of document, Issued by, Date of issue"
    assert f"beside the text: {named}." in answer.text


def test_what_of_a_file_stays_behind_is_listed(unit):
    made = BytesIO(FILE)
    with ZipFile(made, "a") as package:
        package.writestr("word/vbaProject.bin", OLE[0])
    answer = sent(unit, made.getvalue())
    assert "macros of the file" in answer.text
    assert len(of_type(unit, "LegalNews")) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (OLE[0] + b"\0" * 600, "of the old kind"),
        (FILE[:3000], "damaged"),
        (b"%PDF-1.4", "no .docx file"),
        (None, "Choose a .docx file first"),
        (b"PK\x03\x04" + b"\0" * 1024 * 1024, "larger than 1 MB"),
    ],
    ids=["doc", "cut", "pdf", "none", "large"],
)
def test_the_form_says_why_a_file_is_refused_and_makes_nothing(unit, content, said):
    if said.endswith("MB"):
        api.portal.set_registry_record("sonla.pbgdpl.max_file_megabytes", 1)
        transaction.commit()
    answer = sent(unit, content)
    assert answer.status_code == 200
    error = re.search(r'id="pbgdpl-word-error".*?</div>', answer.text, re.DOTALL)[0]
    assert said in error
    assert not unit.objectIds()


@pytest.mark.long
def test_a_hundred_pictures_are_stored_in_one_go(unit):
    with ZipFile(BytesIO(FILE)) as source:
        parts = {part.filename: source.read(part) for part in source.infolist()}
    body = parts["word/document.xml"].decode()
    drawing = re.search(r"<w:drawing>.*?</w:drawing>", body, re.DOTALL)[0]
    many = body.replace(
        "của mình.</w:t></w:r>", f"của mình.</w:t></w:r><w:r>{drawing * 99}</w:r>"
    )
    made = BytesIO()
    with ZipFile(made, "w") as target:
        for name, content in {**parts, "word/document.xml": many.encode()}.items():
            target.writestr(name, content)
    answer = sent(unit, made.getvalue())
    assert answer.url.endswith("/edit")
    assert len(of_type(unit, "Image")) == 100
    assert answer.history[0].elapsed.total_seconds() < 60


def test_cancelling_makes_nothing(unit):
    answer = sent(unit, None, cancel="1")
    assert answer.url == unit.absolute_url()
    assert not unit.objectIds()


def test_a_request_without_the_token_makes_nothing(unit):
    url = f"{unit.absolute_url()}/@@pbgdpl-from-word"
    requests.post(url, auth=AUTH, files={"file": ("a.docx", FILE)}, timeout=60)
    transaction.begin()
    assert not unit.objectIds()


@pytest.mark.usefixtures("served_whole")
def test_only_who_may_add_is_offered_it(unit, functional_portal):
    page = session().get(unit.absolute_url(), timeout=60).text
    assert "@@pbgdpl-from-word" in page
    form = session().get(f"{unit.absolute_url()}/++add++LegalNews", timeout=60).text
    assert "@@pbgdpl-from-word?type=LegalNews" in form
    event = (
        session().get(f"{unit.absolute_url()}/++add++LegalActivity", timeout=60).text
    )
    assert "@@pbgdpl-from-word" not in event.partition('id="content"')[2]
    api.user.create(email="b@example.com", username="other", password=PASSWORD)
    transaction.commit()
    url = f"{unit.absolute_url()}/@@pbgdpl-from-word"
    assert (
        "pbgdpl-from-word"
        not in session("other").get(unit.absolute_url(), timeout=60).text
    )
    assert 'name="file"' not in session("other").get(url, timeout=60).text
    outside = session("admin").get(functional_portal.absolute_url(), timeout=60).text
    assert "@@pbgdpl-from-word" not in outside


def test_a_closed_unit_takes_no_file(unit):
    unit.closed_on = date(2020, 1, 1)
    transaction.commit()
    assert "closed since" in sent(unit).text
    assert not unit.objectIds()
