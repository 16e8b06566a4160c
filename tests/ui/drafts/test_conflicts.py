"""A text saved meanwhile is never overwritten unasked."""

from datetime import date
from playwright.sync_api import expect
from plone.app.textfield import RichTextValue
from sonla.pbgdpl.ui.drafts.diff import as_text
from sonla.pbgdpl.ui.drafts.diff import side_by_side
from sonla.pbgdpl.ui.drafts.digests import digest
from sonla.pbgdpl.ui.drafts.digests import FieldDigests
from sonla.pbgdpl.ui.drafts.digests import Stamped

import pytest
import transaction

TITLE = "#form-widgets-IDublinCore-title"
SUMMARY = "#form-widgets-IDublinCore-description"
READY = "form[data-pbgdpl-draft=ready]"


@pytest.mark.parametrize(
    "name, value, field",
    [
        ("title", "Khác", "IDublinCore.title"),
        ("text", RichTextValue("<p>x</p>", "text/html"), "IRichTextBehavior.text"),
        ("kind", "gioi-thieu-vbqppl", "kind"),
        (
            "legal_documents",
            [{"number": "1", "issued_on": date(2025, 1, 1)}],
            "ILegalDocuments.legal_documents",
        ),
    ],
)
def test_stamp_names_the_field_that_changed(text, name, value, field):
    before = FieldDigests.load(Stamped(text).stamp.dump())
    setattr(text, name, value)
    assert before.changed(Stamped(text).stamp) == [field]


def test_what_is_no_content_changes_no_stamp(text):
    before = Stamped(text).stamp
    text.reindexObject()
    text.setModificationDate()
    text.manage_setLocalRoles("x", ["Reader"])
    assert before.changed(Stamped(text).stamp) == []


@pytest.mark.parametrize("given", [None, "", "[]", "{bad", "1"])
def test_nonsense_stamp_is_empty(given):
    assert FieldDigests.load(given) == {}


@pytest.mark.parametrize(
    "one, other, equal",
    [
        (None, "", True),
        ([], None, True),
        ("a\r\nb", "a\nb", True),
        (("a", "b"), ["a", "b"], True),
        ({"a": None}, {}, True),
        ("a", "b", False),
        (["a", "b"], ["b", "a"], False),
    ],
)
def test_digest(one, other, equal):
    assert (digest(one) == digest(other)) is equal


def test_differences_are_marked():
    left, right = side_by_side("có hiệu lực ngày một", "có hiệu lực ngày hai")
    assert [(p.text, p.different) for p in left] == [
        ("có hiệu lực ngày ", False),
        ("một", True),
    ]
    assert right[-1].text == "hai"


def test_values_read_as_words(text):
    fields = Stamped(text).fields
    html = RichTextValue("<p>Một</p><p>Hai</p>", "text/html")
    assert as_text(fields["IRichTextBehavior.text"], html, text) == "Một\nHai"
    assert as_text(fields["kind"], "de-cuong", text).startswith("Đề cương")
    rows = [{"number": "1/QĐ", "document_type": "luat"}]
    shown = as_text(fields["ILegalDocuments.legal_documents"], rows, text)
    assert "Luật" in shown and "1/QĐ" in shown


def change_stored(portal, **values):
    transaction.begin()
    item = portal["phap-luat"]["luat"]
    for name, value in values.items():
        setattr(item, name, value)
    transaction.commit()


def stored(portal):
    transaction.begin()
    item = portal["phap-luat"]["luat"]
    return item.title, item.description


def open_edit(page, section_url):
    page.goto(f"{section_url}/luat/edit")
    page.wait_for_selector(READY)
    page.click(".pbgdpl-fold > summary")


def save(page):
    with page.expect_navigation():
        page.click("#form-buttons-save")


def test_both_texts_are_shown_and_nothing_is_saved(
    editor, section_url, portal_with_text
):
    open_edit(editor, section_url)
    editor.fill(SUMMARY, "Tóm tắt của tôi")
    change_stored(portal_with_text, description="Tóm tắt của đồng nghiệp")
    save(editor)
    panel = editor.locator("#pbgdpl-conflict")
    expect(panel.locator("del")).to_contain_text(["đồng nghiệp"])
    expect(panel.locator("ins")).to_contain_text(["tôi"])
    assert editor.input_value(SUMMARY) == "Tóm tắt của tôi"
    assert stored(portal_with_text)[1] == "Tóm tắt của đồng nghiệp"


@pytest.mark.long
@pytest.mark.sample(1)
@pytest.mark.parametrize(
    "choice, kept",
    [("mine", "Tóm tắt của tôi"), ("theirs", "Tóm tắt của đồng nghiệp")],
)
def test_the_editor_chooses(editor, section_url, portal_with_text, choice, kept):
    open_edit(editor, section_url)
    editor.fill(SUMMARY, "Tóm tắt của tôi")
    editor.fill(TITLE, "Tên mới của tôi")
    change_stored(portal_with_text, description="Tóm tắt của đồng nghiệp")
    save(editor)
    editor.wait_for_selector(READY)
    editor.check(f"#{choice}-IDublinCore-description")
    save(editor)
    assert "edit" not in editor.url
    assert stored(portal_with_text) == ("Tên mới của tôi", kept)


@pytest.mark.long
def test_theirs_is_proposed_where_only_they_changed(
    editor, section_url, portal_with_text
):
    open_edit(editor, section_url)
    editor.fill(TITLE, "Tên mới của tôi")
    change_stored(portal_with_text, description="Tóm tắt của đồng nghiệp")
    save(editor)
    editor.wait_for_selector(READY)
    assert editor.is_checked("#theirs-IDublinCore-description")
    save(editor)
    assert stored(portal_with_text) == ("Tên mới của tôi", "Tóm tắt của đồng nghiệp")


@pytest.mark.long
def test_a_third_saving_is_noticed_too(editor, section_url, portal_with_text):
    open_edit(editor, section_url)
    editor.fill(SUMMARY, "Tóm tắt của tôi")
    change_stored(portal_with_text, description="Lần hai")
    save(editor)
    editor.wait_for_selector(READY)
    change_stored(portal_with_text, description="Lần ba")
    editor.check("#mine-IDublinCore-description")
    save(editor)
    expect(editor.locator("#pbgdpl-conflict del")).to_contain_text(["ba"])
    assert stored(portal_with_text)[1] == "Lần ba"


@pytest.mark.long
def test_unchanged_item_saves_at_once(editor, section_url, portal_with_text):
    open_edit(editor, section_url)
    editor.fill(SUMMARY, "Tóm tắt của tôi")
    save(editor)
    assert stored(portal_with_text)[1] == "Tóm tắt của tôi"
    open_edit(editor, section_url)
    editor.fill(SUMMARY, "Lần nữa")
    save(editor)
    assert stored(portal_with_text)[1] == "Lần nữa"
