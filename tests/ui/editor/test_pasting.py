"""Real clipboards and drops in the editor: nothing of a program is left, pictures become files."""

from io import BytesIO
from lxml.etree import tostring
from lxml.html import fragment_fromstring
from pathlib import Path
from PIL import Image
from playwright.sync_api import expect
from playwright.sync_api import Page
from sample_values import PNG
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.markup.authored import clean
from unit_with_writer import PASSWORD

import base64
import pytest
import re
import transaction

CLIPBOARDS = Path(__file__).parents[2] / "clipboards"
TITLE = "#form-widgets-IDublinCore-title"
READY = "form[data-pbgdpl-draft=ready]"
BODY = ".tox-edit-area iframe"
BOX = ".pbgdpl-pasting"
COPY = """data => {
    const write = event => {
        for (const [type, value] of Object.entries(data)) event.clipboardData.setData(type, value);
        event.preventDefault();
    };
    document.addEventListener('copy', write, {once: true, capture: true});
    document.execCommand('copy');
}"""
COPY_PICTURE = """async data => {
    const blob = await (await fetch(data)).blob();
    await navigator.clipboard.write([new ClipboardItem({[blob.type]: blob})]);
}"""
PASTE = """(body, data) => {
    const given = new DataTransfer();
    for (const [type, value] of Object.entries(data)) given.setData(type, value);
    const event = {clipboardData: given, bubbles: true, cancelable: true};
    body.dispatchEvent(new ClipboardEvent('paste', event));
}"""
"""A browser hands a page what another program wrote as RTF, but lets no page write it."""
DROP = """(body, files) => {
    const data = new DataTransfer();
    for (const [name, type, content] of files) {
        const bytes = Uint8Array.from(atob(content), sign => sign.charCodeAt(0));
        data.items.add(new File([bytes], name, {type}));
    }
    const at = {bubbles: true, cancelable: true, dataTransfer: data, clientX: 5, clientY: 5};
    body.dispatchEvent(new DragEvent('dragover', at));
    body.dispatchEvent(new DragEvent('drop', at));
}"""


@pytest.fixture
def form(unit, page: Page, browser_context, log_in) -> Page:
    page.set_default_timeout(30_000)
    browser_context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.set_viewport_size({"width": 1366, "height": 768})
    page.on("dialog", lambda dialog: dialog.accept())
    log_in(page, "writer", PASSWORD)
    page.goto(f"{unit.absolute_url()}/++add++LegalNews")
    page.wait_for_selector(READY)
    page.wait_for_function("window.tinymce && tinymce.activeEditor?.initialized")
    page.fill(TITLE, "Bài dán")
    return page


def clip(name):
    return (CLIPBOARDS / f"{name}.html").read_text("utf-8")


def copy(page, html, **more):
    page.evaluate(COPY, {"text/html": html, "text/plain": "chữ", **more})


def paste(page):
    page.frame_locator(BODY).locator("body").click()
    page.keyboard.press("Control+V")


def content(page):
    return page.evaluate("tinymce.activeEditor.getContent()")


def wait_for_content(page, words):
    page.wait_for_function(
        "words => tinymce.activeEditor.getContent().includes(words)", arg=words
    )


def save(page):
    with page.expect_navigation():
        page.click("#form-buttons-save")
    transaction.begin()


def of_type(place, portal_type):
    return [one for one in place.objectValues() if one.portal_type == portal_type]


def spelt(html):
    """Return HTML without space beside tags and with attributes in one order."""
    whole = tostring(fragment_fromstring(html, create_parent="div"), method="c14n")
    inner = whole.decode().removeprefix("<div>").removesuffix("</div>")
    return re.sub(r"\s+(?=<)|(?<=>)\s+", "", inner)


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("word", "Ghi thửa đất"),
        ("google-docs", "nghĩa vụ"),
        ("libreoffice-writer", "Mười ngày"),
        ("excel", "Chiềng Mai"),
        ("zalo-web", "nhà văn hóa"),
    ],
)
def test_a_paste_is_clean_in_the_editor_and_stored_as_it_stood_there(
    form, unit, name, words
):
    copy(form, clip(name))
    paste(form)
    wait_for_content(form, words)
    shown = content(form)
    assert spelt(clean(clip(name)).html) in spelt(shown)
    assert not re.search("mso|style=|file:|<span|<font", shown, re.IGNORECASE)
    save(form)
    (item,) = of_type(unit, "LegalNews")
    assert spelt(item.text.raw) == spelt(shown)


@pytest.mark.long
def test_what_could_not_be_taken_is_listed_before_anything_is_saved(form):
    copy(form, clip("word"))
    paste(form)
    box = form.locator(BOX)
    expect(box).to_contain_text("tracked changes, which are now taken as accepted: 2")
    expect(box).to_contain_text("pasted pictures that were not uploaded: 1")
    expect(box.locator("li")).to_have_count(3)


@pytest.mark.long
def test_plain_text_and_what_the_editor_itself_copies_are_left_to_it(form):
    form.evaluate(COPY, {"text/plain": "chỉ là chữ"})
    paste(form)
    wait_for_content(form, "<p>chỉ là chữ</p>")
    body = form.frame_locator(BODY).locator("body")
    body.press("Control+A")
    body.press("Control+C")
    body.press("End")
    asked = []
    form.on("request", lambda request: asked.append(request.url))
    body.press("Control+V")
    form.wait_for_function(
        "tinymce.activeEditor.getContent().split('chỉ là chữ').length === 3"
    )
    assert not [url for url in asked if "pbgdpl-clean" in url]


@pytest.mark.long
def test_a_screen_shot_becomes_a_hidden_file_and_its_words_are_asked(form, unit):
    form.frame_locator(BODY).locator("body").click()
    form.evaluate(
        COPY_PICTURE, f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    )
    paste(form)
    dialogue = form.locator(".tox-dialog")
    dialogue.locator("input").fill("Bà con nghe tuyên truyền")
    dialogue.get_by_role("button", name="Done").click()
    dialogue.wait_for(state="detached")
    save(form)
    (image,) = of_type(unit, "Image")
    (item,) = of_type(unit, "LegalNews")
    assert state_of(image) == "hidden"
    assert f"resolveuid/{image.UID()}/@@images/image/large" in item.text.raw
    assert 'alt="Bà con nghe tuyên truyền"' in item.text.raw
    shown = form.locator("#content img[alt='Bà con nghe tuyên truyền']")
    form.wait_for_function("one => one.naturalWidth > 0", arg=shown.element_handle())


def dropped(page, *files):
    body = page.frame_locator(BODY).locator("body")
    encoded = [
        (name, kind, base64.b64encode(data).decode()) for name, kind, data in files
    ]
    body.evaluate(DROP, encoded)


@pytest.mark.long
def test_several_pictures_are_dropped_at_once_and_none_blocks_another(form, unit):
    dropped(
        form,
        ("a.png", "image/png", PNG),
        ("anh.heic", "image/heic", b"\0\0\0\x18ftypheic"),
        ("ve.svg", "image/svg+xml", b"<svg/>"),
        ("b.png", "image/png", PNG),
    )
    dialogue = form.locator(".tox-dialog")
    expect(dialogue.locator("input")).to_have_count(2)
    dialogue.get_by_role("button", name="Later").click()
    assert content(form).count("<img") == 2
    expect(form.locator(BOX)).to_contain_text("anh.heic is a photo in Apple's format")
    expect(form.locator(BOX)).to_contain_text(
        "ve.svg is of a kind that browsers don't show"
    )
    transaction.begin()
    assert len(of_type(unit, "Image")) == 2


@pytest.mark.long
def test_pictures_of_word_come_from_the_other_form_of_the_clipboard(form, unit):
    rtf = (
        r"{\rtf1 {\*\shppict{\pict{\*\picprop\shplid1025{\sp{\sn a}{\sv 1}}}\picscalex99"
        r"\pngblip\bliptag123{\*\blipuid 00ff00ff} " + PNG.hex() + "}}"
        r"{\nonshppict{\pict\wmetafile8\bliptag123 0102}}}"
    )
    body = form.frame_locator(BODY).locator("body")
    body.evaluate(PASTE, {"text/html": clip("word"), "text/rtf": rtf})
    wait_for_content(form, "<img")
    form.locator(".tox-dialog").get_by_role("button", name="Later").click()
    transaction.begin()
    (image,) = of_type(unit, "Image")
    assert image.image.data == PNG
    assert f'data-val="{image.UID()}"' in content(form)


@pytest.mark.long
def test_data_in_the_markup_is_uploaded(form, unit):
    data = base64.b64encode(PNG).decode()
    copy(
        form,
        f'<p>Trước</p><p><img src="data:image/png;base64,{data}" alt="Có lời"></p>',
    )
    paste(form)
    wait_for_content(form, "<img")
    assert "data:image" not in content(form) and 'alt="Có lời"' in content(form)
    assert not form.locator(".tox-dialog").count()
    transaction.begin()
    assert len(of_type(unit, "Image")) == 1


@pytest.mark.long
def test_without_the_server_the_paste_stays_and_is_cleaned_when_saved(
    form, unit, browser_context
):
    copy(form, clip("word"))
    browser_context.set_offline(True)
    paste(form)
    expect(form.locator(BOX)).to_contain_text("not cleaned yet")
    assert "Ghi thửa đất" in content(form)
    browser_context.set_offline(False)
    save(form)
    (item,) = of_type(unit, "LegalNews")
    assert "<ul><li>Chuẩn bị hồ sơ<ul><li>Đơn đăng ký</li></ul></li>" in item.text.raw
    assert not re.search("mso|style=|file:", item.text.raw, re.IGNORECASE)


@pytest.mark.long
def test_a_form_sent_while_a_paste_is_cleaned_waits_for_it(form, unit):
    held = []
    form.route("**/@@pbgdpl-clean", lambda route: held.append(route))
    copy(form, clip("word"))
    with form.expect_request("**/@@pbgdpl-clean"):
        paste(form)
    form.click("#form-buttons-save")
    assert "++add++" in form.url
    with form.expect_navigation():
        held[0].continue_()
    transaction.begin()
    (item,) = of_type(unit, "LegalNews")
    assert "Ghi thửa đất" in item.text.raw


@pytest.mark.long
def test_a_text_longer_than_the_server_takes_is_not_sent_and_kept(form, unit):
    form.evaluate(
        "tinymce.activeEditor.setContent('<p>' + 'chữ có dấu '.repeat(120000) + '</p>')"
    )
    form.evaluate("tinymce.activeEditor.setDirty(true)")
    form.click("#form-buttons-save")
    message = form.locator(".pbgdpl-too-long")
    expect(message).to_contain_text("the server takes 1.0 MB at a time")
    expect(message).to_contain_text("form-memory-limit")
    assert "++add++" in form.url
    form.wait_for_function(
        "Object.values(localStorage).some(value => value.length > 1000000)"
    )
    form.evaluate("tinymce.activeEditor.setContent('<p>ngắn</p>')")
    save(form)
    assert of_type(unit, "LegalNews")[0].text.raw == "<p>ngắn</p>"


@pytest.mark.long
def test_files_are_chosen_and_dropped_beside_the_field_several_at_once(
    form, unit, tmp_path
):
    field = form.locator("#formfield-form-widgets-IAttachments-attachments")
    box = field.locator(".pbgdpl-dropzone").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 1366
    paths = []
    for name in ("mot.pdf", "hai.pdf"):
        paths.append(tmp_path / name)
        paths[-1].write_bytes(b"%PDF-1.4\n%%EOF\n")
    field.locator("input[type=file]").set_input_files(paths)
    expect(field.locator(".content-browser-selected-items")).to_contain_text("mot.pdf")
    expect(field.locator(".content-browser-selected-items")).to_contain_text("hai.pdf")
    empty = tmp_path / "rong.pdf"
    empty.write_bytes(b"")
    field.locator("input[type=file]").set_input_files([empty])
    expect(field.locator(BOX)).to_contain_text("rong.pdf")
    save(form)
    (item,) = of_type(unit, "LegalNews")
    assert sorted(one.to_object.file.filename for one in item.attachments) == [
        "hai.pdf",
        "mot.pdf",
    ]


@pytest.mark.long
def test_what_several_pastes_lost_is_listed_until_it_is_closed(form):
    box = form.locator(BOX)
    for number in (1, 2):
        copy(form, f'<p>Đoạn {number} <img src="file:///C:/anh{number}.png"></p>')
        paste(form)
        wait_for_content(form, f"Đoạn {number}")
        expect(box.locator("li")).to_have_count(number)
    expect(box.get_by_role("button", name="Close")).to_have_count(1)
    box.get_by_role("button", name="Close").click()
    expect(box.locator(".alert")).to_have_count(0)


@pytest.mark.long
def test_a_large_lead_picture_is_made_smaller_and_one_of_apple_refused(
    form, unit, tmp_path
):
    large, apple = tmp_path / "hoi-nghi.png", tmp_path / "IMG_1.HEIC"
    Image.effect_noise((3200, 2400), 120).convert("RGB").save(
        large, "PNG", compress_level=0
    )
    apple.write_bytes(b"\x00\x00\x00\x18ftypheic")
    field = form.locator("#formfield-form-widgets-ILeadImageBehavior-image")
    chooser = field.locator("input[type=file]")
    expect(field).not_to_contain_text("image/*")
    chooser.set_input_files([apple])
    expect(field.locator(BOX)).to_contain_text("IMG_1.HEIC")
    assert chooser.evaluate("input => input.files.length") == 0
    chooser.set_input_files([large])
    expect(field.locator(BOX)).to_contain_text("hoi-nghi.png had 22.0 MB")
    expect(field.locator(BOX)).not_to_contain_text("IMG_1.HEIC")
    save(form)
    (item,) = of_type(unit, "LegalNews")
    assert max(item.image.getImageSize()) == 2560
    assert item.image.filename == "hoi-nghi.jpg"


@pytest.mark.long
def test_a_camera_picture_is_made_smaller_before_it_is_sent(form, unit, tmp_path):
    large = tmp_path / "may-anh.png"
    Image.effect_noise((4200, 3300), 120).convert("RGB").save(
        large, "PNG", compress_level=0
    )
    assert large.stat().st_size > 40 * 1000 * 1000
    field = form.locator("#formfield-form-widgets-IAttachments-attachments")
    field.locator("input[type=file]").set_input_files([large])
    expect(field.locator(".content-browser-selected-items")).to_contain_text("may-anh")
    transaction.begin()
    (image,) = of_type(unit, "Image")
    assert max(image.image.getImageSize()) == 2560
    assert image.image.contentType == "image/jpeg"
    stored = Image.open(BytesIO(image.image.data))
    assert stored.size == image.image.getImageSize()
