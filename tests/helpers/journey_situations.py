"""What people meet on their way that has no address: previews, results, refusals, conflicts.

Each function brings a page into one situation after the other and names each.
"""

from collections.abc import Callable
from collections.abc import Iterator
from journey_pages import LAND_LAW_IDENTITY
from journey_pages import WAITING
from journey_steps import EDITOR_FRAME
from journey_steps import open_content_browser
from journey_steps import open_image_dialogue
from journey_steps import open_upload
from playwright.sync_api import Page
from plone import api
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.states import set_state
from typing import Any
from vietnamese_portal import ADMINISTRATOR
from vietnamese_portal import APPROVER
from vietnamese_portal import CONTRIBUTOR
from vietnamese_portal import EDITOR
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT

import transaction

TITLE = "[name='form.widgets.IDublinCore.title']"
READY = "form[data-pbgdpl-draft=ready]"
PRIMARY = "#content form button.btn-primary"

Situation = Callable[[Page, Any], Iterator[str]]


def press(page: Page, selector: str) -> None:
    """Press a button and wait for the page that answers; browsers check nothing."""
    page.evaluate("for (const form of document.forms) form.noValidate = true")
    with page.expect_navigation():
        page.locator(selector).first.click()


def section_url(site: Any) -> str:
    """Return the address of the section."""
    return f"{site.absolute_url()}/{SECTION}"


def refused_form(page: Page, site: Any) -> Iterator[str]:
    """Save a form without the kind of the text.

    The title is there: a script of core's stops a form without it, and says so in the
    language of the browser.
    """
    page.goto(f"{section_url(site)}/{UNIT}/++add++LegalIntroduction")
    page.wait_for_selector(READY)
    page.fill(TITLE, "Bài chưa có loại")
    press(page, "#form-buttons-save")
    yield "a form with errors"


def offered_draft(page: Page, site: Any) -> Iterator[str]:
    """Leave a form with text in it, and come back."""
    url = f"{section_url(site)}/{UNIT}/++add++LegalNews"
    page.goto(url)
    page.wait_for_selector(READY)
    page.fill(TITLE, "Bài chưa lưu")
    page.wait_for_selector(".pbgdpl-draft-kept")
    page.goto(url)
    page.wait_for_selector(".pbgdpl-draft-offer")
    yield "a form that offers a draft"


def image_dialogues(page: Page, form: str) -> Iterator[str]:
    """Open the editor's dialogues, one from within the other, in a form with a body."""
    page.goto(form)
    page.wait_for_selector(EDITOR_FRAME)
    page.fill(TITLE, "Bài có ảnh")
    dialogue = open_image_dialogue(page)
    yield "the dialogue of an image"
    browser = open_content_browser(dialogue)
    # A panel whose content arrives after the click is drawn anew, its menu closed.
    page.wait_for_load_state("networkidle")
    browser.locator("button.favorites").click()
    browser.locator(".favorites .dropdown-menu.show").wait_for()
    yield "the favourites of the dialogue that chooses content"
    open_upload(browser)
    yield "the dialogue that uploads"


def image_of_text(page: Page, site: Any) -> Iterator[str]:
    """Open the editor's dialogues for a text of ours."""
    yield from image_dialogues(page, f"{section_url(site)}/{UNIT}/++add++LegalNews")


def conflict(page: Page, site: Any) -> Iterator[str]:
    """Save a text that somebody else has changed meanwhile."""
    text = site[SECTION][UNIT]["tin-pending_edit"]
    page.goto(f"{text.absolute_url()}/edit")
    page.wait_for_selector(READY)
    page.fill(TITLE, "Tên của tôi")
    transaction.begin()
    text.title = "Tên của đồng nghiệp"
    transaction.commit()
    press(page, "#form-buttons-save")
    page.wait_for_selector("#pbgdpl-conflict")
    yield "a conflict of two editors"


def working_copy(page: Page, site: Any) -> Iterator[str]:
    """Revise a published text."""
    text = site[SECTION][UNIT]["tin"].absolute_url()
    page.goto(f"{text}/@@pbgdpl-revise")
    press(page, PRIMARY)
    copy = page.url.removesuffix("/edit").removesuffix("/view")
    page.goto(copy)
    yield "a working copy"
    page.goto(f"{copy}/edit")
    yield "the form of a working copy"
    page.goto(text)
    yield "a text that is being revised"


def bulk_results(page: Page, site: Any) -> Iterator[str]:
    """Approve several texts at once, with and without all that is asked for.

    One of them is sent back by somebody else meanwhile.
    """
    unit = site[SECTION][UNIT]
    page.goto(f"{site.absolute_url()}/@@pbgdpl-review?tab=waiting")
    press(page, "[name=step]")
    yield "a step with nothing ticked"
    for name in WAITING:
        page.check(f"#pbgdpl-{unit[name].UID()}")
    page.select_option("#pbgdpl-transition", "return_to_author")
    press(page, "[name=step]")
    yield "returning several texts without a comment"
    transaction.begin()
    workflow = api.portal.get_tool("portal_workflow")[EDITORIAL_WORKFLOW]
    set_state(unit[WAITING[1]], workflow, "draft")
    unit[WAITING[1]].reindexObject()
    transaction.commit()
    page.select_option("#pbgdpl-transition", "approve")
    press(page, "[name=step]")
    page.wait_for_selector("#pbgdpl-outcomes .text-bg-success")
    page.wait_for_selector("#pbgdpl-outcomes .text-bg-danger")
    yield "the results of approving several texts"


def decision(page: Page, site: Any) -> Iterator[str]:
    """Set the validity of a document for all texts, and take it back."""
    section = section_url(site)
    page.goto(f"{section}/@@pbgdpl-document-decision?document={LAND_LAW_IDENTITY}")
    press(page, "[name=preview]")
    yield "a decision that says nothing"
    page.select_option("[name^=validity]", "HHL")
    press(page, "[name=preview]")
    yield "the preview of a decision"
    press(page, "[name=apply]")
    yield "the result of a decision"
    page.goto(f"{section}/@@pbgdpl-documents-journal")
    yield "the journal with an entry"
    press(page, "[name=undo]")
    yield "an entry that was taken back"


def many_units(page: Page, site: Any) -> Iterator[str]:
    """Make units from a table, and people for them."""
    section = section_url(site)
    page.goto(f"{section}/@@pbgdpl-units-make")
    page.fill("[name=table]", "mã,tên\nxa-mau,Xã Mẫu\nMÃ SAI,Xã Sai")
    press(page, "[name=preview]")
    yield "the preview of units"
    press(page, "[name=apply]")
    yield "units that were made"
    page.goto(f"{section}/@@pbgdpl-units-people")
    page.fill("[name=table]", "a@example.vn,Người Mẫu,xa-mau\nsai,Người Sai,khong-co")
    press(page, "[name=preview]")
    yield "the preview of people"


def closed_unit(page: Page, site: Any) -> Iterator[str]:
    """Close a unit."""
    unit = f"{section_url(site)}/{UNIT}"
    page.goto(f"{unit}/@@pbgdpl-unit-close")
    page.fill("[name=closed_on]", "2020-01-01")
    press(page, "[name=close]")
    yield "a unit that was closed"
    page.goto(unit)
    yield "the page of a closed unit"


def refused_list(page: Page, site: Any) -> Iterator[str]:
    """Save a list with one code for two terms."""
    page.goto(f"{site.absolute_url()}/@@pbgdpl-settings?vocabulary=Audiences")
    tokens = page.locator("[name$='.widgets.token']")
    tokens.nth(1).fill(tokens.nth(0).input_value())
    press(page, "#form-buttons-save")
    yield "a list with errors"


SITUATIONS: dict[str, tuple[Situation, ...]] = {
    CONTRIBUTOR: (refused_form, offered_draft, image_of_text),
    EDITOR: (conflict, working_copy, decision),
    APPROVER: (bulk_results,),
    ADMINISTRATOR: (refused_list, many_units, closed_unit),
}
