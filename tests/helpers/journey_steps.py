"""What people do on the way of a text, said once for all journeys."""

from pathlib import Path
from playwright.sync_api import expect
from playwright.sync_api import Locator
from playwright.sync_api import Page

TITLE = "#form-widgets-IDublinCore-title"
EDITOR_FRAME = ".tox-edit-area iframe"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

UNFOLD = """field => {
    for (let one = field.closest('details'); one; one = one.parentElement.closest('details')) {
        one.open = true;
    }
}"""


def attach(page: Page, path: Path) -> None:
    """Upload a file from within the form, as an attached file of the text."""
    field = unfolded(page.locator("#formfield-form-widgets-IAttachments-attachments"))
    upload(open_content_browser(field), path)
    expect(field).to_contain_text(path.name)


def unfolded(field: Locator) -> Locator:
    """Return the first of some fields, with all open in which it is folded."""
    field.first.evaluate(UNFOLD)
    return field.first


def insert_image(page: Page, path: Path) -> str:
    """Upload an image from within the editor's dialogue and insert it into the body.

    Its button may stand behind the toolbar's three dots, hence is not clicked but told
    to do what it does. Gives the address of the image.
    """
    dialogue = open_image_dialogue(page)
    with page.expect_response(lambda answer: "@@fileUpload" in answer.url) as uploaded:
        upload(open_content_browser(dialogue), path)
    expect(dialogue).to_contain_text(path.name)
    dialogue.locator("[name=alt]").fill("Ảnh minh họa")
    dialogue.locator(".modal-footer [name=insert]").click()
    image = page.frame_locator(EDITOR_FRAME).locator("img")
    expect(image).to_have_attribute("alt", "Ảnh minh họa")
    return uploaded.value.json()["url"]


def open_image_dialogue(page: Page) -> Locator:
    """Open the editor's dialogue for images."""
    page.evaluate(
        "tinymce.activeEditor.ui.registry.getAll().buttons.ploneimage.onAction()"
    )
    dialogue = page.locator(".modal-dialog")
    dialogue.locator("[name=alt]").wait_for()
    return dialogue


def open_content_browser(place: Locator) -> Locator:
    """Open the dialogue that chooses content from a field, or from another dialogue."""
    place.locator(".content-browser-selected-items-wrapper .btn-primary").click()
    browser = place.page.locator("nav.content-browser")
    browser.wait_for()
    return browser


def open_upload(browser: Locator) -> None:
    """Go on to the part of the dialogue that uploads."""
    browser.locator("button.upload").click()
    browser.locator("button.browse").wait_for()


def upload(browser: Locator, path: Path) -> None:
    """Upload a file in the dialogue, which takes it as chosen."""
    open_upload(browser)
    browser.page.set_input_files("input.dz-hidden-input", str(path))
    browser.locator("button.upload-all").click()


def save(page: Page) -> None:
    """Save the form and wait for the page of the text."""
    with page.expect_navigation():
        page.click("#form-buttons-save")


def step(page: Page, transition: str, comment: str = "") -> None:
    """Take a step of the chain through the toolbar's menu; comment if the form asks."""
    page.locator("#plone-contentmenu-workflow > a").first.click()
    with page.expect_navigation():
        page.locator(f"#workflow-transition-{transition}").click()
    form = page.locator("form#pbgdpl-transition")
    if form.count():
        page.fill("#pbgdpl-comment", comment)
        with page.expect_navigation():
            form.locator("button.btn-primary").click()


def offered_steps(page: Page) -> set[str]:
    """Open the menu and list the steps that it offers to the person."""
    page.locator("#plone-contentmenu-workflow > a").first.click()
    links = page.locator("[id^=workflow-transition-]")
    names = links.evaluate_all("links => links.map(link => link.id)")
    return {name.removeprefix("workflow-transition-") for name in names}
