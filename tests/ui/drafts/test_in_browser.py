"""Unsaved text survives a closed tab, an ended login and a dropped connection."""

from journey_steps import unfolded
from playwright.sync_api import expect
from playwright.sync_api import Page
from plone import api

import json
import pytest
import transaction

TITLE = "#form-widgets-IDublinCore-title"
READY = "form[data-pbgdpl-draft=ready]"
OFFER = ".pbgdpl-draft-offer"
ADD = "/++add++LegalIntroduction"
TYPED = "Giới thiệu Luật Trật tự, an toàn giao thông"
BODY = "Nội dung soạn cả buổi sáng"
PASSWORD = "Mat-khau-1234"


def open_form(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector(READY)


def write(page: Page) -> None:
    page.fill(TITLE, TYPED)
    page.frame_locator(".tox-edit-area iframe").locator("body").fill(BODY)
    page.locator("[data-index=AA] summary").first.click()
    row = "[name='form.widgets.ILegalDocuments.legal_documents.AA.widgets.number']"
    page.locator(row).first.fill("36/2024/QH15")
    page.wait_for_function(
        "text => Object.entries(localStorage).some("
        "([key, value]) => key.startsWith('pbgdpl-draft:') && value.includes(text))",
        arg=BODY,
    )


def drafts(page: Page) -> list[str]:
    return page.evaluate(
        "Object.keys(localStorage).filter(key => key.startsWith('pbgdpl-draft:'))"
    )


def restore(page: Page) -> None:
    expect(page.locator(OFFER)).to_contain_text(TYPED)
    with page.expect_navigation():
        page.locator(f"{OFFER} .btn-primary").click()
    page.wait_for_selector(READY)


def assert_all_there(page: Page) -> None:
    assert page.input_value(TITLE) == TYPED
    body = page.frame_locator(".tox-edit-area iframe").locator("body")
    expect(body).to_have_text(BODY)
    row = "[name='form.widgets.ILegalDocuments.legal_documents.0.widgets.number']"
    assert page.input_value(row) == "36/2024/QH15"


def test_closed_tab(editor, browser_context, section_url):
    open_form(editor, section_url + ADD)
    write(editor)
    editor.close()
    page = browser_context.new_page()
    open_form(page, section_url + ADD)
    restore(page)
    assert_all_there(page)


@pytest.mark.long
def test_login_ended_before_saving(editor, browser_context, section_url):
    open_form(editor, section_url + ADD)
    write(editor)
    browser_context.clear_cookies()
    editor.click("#form-buttons-save")
    editor.wait_for_selector("#__ac_name")
    editor.fill("#__ac_name", "bien-tap")
    editor.fill("#__ac_password", PASSWORD)
    editor.click("#buttons-login")
    editor.wait_for_selector(READY)
    restore(editor)
    assert_all_there(editor)


@pytest.mark.long
def test_dropped_connection(editor, browser_context, section_url):
    open_form(editor, section_url + ADD)
    write(editor)
    browser_context.set_offline(True)
    with editor.expect_event("requestfailed"):
        editor.click("#form-buttons-save", no_wait_after=True)
    browser_context.set_offline(False)
    open_form(editor, section_url + ADD)
    restore(editor)
    assert_all_there(editor)


@pytest.mark.long
def test_saved_text_is_not_offered_again(editor, section_url, portal_with_text):
    open_form(editor, section_url + ADD)
    editor.fill(TITLE, TYPED)
    editor.select_option("[name='form.widgets.kind:list']", "de-cuong")
    editor.wait_for_function("document.querySelector('.pbgdpl-draft-kept')")
    with editor.expect_navigation():
        editor.click("#form-buttons-save")
    assert "++add++" not in editor.url
    open_form(editor, section_url + ADD)
    assert drafts(editor) == []
    expect(editor.locator(OFFER)).to_have_count(0)


@pytest.mark.long
def test_refused_form_keeps_text_and_draft(editor, section_url):
    open_form(editor, section_url + ADD)
    write(editor)
    editor.evaluate("document.querySelector('#form').noValidate = true")
    with editor.expect_navigation():
        editor.click("#form-buttons-save")
    editor.wait_for_selector(READY)
    assert editor.input_value(TITLE) == TYPED
    assert len(drafts(editor)) == 1
    expect(editor.locator(OFFER)).to_have_count(0)


@pytest.mark.long
def test_discard(editor, section_url):
    open_form(editor, section_url + ADD)
    write(editor)
    open_form(editor, section_url + ADD)
    editor.locator(f"{OFFER} .btn-secondary").click()
    expect(editor.locator(OFFER)).to_have_count(0)
    open_form(editor, section_url + ADD)
    expect(editor.locator(OFFER)).to_have_count(0)


@pytest.mark.long
def test_next_user_of_the_machine_sees_nothing(
    editor, browser_context, log_in, section_url
):
    open_form(editor, section_url + ADD)
    write(editor)
    browser_context.clear_cookies()
    log_in(editor, "dong-nghiep", PASSWORD)
    open_form(editor, section_url + ADD)
    expect(editor.locator(OFFER)).to_have_count(0)
    assert "bien-tap" not in "".join(drafts(editor))


@pytest.mark.long
def test_edit_form_has_a_draft_of_its_own(editor, section_url):
    open_form(editor, f"{section_url}/luat/edit")
    editor.fill(TITLE, TYPED)
    editor.wait_for_function("document.querySelector('.pbgdpl-draft-kept')")
    open_form(editor, section_url + ADD)
    expect(editor.locator(OFFER)).to_have_count(0)
    open_form(editor, f"{section_url}/luat/edit")
    restore(editor)
    assert editor.input_value(TITLE) == TYPED
    with editor.expect_navigation():
        editor.click("#form-buttons-save")
    assert editor.locator("h1").first.inner_text() == TYPED
    open_form(editor, f"{section_url}/luat/edit")
    assert drafts(editor) == []


@pytest.mark.long
def test_old_drafts_go_and_files_are_not_kept(editor, section_url):
    open_form(editor, section_url + "/++add++LegalNews")
    old = json.dumps({"time": 0, "fields": [["a", "b"]]})
    editor.evaluate("old => localStorage.setItem('pbgdpl-draft:x:y.z', old)", old)
    editor.set_input_files(
        "input[type=file]",
        {"name": "bi-mat.png", "mimeType": "image/png", "buffer": b"\x89PNG"},
    )
    editor.fill(TITLE, TYPED)
    editor.wait_for_function("document.querySelector('.pbgdpl-draft-kept')")
    stored = editor.evaluate("JSON.stringify(localStorage)")
    assert "bi-mat" not in stored and "_authenticator" not in stored
    open_form(editor, section_url + "/++add++LegalNews")
    assert "pbgdpl-draft:x:y.z" not in drafts(editor)


@pytest.mark.parametrize("path", ["/ngoai/edit", "/phap-luat"])
def test_nothing_is_loaded_elsewhere(editor, portal_with_text, path):
    editor.goto(portal_with_text.absolute_url() + path)
    assert "drafts.js" not in editor.content()


@pytest.mark.long
def test_known_document_fills_the_row(editor, section_url, portal_with_text):
    text = portal_with_text["phap-luat"]["luat"]
    text.legal_documents = [
        {
            "document_type": "luat",
            "number": "31/2024/QH15",
            "issuer": "Quốc hội",
            "summary": "Luật Đất đai",
        }
    ]
    text.reindexObject()
    transaction.commit()
    open_form(editor, section_url + ADD)
    number = "[name='form.widgets.ILegalDocuments.legal_documents.AA.widgets.number']"
    unfolded(editor.locator(number)).press_sequentially("31/2024")
    known = editor.locator(".pbgdpl-known")
    expect(known).to_contain_text("Luật Đất đai")
    assert known.locator("a").get_attribute("href") == f"{section_url}/luat"
    known.locator("button").click()
    expect(known).to_have_count(0)
    cell = (
        "[name^='form.widgets.ILegalDocuments.legal_documents.'][name$='.widgets.{}']"
    )
    assert editor.locator(cell.format("issuer")).first.input_value() == "Quốc hội"
    kind = "[name$='.widgets.document_type:list']"
    assert editor.locator(kind).first.input_value() == "luat"


@pytest.mark.long
def test_comment_of_a_transition(editor, section_url, portal_with_text):
    """A form that acts on what is sent is filled in place, never sent."""
    comment = "Đề nghị bổ sung căn cứ pháp lý"
    url = f"{section_url}/luat/@@pbgdpl-transition?workflow_action=submit"
    field = "#content form textarea"
    editor.goto(url)
    editor.wait_for_selector(READY)
    editor.fill(field, comment)
    editor.wait_for_function("document.querySelector('.pbgdpl-draft-kept')")
    editor.goto(section_url)
    editor.goto(url)
    editor.locator(f"{OFFER} .btn-primary").click()
    assert editor.input_value(field) == comment
    transaction.begin()
    assert api.content.get_state(portal_with_text["phap-luat"]["luat"]) == "draft"
    with editor.expect_navigation():
        editor.locator("#content form [type=submit]").first.click()
    transaction.begin()
    assert api.content.get_state(portal_with_text["phap-luat"]["luat"]) != "draft"
    open_form(editor, section_url + ADD)
    assert drafts(editor) == []


FILL = """() => {
  for (let size = 1 << 20; size; size >>= 1) {
    try {
      for (let number = 0; ; number += 1) {
        localStorage.setItem(`full-${size}-${number}`, "x".repeat(size));
      }
    } catch {}
  }
}"""


@pytest.mark.long
def test_full_storage_costs_no_one_elses_draft(editor, section_url):
    """One's own older drafts make room; without any, the page says that nothing is kept."""
    open_form(editor, section_url + ADD)
    user = editor.get_attribute("script[data-user]", "data-user")
    theirs, mine = "pbgdpl-draft:x:y.z", f"pbgdpl-draft:{user}:older.z"
    draft = "JSON.stringify({time: Date.now(), fields: [['a', 'b'.repeat(40000)]]})"
    editor.evaluate(f"localStorage.setItem('{theirs}', {draft})")
    editor.evaluate(FILL)
    lost = editor.locator(".pbgdpl-draft-lost")
    expect(lost).to_have_count(0)
    editor.fill(TITLE, TYPED)
    expect(lost).to_be_visible()
    assert drafts(editor) == [theirs]
    editor.evaluate("localStorage.removeItem('full-1048576-0')")
    editor.evaluate(f"localStorage.setItem('{mine}', {draft})")
    editor.evaluate(FILL)
    editor.fill(TITLE, f"{TYPED} 2")
    editor.wait_for_function("document.querySelector('.pbgdpl-draft-kept')")
    expect(lost).to_have_count(0)
    kept = drafts(editor)
    assert theirs in kept and mine not in kept and len(kept) == 2
