"""Plone's own forms add and edit our types; what is refused keeps what was typed."""

from content_types import OWN_TYPES
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.testing.zope import Browser
from rest_content import bank_in
from sonla.pbgdpl.options.requests import REQUEST_TYPE
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.statistics import REPORT_TYPE
from sonla.pbgdpl.vocabularies.terms import record_name
from vietnamese_portal import speak_vietnamese
from web_requests import ask_for_content

import json
import lxml.html
import pytest
import transaction

TITLE = "form.widgets.IDublinCore.title"
NAME = "form.widgets.IPerson.full_name"
ROWS = "form.widgets.ILegalDocuments.legal_documents"
SAVE = "form.buttons.save"
START = {
    "LegalNews": {},
    "LegalIntroduction": {"form.widgets.kind:list": ["de-cuong"]},
    "Guidance": {"form.widgets.document_type:list": ["ke-hoach"]},
    "EducationMaterial": {"form.widgets.kind:list": ["video"]},
    "LifeSituation": {},
    "LegalActivity": {"form.widgets.dissemination_form:list": ["truc-tiep"]},
    "TrainingCourse": {},
    "CoordinationCouncil": {"form.widgets.level:list": ["tinh"]},
    "PolicyDialogue": {},
}


def fill(browser, fields):
    for name, value in fields.items():
        browser.getControl(name=name).value = value


@pytest.fixture
def add_form(browser, unit, add_row):
    ask_for_content(browser)

    def open_form(portal_type, rows=0):
        browser.open(f"{unit.absolute_url()}/++add++{portal_type}")
        for index in range(rows):
            add_row(browser, ROWS, index)
        browser.getControl(name=TITLE).value = "Tiêu đề"
        fill(browser, START[portal_type])
        return browser

    return open_form


def only_item(unit, portal_type):
    transaction.begin()
    (item,) = unit.listFolderContents({"portal_type": portal_type})
    return item


def fill_row(browser, index, **cells):
    choices = ("document_type", "validity")
    for name, value in cells.items():
        list_ = name in choices
        control = f"{ROWS}.{index}.widgets.{name}" + (":list" if list_ else "")
        browser.getControl(name=control).value = [value] if list_ else value


@pytest.mark.parametrize("portal_type", OWN_TYPES)
def test_add_form_renders(functional, functional_portal, unit, portal_type):
    browser = Browser(functional["app"])
    browser.handleErrors = False
    browser.addHeader("Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}")
    place = {
        "LegalEducationSection": functional_portal,
        "ContributingUnit": unit.aq_parent,
    }.get(portal_type, bank_in(unit) if portal_type == "BankQuestion" else unit)
    browser.open(f"{place.absolute_url()}/++add++{portal_type}")
    named = {**dict.fromkeys(PERSON_TYPES, NAME), REPORT_TYPE: "form.widgets.year"}
    named["Expenditure"] = "form.widgets.amount"
    named["QuestionBank"] = "form.widgets.IBasic.title"
    named["BankQuestion"] = "form.widgets.question"
    named[QUESTION_TYPE] = named[REQUEST_TYPE] = "form.widgets.title"
    assert browser.getControl(name=named.get(portal_type, TITLE))


@pytest.mark.parametrize("portal_type", START)
def test_text_is_added_and_edited(unit, add_form, portal_type):
    browser = add_form(portal_type)
    browser.getControl(name=SAVE).click()
    item = only_item(unit, portal_type)
    assert item.title == "Tiêu đề"
    browser.open(f"{item.absolute_url()}/edit")
    browser.getControl(name=TITLE).value = "Tiêu đề mới"
    browser.getControl(name=SAVE).click()
    assert only_item(unit, portal_type).title == "Tiêu đề mới"


def test_terms_are_chosen(unit, add_form):
    browser = add_form("LegalNews")
    name = "form.widgets.ILegalFields.legal_fields"
    browser.getControl(name=name).value = ["dat-dai", "dan-su"]
    browser.getControl(name=SAVE).click()
    item = only_item(unit, "LegalNews")
    assert item.legal_fields == ("dat-dai", "dan-su")
    browser.open(f"{item.absolute_url()}/edit")
    assert browser.getControl(name=name).value == ["dat-dai", "dan-su"]
    browser.getControl(name=name).value = []
    browser.getControl(name=SAVE).click()
    assert only_item(unit, "LegalNews").legal_fields == ()


def test_rows_are_added_edited_and_removed(unit, add_form, add_row):
    browser = add_form("LegalIntroduction", rows=1)
    fill_row(
        browser,
        0,
        document_type="luat",
        number="31/2024/QH15",
        issuer="Quốc hội",
        issued_on="2024-01-18",
        validity="CHL",
        url="https://vbpl.vn/1",
    )
    browser.getControl(name=SAVE).click()
    item = only_item(unit, "LegalIntroduction")
    (row,) = item.legal_documents
    assert row["number"] == "31/2024/QH15"
    assert row["issued_on"].isoformat() == "2024-01-18"
    assert row["validity"] == "CHL"
    assert row["expires_on"] is None

    browser.open(f"{item.absolute_url()}/edit")
    add_row(browser, ROWS, 1)
    fill_row(browser, 0, issuer="Quốc hội khóa XV")
    fill_row(
        browser, 1, document_type="nghi-dinh", number="102/2024/NĐ-CP", issuer="CP"
    )
    browser.getControl(name=SAVE).click()
    rows = only_item(unit, "LegalIntroduction").legal_documents
    assert [row["issuer"] for row in rows] == ["Quốc hội khóa XV", "CP"]
    browser.open(item.absolute_url())
    assert "Internal Server Error" not in browser.contents


def test_blank_row_is_left_out(unit, add_form):
    browser = add_form("LegalIntroduction", rows=1)
    browser.getControl(name=SAVE).click()
    assert only_item(unit, "LegalIntroduction").legal_documents == []


BAD_ROWS = [
    ({"issued_on": "2024-01-18", "expires_on": "2023-01-01"}, "31/2024/QH15"),
    ({"issued_on": "2024-02-31"}, ""),
    ({"url": "javascript:alert(1)"}, "javascript:alert(1)"),
    ({"number": ""}, ""),
]


@pytest.mark.parametrize("cells,words", BAD_ROWS)
def test_bad_row_keeps_what_was_typed(unit, add_form, cells, words):
    browser = add_form("LegalIntroduction", rows=1)
    good = {"document_type": "luat", "number": "31/2024/QH15", "issuer": "Quốc hội"}
    fill_row(browser, 0, **{**good, **cells})
    browser.getControl(name=SAVE).click()
    assert unit.objectIds() == []
    assert "alert" in browser.contents and words in browser.contents
    assert browser.getControl(name=TITLE).value == "Tiêu đề"
    issuer = browser.getControl(name=f"{ROWS}.0.widgets.issuer")
    assert issuer.value == "Quốc hội"
    for name, value in cells.items():
        assert browser.getControl(name=f"{ROWS}.0.widgets.{name}").value == value


def test_empty_rows_for_new_documents_carry_no_error(unit, add_form):
    browser = add_form("LegalIntroduction", rows=1)
    fill_row(browser, 0, document_type="luat", number="1", issuer="")
    browser.getControl(name=SAVE).click()
    for cell in ("AA", "TT"):
        start = browser.contents.index(f'name="{ROWS}.{cell}.widgets.number"')
        end = browser.contents.index(f'name="{ROWS}.{cell}.widgets.issuer"')
        assert "invalid-feedback" not in browser.contents[start:end]


def test_document_named_twice_is_refused(unit, add_form):
    browser = add_form("LegalIntroduction", rows=2)
    for index, number in enumerate(("218/QĐ-UBND", "218 / qđ-ubnd")):
        fill_row(
            browser,
            index,
            document_type="quyet-dinh",
            number=number,
            issuer="UBND tỉnh",
        )
    browser.getControl(name=SAVE).click()
    assert unit.objectIds() == []
    assert browser.getControl(name=f"{ROWS}.1.widgets.number").value == "218 / qđ-ubnd"


BAD_FIELDS = [
    (
        "Guidance",
        {
            "form.widgets.issued_on": "2025-02-01",
            "form.widgets.expires_on": "2025-01-01",
        },
        "",
    ),
    (
        "EducationMaterial",
        {"form.widgets.external_url": "https://example.com/v"},
        "example.com",
    ),
    (
        "EducationMaterial",
        {"form.widgets.external_url": "http://youtu.be/v"},
        "http://youtu.be/v",
    ),
    (
        "LegalActivity",
        {"form.widgets.attendees": "50", "form.widgets.women_attendees": "60"},
        "60 women",
    ),
    (
        "LifeSituation",
        {"form.widgets.summary": "Một\nHai\nBa\nBốn\nNăm\nSáu"},
        "6",
    ),
    ("LegalActivity", {"form.widgets.sessions": "-1"}, "“-1”"),
    (
        "TrainingCourse",
        {"form.widgets.meeting_url": "javascript:alert(1)"},
        "javascript:alert(1)",
    ),
]


@pytest.mark.parametrize("portal_type,fields,words", BAD_FIELDS)
def test_bad_field_keeps_what_was_typed(unit, add_form, portal_type, fields, words):
    browser = add_form(portal_type)
    fill(browser, fields)
    browser.getControl(name=SAVE).click()
    assert unit.objectIds() == []
    assert words in browser.contents
    for name, value in {**fields, TITLE: "Tiêu đề"}.items():
        assert browser.getControl(name=name).value == value


def test_captions_of_another_format_are_refused(unit, add_form):
    browser = add_form("EducationMaterial")
    browser.getControl(name="form.widgets.ITranscript.captions").add_file(
        b"1\n00:00:01,000", "text/plain", "phu-de.srt"
    )
    browser.getControl(name=SAVE).click()
    assert unit.objectIds() == []
    assert "phu-de.srt" in browser.contents
    assert browser.getControl(name=TITLE).value == "Tiêu đề"


def end_term(vocabulary, token):
    name = record_name(vocabulary)
    api.portal.set_registry_record(
        name,
        [row for row in api.portal.get_registry_record(name) if row["token"] != token],
    )
    transaction.commit()


@pytest.mark.parametrize(
    "portal_type,control,value,vocabulary",
    [
        (
            "LegalNews",
            "form.widgets.ILegalFields.legal_fields",
            "dat-dai",
            "LegalFields",
        ),
        ("Guidance", "form.widgets.level:list", "xa", "GovernmentLevels"),
    ],
)
def test_term_that_went_while_the_form_was_open_is_refused_by_name(
    unit, add_form, portal_type, control, value, vocabulary
):
    browser = add_form(portal_type)
    browser.getControl(name=control).value = [value]
    end_term(vocabulary, value)
    browser.getControl(name=SAVE).click()
    assert unit.objectIds() == []
    assert f"“{value}”" in browser.contents
    assert browser.getControl(name=TITLE).value == "Tiêu đề"


def test_term_of_a_row_that_went_is_refused_by_name(unit, add_form):
    browser = add_form("LegalIntroduction", rows=1)
    fill_row(browser, 0, document_type="luat", number="1", issuer="Quốc hội")
    end_term("DocumentTypes", "luat")
    browser.getControl(name=SAVE).click()
    assert unit.objectIds() == []
    assert "“luat”" in browser.contents
    assert browser.getControl(name=f"{ROWS}.0.widgets.number").value == "1"


def test_sizes_of_pictures_are_said_in_vietnamese(browser, unit, functional_portal):
    speak_vietnamese(functional_portal)
    variants = api.portal.get_registry_record("plone.picture_variants")
    variants["small"] = {**variants["small"], "title": "Của tỉnh"}
    api.portal.set_registry_record("plone.picture_variants", variants)
    transaction.commit()
    browser.open(f"{unit.absolute_url()}/++add++LegalNews")
    sizes = editor_options(browser)["pictureVariants"]
    assert [sizes[name]["title"] for name in ("large", "medium", "small")] == [
        "Lớn",
        "Vừa",
        "Của tỉnh",
    ]


def test_favourites_are_said_in_vietnamese(browser, unit, functional_portal):
    """In the editor's dialogues and in those of fields that take content."""
    speak_vietnamese(functional_portal)
    transaction.commit()
    browser.open(f"{unit.absolute_url()}/++add++LegalNews")
    dialogues = [editor_options(browser)["relatedItems"]]
    for field in ("IAttachments-attachments", "IRelatedItems-relatedItems"):
        dialogues.append(
            options_of(browser, f"#form-widgets-{field}", "contentbrowser")
        )
    for options in dialogues:
        titles = [place["title"] for place in options["favorites"]]
        assert titles == ["Nội dung hiện tại", "Trang đầu"]
        assert options["favorites"][1]["path"] == "/plone"


def editor_options(browser):
    """Read the options of the editor of the body."""
    selector = "textarea[name='form.widgets.IRichTextBehavior.text']"
    return options_of(browser, selector, "tinymce")


def options_of(browser, selector, pattern):
    """Read the options of a pattern from an attribute of the one element."""
    (element,) = lxml.html.fromstring(browser.contents).cssselect(selector)
    return json.loads(element.get(f"data-pat-{pattern}"))
