"""A body made with every button of the editor comes back as it was; what isn't is told."""

from editor_buttons import Presser
from journey_steps import EDITOR_FRAME
from journey_steps import insert_image
from journey_steps import save
from journey_steps import TITLE
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from public_content import empty_cache  # noqa: F401
from public_content import make
from public_content import make_section
from sample_values import PNG
from sonla.pbgdpl.markup.authored import clean
from sonla.pbgdpl.markup.portal import rules_of_portal

import pytest
import transaction

SIZE = {"width": 1800, "height": 1000}


@pytest.fixture
def unit(functional_portal):
    section = make_section(functional_portal)
    made = make(section, "ContributingUnit", "Đơn vị", code="don-vi")
    transaction.commit()
    return made


@pytest.fixture
def form(unit, page, log_in):
    page.set_viewport_size(SIZE)
    page.on("dialog", lambda dialog: dialog.accept())
    log_in(page, SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    page.goto(f"{unit.absolute_url()}/++add++LegalNews")
    page.fill(TITLE, "Bài viết")
    return page


def saved(unit, page):
    save(page)
    transaction.begin()
    return unit.objectValues()[-1].text.raw


def link(presser, kind, **fields):
    """Make a link of a kind in the dialogue behind the button."""
    page = presser.page
    presser.paragraph(f"Liên kết {kind}")
    page.locator("[data-mce-name='plonelink']").click()
    dialogue = page.locator(".modal-dialog")
    dialogue.locator(".modal-footer [name=insert]").wait_for()
    kinds = dialogue.locator("fieldset.linkType").evaluate_all(
        "all => all.map(one => one.dataset.linktype)"
    )
    dialogue.locator(".autotoc-nav a").nth(kinds.index(kind)).click()
    for name, value in fields.items():
        field = dialogue.locator(f"[name={name}]:visible")
        if name == "target":
            field.select_option(value)
        else:
            field.fill(value)
    dialogue.locator(".modal-footer [name=insert]").click()
    dialogue.wait_for(state="detached")


@pytest.mark.long
def test_a_body_made_with_every_button_comes_back_equal(unit, form, tmp_path):
    form.set_default_timeout(20_000)
    presser = Presser(form)
    presser.press_toolbar(0)
    presser.press_menus(0)
    for round_ in (1, 2, 3):
        presser.press_menus(round_, only="Table")
    link(
        presser,
        "external",
        external="https://vbpl.vn/luat",
        title="Luật",
        target="_blank",
    )
    link(presser, "email", email="so@example.vn", subject="Hỏi về đất đai")
    presser.paragraph("Ảnh")
    picture = tmp_path / "anh.png"
    picture.write_bytes(PNG)
    insert_image(form, picture)
    had = presser.content
    assert len(presser.pressed) > 60
    assert clean(had, rules_of_portal()).removed == ()
    assert saved(unit, form).replace("\r\n", "\n") == had
    assert not form.locator(".portalMessage.alert-warning").count()


def test_what_the_editor_sent_and_may_not_stay_is_told(unit, form):
    Presser(form)
    form.evaluate(
        """() => tinymce.activeEditor.setContent(
            '<p>Bà con nghe <img src="https://evil.example/x.png" alt="ngoài"></p>'
            + '<p><iframe src="https://evil.example/y"></iframe></p>')"""
    )
    body = form.frame_locator(EDITOR_FRAME).locator("body")
    assert body.locator("img").count() == 1
    assert saved(unit, form).count("<img") == 0
    warning = form.locator("#global_statusmessage .alert-warning").inner_text()
    assert "embedded frames: 1 (evil.example)" in warning
    assert "pictures from elsewhere: 1 (evil.example)" in warning


@pytest.mark.long
def test_a_picture_that_can_not_be_kept_is_refused_and_the_text_stays(unit, form):
    Presser(form)
    form.evaluate(
        """() => tinymce.activeEditor.setContent(
            '<p>Bà con nghe <img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></p>')"""
    )
    save(form)
    form.get_by_text("could not be kept: a picture that can't be read").first.wait_for()
    form.wait_for_function("window.tinymce && tinymce.activeEditor?.initialized")
    assert "Bà con nghe" in form.evaluate("tinymce.activeEditor.getContent()")
    transaction.begin()
    assert not unit.objectIds()
