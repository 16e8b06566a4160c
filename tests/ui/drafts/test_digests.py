"""What only reads differently in the database is no change."""

from journey_steps import unfolded
from playwright.sync_api import expect
from plone import api
from plone.app.textfield import RichTextValue
from sonla.pbgdpl.ui.drafts.digests import digest
from sonla.pbgdpl.ui.drafts.digests import normal_form
from sonla.pbgdpl.ui.drafts.digests import Stamped

import pytest
import transaction
import unicodedata

SUMMARY = "#form-widgets-IDublinCore-description"
TITLE = "#form-widgets-IDublinCore-title"
READY = "form[data-pbgdpl-draft=ready]"
SAVE_UNCHECKED = """() => {
    const form = document.querySelector("form[data-pbgdpl-draft]");
    const button = document.createElement("input");
    button.name = "form.buttons.save";
    button.value = "1";
    form.append(button);
    form.submit();
}"""
"""Saves without the browser's own checks, so that the server's are seen."""

SAME = [
    ("<p>Một</p><p>Hai</p>", "<p>Một</p>\n<p>Hai</p>\n"),
    ("<p>Một<br/>hai</p>", "<p>Một<br>\nhai</p>"),
    ("<p><b>Một</b></p>", "<p><strong>Một</strong></p>"),
    ("<p>Một</p>", "<p>Một</p><p>&nbsp;</p>"),
    ("<p>Một hai</p>", "<p>Một&nbsp;hai</p>"),
    ("<p>a &gt; b</p>", "<p>a > b</p>"),
    ('<p style="color:red">x</p>', '<p style="color: red;">x</p>'),
    ('<a href="/x" title="y">z</a>', '<a title="y" href="/x">z</a>'),
    ('<p class="">x</p>', "<p>x</p>"),
    ("<p>Điều</p>", unicodedata.normalize("NFD", "<p>Điều</p>")),
]
DIFFERENT = [
    ("<p>Một</p><p>Hai</p>", "<p>Một Hai</p>"),
    ("<p>Một <b>hai</b></p>", "<p>Một hai</p>"),
    ('<a href="/x">z</a>', '<a href="/y">z</a>'),
    ("<p>a b</p>", "<p>ab</p>"),
    ("<p>&lt;b&gt;x&lt;/b&gt;</p>", "<p><b>x</b></p>"),
    ("<pre>a\n  b</pre>", "<pre>a\nb</pre>"),
    ('<p><img src="/a" /></p>', "<p></p>"),
    ("<p>x</p>", ""),
]


@pytest.mark.parametrize("one, other", SAME)
def test_ways_to_write_the_same_are_one(one, other):
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize("one, other", DIFFERENT)
def test_what_reads_differently_stays_different(one, other):
    assert normal_form(one) != normal_form(other)


@pytest.mark.parametrize("broken", ["<p", "<!-- x", "\x00", "</div></div>", "<<>>"])
def test_broken_markup_can_be_compared(broken):
    assert normal_form(broken) == normal_form(broken)


def test_rich_texts_are_compared_by_what_they_say():
    values = [RichTextValue(html, "text/html") for html in SAME[0]]
    assert digest(values[0]) == digest(values[1])


def test_a_language_that_the_form_fills_in_is_no_change(text):
    text.language = ""
    before = Stamped(text).stamp
    text.language = api.portal.get_default_language()
    assert before.changed(Stamped(text).stamp) == []
    text.language = "vi"
    assert before.changed(Stamped(text).stamp) == ["IDublinCore.language"]


def test_default_stands_for_nothing_only(text):
    before = Stamped(text).stamp
    text.kind = "gioi-thieu-vbqppl"
    assert before.changed(Stamped(text).stamp) == ["kind"]


def change_stored(portal, **values):
    transaction.begin()
    item = portal["phap-luat"]["luat"]
    for name, value in values.items():
        setattr(item, name, value)
    transaction.commit()


def refused(page, section_url, portal, title="Tên của tôi", **theirs):
    page.goto(f"{section_url}/luat/edit")
    page.wait_for_selector(READY)
    page.fill(TITLE, title)
    unfolded(page.locator(SUMMARY)).fill("Tóm tắt của tôi")
    change_stored(portal, **theirs)
    with page.expect_navigation():
        page.evaluate(SAVE_UNCHECKED)


@pytest.mark.long
def test_red_box_says_what_happened(editor, section_url, portal_with_text):
    refused(editor, section_url, portal_with_text, description="Tóm tắt khác")
    box = editor.locator(".statusmessage-error")
    expect(box).to_contain_text("Somebody else has saved this item")
    expect(box).to_contain_text("save again")
    expect(box).not_to_contain_text("can't be saved as it is")
    expect(editor.locator("form .invalid-feedback, form .field.error")).to_have_count(0)


@pytest.mark.long
def test_red_box_names_other_errors_too(editor, section_url, portal_with_text):
    refused(editor, section_url, portal_with_text, title="", description="Tóm tắt khác")
    box = editor.locator(".statusmessage-error")
    expect(box).to_contain_text("Somebody else has saved this item")
    expect(box).to_contain_text("correct the marked fields")


@pytest.mark.long
def test_no_choice_where_both_wrote_the_same(editor, section_url, portal_with_text):
    refused(editor, section_url, portal_with_text, description="Tóm tắt của tôi")
    panel = editor.locator("#pbgdpl-conflict")
    expect(panel).to_contain_text("the same as yours")
    expect(panel.locator("input")).to_have_count(0)
    with editor.expect_navigation():
        editor.click("#form-buttons-save")
    transaction.begin()
    assert portal_with_text["phap-luat"]["luat"].title == "Tên của tôi"


@pytest.mark.long
def test_markup_alone_refuses_nothing(editor, section_url, portal_with_text):
    html = [RichTextValue(text, "text/html", "text/html") for text in SAME[0]]
    change_stored(portal_with_text, text=html[0])
    refused(editor, section_url, portal_with_text, text=html[1])
    assert "edit" not in editor.url
