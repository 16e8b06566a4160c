"""What people do on the way of a text, said once for all journeys."""

from base64 import b64encode
from pathlib import Path
from playwright.sync_api import expect
from playwright.sync_api import Page

TITLE = "#form-widgets-IDublinCore-title"
EDITOR_FRAME = ".tox-edit-area iframe"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def attach(page: Page, path: Path) -> None:
    """Upload a file from within the form, as an attached file of the text."""
    field = "#formfield-form-widgets-IAttachments-attachments"
    page.locator(f"{field} a.btn, {field} button.btn").last.click()
    browser = page.locator(".content-browser-wrapper")
    browser.locator("button.upload").click()
    browser.locator("button.browse").wait_for()
    page.set_input_files("input.dz-hidden-input", str(path))
    browser.locator("button.upload-all").click()
    expect(page.locator(field)).to_contain_text(path.name)


def insert_image(page: Page, folder: str, path: Path) -> str:
    """Upload an image and insert it into the body the way TinyMCE's dialog does.

    The dialog itself belongs to core; what it leaves in the text, a `resolveuid` address,
    is what our chain must follow.
    """
    answer = page.evaluate(
        """async ([folder, name, data]) => {
            const body = new FormData();
            const bytes = Uint8Array.from(atob(data), char => char.charCodeAt(0));
            body.append('file', new File([bytes], name, {type: 'image/png'}));
            const token = document.querySelector('[name=_authenticator]').value;
            const answer = await fetch(folder + '/@@fileUpload?_authenticator=' + token, {method: 'POST', body});
            return await answer.json();
        }""",
        [folder, path.name, _base64(path)],
    )
    page.evaluate(
        "uid => tinymce.activeEditor.insertContent("
        '`<p><img alt="Ảnh minh họa" src="resolveuid/${uid}"/></p>`)',
        answer["UID"],
    )
    return answer["url"]


def _base64(path: Path) -> str:
    return b64encode(path.read_bytes()).decode()


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
