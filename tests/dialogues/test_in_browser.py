"""A dialogue in a real browser: ask, answer, read, close; on a phone and on a desk."""

from browser_fixtures import PHONE
from dialogues import answered
from dialogues import in_hours
from dialogues import make_dialogue
from page_checks import faults
from page_checks import NARROW
from page_checks import overflow
from page_checks import SCREEN
from page_checks import shoot
from page_checks import VIEWS
from plone import api
from questions_content import answer as write_answer
from questions_content import put
from rich_texts import rich
from sonla.pbgdpl.questions.settings import PREFIX
from vietnamese_portal import EDITOR
from vietnamese_portal import furnish
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT

import pytest
import re
import transaction

QUESTION = "Gia đình tôi làm nương ba đời, muốn được giao đất thì làm thế nào?"
TITLE = "Đối thoại về đất đai ở vùng cao"
RESULTS = "<p>Đã trả lời công khai 2 câu hỏi về giao đất.</p>"


@pytest.fixture
def site(functional_portal):
    """Return a Vietnamese portal with a dialogue in each phase."""
    furnish(functional_portal)
    api.portal.set_registry_record(f"{PREFIX}.least_seconds", 0)
    unit = functional_portal[SECTION][UNIT]
    make_dialogue(unit, "open", TITLE, id="dang-mo")
    make_dialogue(unit, "coming", "Đối thoại với thanh niên", id="sap-mo")
    past = make_dialogue(
        unit, "closed", "Đối thoại về hòa giải", id="da-qua", summary=rich(RESULTS)
    )
    answered(past, "Tổ hòa giải có mấy người?")
    transaction.commit()
    return functional_portal


def address(site, name="dang-mo"):
    return f"{site.absolute_url()}/{SECTION}/{UNIT}/{name}"


@pytest.mark.sample(1)
@pytest.mark.parametrize(("viewport", "script"), VIEWS)
def test_find_ask_be_answered_and_read(site, as_person, viewport, script):
    page = as_person(viewport=viewport, java_script_enabled=script)
    hosts = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto(f"{site.absolute_url()}/@@dialogues")
    page.locator(".pbgdpl-list a", has_text=TITLE).click()
    with page.expect_navigation():
        page.locator("a", has_text="Gửi câu hỏi trong cuộc đối thoại này").click()
    page.locator("#ask-question").fill(QUESTION)
    page.locator("#ask-asker_phone").fill("0912 000 222")
    page.locator("#ask-public_name").fill("C. T. M.")
    if script:
        # They come in above what is still to be filled in.
        page.locator("#ask-related a").first.wait_for()
    page.locator("#ask-consent").check()
    with page.expect_navigation():
        page.locator("#pbgdpl-ask [type=submit]").click()
    if not script:
        page.locator("button[name=seen]").click()
    code = page.locator("#pbgdpl-code").inner_text()
    assert re.fullmatch(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){2}", code)
    shoot(page, "dialogue-thanks")
    with page.expect_navigation():
        page.locator("#content a, main a", has_text=TITLE).first.click()
    assert QUESTION not in page.locator("body").inner_text()
    transaction.begin()
    (question,) = site[SECTION][UNIT]["dang-mo"].objectValues()
    put(write_answer(question), "published")
    transaction.commit()
    page.reload()
    shown = page.locator(".pbgdpl-answer").inner_text()
    assert QUESTION in shown and "Nam từ đủ 20 tuổi" in shown
    assert "0912" not in page.content() and code not in page.content()
    assert page.context.cookies() == []
    assert hosts == {site.absolute_url().split("/")[2]}


@pytest.mark.long
@pytest.mark.sample(1)
@pytest.mark.parametrize("viewport", [PHONE, SCREEN], ids=["phone", "screen"])
def test_pages_are_accessible_and_fit(site, as_person, viewport):
    page = as_person(viewport=viewport)
    answered(site[SECTION][UNIT]["dang-mo"], "Một câu hỏi " + "rấtdài" * 30)
    transaction.commit()
    pages = {
        "list": f"{site.absolute_url()}/{SECTION}/@@dialogues",
        "open": address(site),
        "coming": address(site, "sap-mo"),
        "closed": address(site, "da-qua"),
        "ask": f"{address(site)}/@@ask-question",
        "ask-closed": f"{address(site, 'da-qua')}/@@ask-question",
        "section": f"{site.absolute_url()}/{SECTION}",
        "homepage": site.absolute_url(),
    }
    for name, url in pages.items():
        page.set_viewport_size(viewport)
        page.goto(url)
        shoot(page, f"dialogue-{name}")
        assert faults(page) == [], name
        if viewport is PHONE:
            assert overflow(page) <= 0, name
            page.set_viewport_size(NARROW)
            assert overflow(page) <= 0, name
    page.goto(address(site))
    page.emulate_media(media="print")
    shoot(page, "dialogue-print")
    assert not page.locator("a", has_text="Gửi câu hỏi trong").is_visible()
    assert page.locator(".pbgdpl-answer").first.is_visible()


@pytest.mark.long
def test_too_late_what_was_typed_comes_back(site, as_person):
    page = as_person(viewport=PHONE)
    page.goto(f"{address(site)}/@@ask-question")
    page.locator("#ask-question").fill(QUESTION)
    page.locator("#ask-asker_phone").fill("0912 000 222")
    page.locator("#ask-consent").check()
    transaction.begin()
    site[SECTION][UNIT]["dang-mo"].end = in_hours(-1)
    transaction.commit()
    with page.expect_navigation():
        page.locator("#pbgdpl-ask [type=submit]").click()
    problem = page.locator("#ask-problems").inner_text()
    assert "đã kết thúc, không nhận thêm câu hỏi" in problem
    assert page.locator("#ask-question").input_value() == QUESTION
    shoot(page, "dialogue-too-late")
    assert faults(page) == []
    page.locator("#ask-consent").check()
    page.locator("#ask-related a").first.wait_for()
    page.locator("#pbgdpl-ask [type=submit]").click()
    page.locator("#pbgdpl-code").wait_for()
    transaction.begin()
    assert not site[SECTION][UNIT]["dang-mo"].objectIds()


@pytest.mark.long
def test_an_editor_makes_one_with_the_form(site, as_person):
    page = as_person(EDITOR, viewport=SCREEN)
    page.goto(f"{site.absolute_url()}/{SECTION}/{UNIT}/++add++PolicyDialogue")
    form = page.locator("#content form").first
    words = form.inner_text()
    assert "Mở từ" in words and "Mở đến" in words and "Chủ đề" in words
    assert "Sự kiện" not in words
    assert not page.locator("[name*=open_end]:visible, [name*=summary]").count()
    assert "Kết quả" not in words
    shoot(page, "dialogue-add")
    page.locator("[name='form.widgets.IDublinCore.title']").fill("Đối thoại mới")
    with page.expect_navigation():
        page.locator("#form-buttons-save").click()
    transaction.begin()
    (made,) = (
        one
        for one in site[SECTION][UNIT].objectValues("Dexterity Container")
        if one.title == "Đối thoại mới"
    )
    assert api.content.get_state(made) == "draft"
    shoot(page, "dialogue-draft")


@pytest.mark.long
def test_none_is_made_that_closes_before_it_opens(site, as_person):
    page = as_person(EDITOR, viewport=PHONE)
    page.goto(f"{site.absolute_url()}/{SECTION}/{UNIT}/++add++PolicyDialogue")
    page.locator("[name='form.widgets.IDublinCore.title']").fill("Đối thoại mới")
    for name, moment in (("start", "2026-12-10T08:00"), ("end", "2026-12-01T08:00")):
        page.locator(f"[name='form.widgets.IEventBasic.{name}']").fill(moment)
    with page.expect_navigation():
        page.locator("#form-buttons-save").click()
    assert "Ngày kết thúc phải nằm sau ngày bắt đầu" in page.content()
    shoot(page, "dialogue-refused")


@pytest.mark.long
@pytest.mark.sample(1)
@pytest.mark.parametrize("viewport", [PHONE, SCREEN], ids=["phone", "screen"])
def test_the_office_works_from_the_page(site, as_person, viewport):
    dialogue = site[SECTION][UNIT]["dang-mo"]
    put(answered(dialogue, "Câu đang chờ"), "received").reindexObject()
    transaction.commit()
    page = as_person(EDITOR, viewport=viewport)
    page.goto(address(site))
    assert (
        "Câu đang chờ"
        in page.locator("section[aria-labelledby=pbgdpl-office]").inner_text()
    )
    shoot(page, "dialogue-office")
    with page.expect_navigation():
        page.locator("a", has_text="Câu hỏi của cuộc đối thoại này").click()
    assert "Câu đang chờ" in page.locator("#pbgdpl-desk").inner_text()
    shoot(page, "dialogue-desk")
    assert faults(page) == []
    page.goto(address(site, "da-qua"))
    assert faults(page) == []
