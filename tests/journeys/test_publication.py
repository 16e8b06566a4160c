"""A unit's text goes through the chain and stands on the homepage, in a real browser."""

from browser_fixtures import PHONE
from journey_pages import fill_section
from journey_steps import attach
from journey_steps import EDITOR_FRAME
from journey_steps import insert_image
from journey_steps import offered_steps
from journey_steps import PDF
from journey_steps import save
from journey_steps import step
from journey_steps import TITLE
from made_once import made_once
from page_checks import overflow
from playwright.sync_api import expect
from sample_values import PNG
from sonla.pbgdpl.homepage import HOMEPAGE_MANAGER
from vietnamese_portal import ADMINISTRATOR
from vietnamese_portal import APPROVER
from vietnamese_portal import CONTRIBUTOR
from vietnamese_portal import EDITOR
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT

import pytest
import transaction

HEADING = "Giới thiệu Luật Ủy ban thường vụ mẫu"
BODY = "Người dân cần biết quyền và nghĩa vụ của mình."


def write_text(page, site, tmp_path, title=HEADING):
    """Write an introduction with an image in its body and a PDF attached."""
    unit = f"{site.absolute_url()}/{SECTION}/{UNIT}"
    page.goto(f"{unit}/++add++LegalIntroduction")
    page.wait_for_selector(EDITOR_FRAME)
    page.fill(TITLE, title)
    page.select_option("#form-widgets-kind", "de-cuong")
    page.frame_locator(EDITOR_FRAME).locator("body").fill(BODY)
    (tmp_path / "anh.png").write_bytes(PNG)
    (tmp_path / "to-gap.pdf").write_bytes(PDF)
    image = insert_image(page, tmp_path / "anh.png")
    attach(page, tmp_path / "to-gap.pdf")
    save(page)
    return page.url.removesuffix("/view"), image, f"{unit}/to-gap.pdf"


def status(page, url):
    return page.request.get(url, max_redirects=0).status


def test_from_the_unit_to_the_homepage(site, as_person, tmp_path):
    author = as_person(CONTRIBUTOR)
    text, image, pdf = write_text(author, site, tmp_path)
    citizen = as_person(viewport=PHONE)
    for url in (text, image, f"{pdf}/@@download/file"):
        assert status(citizen, url) in (302, 401), url
    step(author, "submit")
    assert "approve" not in offered_steps(author)

    editor = as_person(EDITOR)
    editor.goto(text)
    step(editor, "forward")

    approver = as_person(APPROVER)
    approver.goto(text)
    step(approver, "approve")
    for url in (text, image, f"{pdf}/@@download/file"):
        assert status(citizen, url) == 200, url

    citizen.goto(site.absolute_url())
    slot = citizen.locator("#pbgdpl-homepage-centre")
    slot.get_by_text(HEADING).first.click()
    expect(citizen.locator("h1")).to_have_text(HEADING)
    expect(citizen.locator("#content")).to_contain_text(BODY)
    assert overflow(citizen) <= 0

    citizen.goto(
        f"{site.absolute_url()}/@@pbgdpl-search?SearchableText=uy+ban+thuong+vu"
    )
    expect(citizen.locator("#content")).to_contain_text(HEADING)


@pytest.mark.long
def test_author_with_every_role_but_four_eyes(site, as_person, tmp_path):
    author = as_person(CONTRIBUTOR)
    text, _image, _pdf = write_text(author, site, tmp_path)
    with_roles(site, CONTRIBUTOR)
    author.goto(text)
    step(author, "submit")
    step(author, "forward")
    assert "approve" not in offered_steps(author)


def with_roles(site, name):
    """Set every local role of the chain on the section for a person."""
    transaction.begin()
    site[SECTION].manage_setLocalRoles(
        name, ["PBGDPL Contributor", "PBGDPL Editor", "PBGDPL Approver"]
    )
    site[SECTION].reindexObjectSecurity()
    transaction.commit()


@pytest.mark.long
def test_returning_asks_for_a_comment(site, as_person, tmp_path):
    author = as_person(CONTRIBUTOR)
    text, _image, _pdf = write_text(author, site, tmp_path)
    step(author, "submit")
    editor = as_person(EDITOR)
    editor.goto(text)
    editor.locator("#plone-contentmenu-workflow > a").first.click()
    with editor.expect_navigation():
        editor.locator("#workflow-transition-return_to_author").click()
    comment = editor.locator("#pbgdpl-comment")
    assert comment.get_attribute("required") is not None
    comment.fill("Đề nghị bổ sung ngày có hiệu lực.")
    with editor.expect_navigation():
        editor.locator("#pbgdpl-transition button.btn-primary").click()
    author.goto(f"{site.absolute_url()}/@@pbgdpl-review?tab=mine")
    expect(author.locator("#content")).to_contain_text(HEADING)


@pytest.mark.long
def test_published_text_is_revised_as_a_working_copy(site, as_person, tmp_path):
    author = as_person(CONTRIBUTOR)
    text, _image, _pdf = write_text(author, site, tmp_path)
    step(author, "submit")
    editor, approver = as_person(EDITOR), as_person(APPROVER)
    editor.goto(text)
    step(editor, "forward")
    approver.goto(text)
    step(approver, "approve")

    editor.goto(f"{text}/@@pbgdpl-revise")
    if editor.locator("#content form button.btn-primary").count():
        with editor.expect_navigation():
            editor.locator("#content form button.btn-primary").first.click()
    copy = editor.url.removesuffix("/edit").removesuffix("/view")
    assert copy != text
    editor.goto(f"{copy}/edit")
    editor.wait_for_selector(EDITOR_FRAME)
    editor.fill(TITLE, "Bản đã sửa đổi")
    save(editor)
    citizen = as_person()
    citizen.goto(text)
    expect(citizen.locator("h1")).to_have_text(HEADING)
    editor.goto(copy)
    step(editor, "submit")
    step(editor, "forward")
    approver.goto(copy)
    step(approver, "approve")
    citizen.goto(text)
    expect(citizen.locator("h1")).to_have_text("Bản đã sửa đổi")


@pytest.mark.long
def test_portlet_is_edited_through_manage_portlets(site, as_person):
    made_once(site, fill_section)
    transaction.commit()
    administrator = as_person(ADMINISTRATOR)
    administrator.goto(site.absolute_url())
    administrator.locator("#plone-contentmenu-portletmanager > a").first.click()
    with administrator.expect_navigation():
        administrator.locator(f"[id='portlet-manager-{HOMEPAGE_MANAGER}']").click()
    administrator.locator(".portletAssignment .card-header a").first.click()
    heading = administrator.locator("[name='form.widgets.heading']")
    heading.fill("Pháp luật cho mọi nhà")
    with administrator.expect_navigation():
        administrator.locator("#form-buttons-apply").click()
    citizen = as_person()
    citizen.goto(site.absolute_url())
    slot = citizen.locator("#pbgdpl-homepage-centre")
    expect(slot).to_contain_text("Pháp luật cho mọi nhà")
