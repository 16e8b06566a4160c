"""Asking and tracking in a browser: phone and screen, with and without JavaScript."""

from browser_fixtures import PHONE
from journey_steps import unfolded
from page_checks import faults
from page_checks import NARROW
from page_checks import overflow
from page_checks import SCREEN
from page_checks import shoot
from page_checks import small_targets
from page_checks import VIEWS
from playwright.sync_api import expect
from plone import api
from questions_content import answer
from questions_content import ask
from questions_content import BASIS
from questions_content import put
from sonla.pbgdpl.questions.content import state_in_history
from sonla.pbgdpl.questions.settings import PREFIX
from vietnamese_portal import APPROVER
from vietnamese_portal import EDITOR
from vietnamese_portal import furnish
from vietnamese_portal import SECTION

import pytest
import re
import transaction

ZOOMED = {"width": 640, "height": 450}
"""The screen at 200 %."""
FOCUS_IS_SEEN = """() => {
    const shown = getComputedStyle(document.activeElement);
    return shown.boxShadow !== 'none' ||
        (shown.outlineStyle !== 'none' && parseFloat(shown.outlineWidth) > 0);
}"""


@pytest.fixture
def site(functional_portal):
    furnish(functional_portal)
    api.portal.set_registry_record(f"{PREFIX}.least_seconds", 0)
    ask_answered(functional_portal[SECTION])
    transaction.commit()
    return functional_portal


def ask_answered(section):
    """Make a public question with its answer."""
    question = answer(ask(section, "Tuổi kết hôn theo quy định", id="tuoi-ket-hon"))
    put(question, "published")
    question.reindexObject()


@pytest.mark.long
@pytest.mark.sample(1)
@pytest.mark.parametrize(("viewport", "script"), VIEWS)
def test_ask_and_track(site, as_person, viewport, script):
    page = as_person(viewport=viewport, java_script_enabled=script)
    hosts = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto(f"{site.absolute_url()}/@@ask-question")
    shoot(page, "ask")
    page.locator("#ask-question").fill("Con tôi 15 tuổi, khi nào được kết hôn?")
    if script:
        page.locator("#ask-related a").wait_for()
    with page.expect_navigation():
        page.locator("#pbgdpl-ask [type=submit]").click()
    assert page.locator("#ask-problems").count() == 1
    shoot(page, "ask-refused")
    typed = page.locator("#ask-question").input_value()
    assert typed == "Con tôi 15 tuổi, khi nào được kết hôn?"
    page.locator("#ask-asker_phone").fill("0912 000 222")
    page.locator("#ask-public_name").fill("C. T. M.")
    page.locator("#ask-commune").select_option("03646")
    page.locator("#ask-consent").check()
    page.locator("#pbgdpl-ask [type=submit]").click()
    if not script:
        found = page.locator("#content li a").inner_text()
        assert found == "Tuổi kết hôn theo quy định"
        shoot(page, "before-sending")
        page.locator("button[name=seen]").click()
    code = page.locator("#pbgdpl-code").inner_text()
    assert re.fullmatch(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){2}", code)
    shoot(page, "thanks")
    page.goto(f"{site.absolute_url()}/@@question-status")
    shoot(page, "status-form")
    page.locator("#status-code").fill(code.lower())
    page.locator("#status-contact").fill("0912000222")
    with page.expect_navigation():
        page.locator("form.pbgdpl-ask [type=submit]").click()
    assert "đang chờ phân công" in page.locator(".pbgdpl-status").inner_text()
    shoot(page, "status")
    assert page.context.cookies() == []
    assert hosts == {site.absolute_url().split("/")[2]}
    transaction.begin()
    found = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="LegalQuestion", review_state="received"
    )
    assert len(found) == 1


@pytest.mark.sample(1)
@pytest.mark.parametrize("viewport", [PHONE, SCREEN, NARROW, ZOOMED])
def test_pages_are_accessible_and_fit(site, as_person, viewport):
    page = as_person(viewport=viewport)
    for name in ("ask-question", "question-status", "questions?q=ket+hon"):
        page.goto(f"{site.absolute_url()}/{SECTION}/@@{name}")
        assert faults(page) == []
        assert overflow(page) <= 0, name
    page.goto(f"{site.absolute_url()}/{SECTION}/@@ask-question")
    page.locator("#pbgdpl-ask [type=submit]").click()
    page.locator("#ask-problems:focus").wait_for()
    assert faults(page) == []
    page.goto(f"{site.absolute_url()}/{SECTION}/tuoi-ket-hon")
    shoot(page, "question")
    assert faults(page) == []
    assert overflow(page) <= 0


@pytest.mark.long
def test_related_questions_while_typing(site, as_person):
    page = as_person(viewport=SCREEN)
    page.goto(f"{site.absolute_url()}/@@ask-question")
    page.locator("#ask-question").press_sequentially("bao nhieu tuoi duoc ket hon")
    link = page.locator("#ask-related a")
    link.wait_for()
    assert link.inner_text() == "Tuổi kết hôn theo quy định"
    assert link.get_attribute("href").endswith("/tuoi-ket-hon")
    shoot(page, "related")
    page.locator("#ask-question").fill("zzz qqq xxx yyy")
    link.wait_for(state="detached")


def test_numbers_stand_above_the_field_in_which_danger_is_typed(site, as_person):
    """In view on a phone with its keyboard open, and the field stays under the finger."""
    page = as_person(viewport={"width": 360, "height": 420})
    page.goto(f"{site.absolute_url()}/@@ask-question")
    field = page.locator("#ask-question")
    field.evaluate(
        "field => field.scrollIntoView({behavior: 'instant', block: 'center'})"
    )
    field.focus()
    before = field.bounding_box()["y"]
    field.press_sequentially("Chồng tôi đánh tôi và con")
    call = page.locator("#ask-calls a[href='tel:113']")
    call.wait_for()
    shoot(page, "ask-danger", clip={"x": 0, "y": 0, "width": 360, "height": 420})
    assert abs(field.bounding_box()["y"] - before) <= 1
    box = call.bounding_box()
    assert 0 <= box["y"] and box["y"] + box["height"] <= before
    assert overflow(page) <= 0 and faults(page) == []
    assert box["height"] >= 44 and box["width"] >= 44
    page.evaluate("scrollBy({behavior: 'instant', top: 150})")
    assert 0 <= call.bounding_box()["y"] < 210, "it stays while the field is in view"
    field.fill("Thủ tục kết hôn thế nào")
    call.wait_for(state="detached")


@pytest.mark.long
def test_numbers_stand_first_on_returned_form_and_receipt(site, as_person):
    page = as_person(viewport=PHONE, java_script_enabled=False)
    page.goto(f"{site.absolute_url()}/@@ask-question")
    page.locator("#ask-question").fill("Chồng tôi đánh tôi và con, phải làm gì?")
    page.locator("#ask-asker_phone").fill("0912 000 222")
    send = page.locator("#content form [type=submit]").first
    for name in ("ask-danger-returned", "ask-danger-before", "ask-danger-receipt"):
        send.click()
        shoot(page, name)
        call = page.locator("#content a[href='tel:113']").first
        assert call.bounding_box()["y"] < PHONE["height"], name
        assert overflow(page) <= 0
        if name.endswith("returned"):
            page.locator("#ask-consent").check()
    assert page.locator("#pbgdpl-code").count() == 1


def test_the_browser_proves_its_work(site, as_person):
    api.portal.set_registry_record(f"{PREFIX}.proof_of_work", True)
    transaction.commit()
    page = as_person(viewport=PHONE)
    page.goto(f"{site.absolute_url()}/@@ask-question")
    page.locator("#ask-question").fill("Con tôi 15 tuổi, khi nào được kết hôn?")
    page.locator("#ask-asker_phone").fill("0912 000 222")
    page.locator("#ask-consent").check()
    page.locator("#ask-related a").wait_for()
    page.locator("#pbgdpl-ask [type=submit]").click()
    page.locator("#pbgdpl-code").wait_for()
    transaction.begin()
    (brain,) = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="LegalQuestion", review_state="received"
    )
    assert not hasattr(brain._unrestrictedGetObject(), "_pbgdpl_unproved")


def test_by_keyboard_alone(site, as_person):
    page = as_person(viewport=SCREEN)
    page.goto(f"{site.absolute_url()}/@@ask-question")
    page.locator("#ask-question").focus()
    order = []
    for _ in range(9):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.id"))
    # Shown where no mouse is, which depends on the machine
    order = [one for one in order if one not in ("ask-photo", "ask-voice")]
    assert order[:7] == [
        "ask-legal_field",
        "ask-commune",
        "ask-asker_email",
        "ask-asker_phone",
        "ask-public_name",
        "ask-files",
        "ask-consent",
    ]


@pytest.mark.long
def test_from_form_to_state_by_keyboard_alone(site, as_person):
    page = as_person(viewport=SCREEN)

    def tab_to(name):
        """Press Tab until something is reached, and see that it shows where one is."""
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", name):
                assert page.evaluate(FOCUS_IS_SEEN), name
                return
        raise AssertionError(f"{name} is out of reach")

    page.goto(f"{site.absolute_url()}/@@ask-question")
    tab_to("#ask-question")
    page.keyboard.type("Con tôi 15 tuổi, khi nào được kết hôn?")
    page.locator("#ask-related a").wait_for()
    tab_to("#pbgdpl-ask [type=submit]")
    page.keyboard.press("Enter")
    page.locator("#ask-problems").wait_for()
    tab_to("#ask-problems a")
    page.keyboard.press("Enter")
    page.locator("#ask-asker_email:focus").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.type("0912 000 222")
    tab_to("#ask-consent")
    page.keyboard.press("Space")
    tab_to("#pbgdpl-ask [type=submit]")
    page.keyboard.press("Enter")
    code = page.locator("#pbgdpl-code").inner_text()
    tab_to("#content a.pbgdpl-button")
    page.keyboard.press("Enter")
    page.locator("#status-code").wait_for()
    tab_to("#status-code")
    page.keyboard.type(code)
    page.keyboard.press("Tab")
    page.keyboard.type("0912000222")
    page.keyboard.press("Enter")
    assert "đang chờ phân công" in page.locator(".pbgdpl-status").inner_text()


def go(page, transition, comment="", agency=""):
    """Take a step by its form, from the question's page."""
    with page.expect_navigation():
        page.locator(f".pbgdpl-office a[href*='workflow_action={transition}']").click()
    if agency:
        page.locator("#pbgdpl-agency").select_option(agency)
    if comment:
        page.locator("#pbgdpl-comment").fill(comment)
    with page.expect_navigation():
        page.locator("#pbgdpl-transition button[name='form.buttons.go']").click()


def write_answer(page, text):
    """Open the page of the answer and type into its editor."""
    with page.expect_navigation():
        page.get_by_role("link", name="Viết câu trả lời").click()
    body = page.frame_locator("iframe.tox-edit-area__iframe").locator("body")
    body.click()
    page.keyboard.type(text)


COUNT_CLICKS = """() => {
    const seen = Number(sessionStorage.getItem('clicks') || 0);
    addEventListener('click', (event) => {
        if (event.isTrusted && event.detail) {
            const now = Number(sessionStorage.getItem('clicks') || 0);
            sessionStorage.setItem('clicks', now + 1);
        }
    }, true);
}"""


@pytest.mark.long
def test_a_private_reply_takes_seven_clicks(site, as_person):
    """Counted by the browser in page and editor; its list of agencies is none of the page."""
    question = ask(site[SECTION], "Hỏi về đất nương", id="dat-nuong")
    question.reindexObject()
    transaction.commit()
    pages = [as_person(who, viewport=SCREEN) for who in (EDITOR, APPROVER)]
    for page in pages:
        page.add_init_script(f"({COUNT_CLICKS})()")
    editor, approver = pages
    editor.goto(f"{site.absolute_url()}/{SECTION}/@@pbgdpl-questions")
    with editor.expect_navigation():
        editor.locator("#pbgdpl-desk a", has_text="đất nương").click()
    editor.locator("#pbgdpl-agency").select_option("so-tu-phap")
    chosen = 1
    with editor.expect_navigation():
        editor.get_by_role("button", name="Tiếp nhận và giao").click()
    write_answer(editor, "Nộp hồ sơ tại xã.")
    with editor.expect_navigation():
        editor.get_by_role("button", name="Lưu và trình duyệt").click()
    approver.goto(question.absolute_url())
    with approver.expect_navigation():
        approver.get_by_role(
            "button", name="Phê duyệt và chỉ trả lời người hỏi"
        ).click()
    counted = "Number(sessionStorage.getItem('clicks'))"
    clicks = sum(page.evaluate(counted) for page in pages) + chosen
    transaction.begin()
    assert state_in_history(question) == "replied_privately"
    assert clicks <= 7


@pytest.mark.long
def test_help_is_inserted_beside_the_answer(site, as_person):
    """An article by its number, an answer, a passage; what is cited becomes a row."""
    section = site[SECTION]
    question = put(ask(section, "Bao giờ được kết hôn", id="ket-hon"), "assigned")
    question.agency = "so-tu-phap"
    question.reindexObject()
    cited = ask(section, "Tuổi kết hôn", id="tuoi", legal_bases=[BASIS])
    put(answer(cited), "published").reindexObject()
    passage = {"title": "Lời chào", "text": "Trân trọng cảm ơn ông/bà."}
    api.portal.set_registry_record(f"{PREFIX}.answer_passages", [passage])
    transaction.commit()
    page = as_person(EDITOR, viewport=SCREEN)
    page.goto(f"{question.absolute_url()}/@@pbgdpl-answer")
    body = page.frame_locator("iframe.tox-edit-area__iframe").locator("body")
    body.click()
    page.locator("#insert-article").fill("8")
    page.locator("#insert-number").press_sequentially(BASIS["number"][:7])
    page.locator("#insert-documents button").first.click()
    page.get_by_text("Lời chào").click()
    page.locator("button[data-insert*='Trân trọng']").click()
    page.locator("summary", has_text="Tuổi kết hôn Hỏi đáp").click()
    shoot(page, "answer")
    page.locator(f"button[data-insert*='{cited.UID()}']").click()
    assert faults(page, ".pbgdpl-helps") == []
    assert faults(page, ".pbgdpl-question") == []
    page.set_viewport_size(PHONE)
    shoot(page, "answer-phone")
    assert overflow(page) <= 0
    assert small_targets(page, ".pbgdpl-answering") == []
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu", exact=True).click()
    transaction.begin()
    assert "Điều 8 Luật 52/2014/QH13" in question.answer.raw
    assert "Trân trọng cảm ơn ông/bà." in question.answer.raw
    assert f"resolveuid/{cited.UID()}" in question.answer.raw
    assert [row["number"] for row in question.legal_bases] == [BASIS["number"]]


@pytest.mark.long
@pytest.mark.sample(1)
@pytest.mark.parametrize(("viewport", "script"), VIEWS)
def test_from_question_to_answer(site, as_person, viewport, script):
    """A citizen asks, two officers answer, the citizen tracks it and reads the answer."""
    citizen = as_person(viewport=viewport, java_script_enabled=script)
    citizen.goto(f"{site.absolute_url()}/{SECTION}/@@ask-question")
    citizen.locator("#ask-question").fill(
        "Nhà tôi muốn tách thửa đất nương thì làm gì?"
    )
    citizen.locator("#ask-asker_phone").fill("0912 000 333")
    citizen.locator("#ask-consent").check()
    citizen.locator("#pbgdpl-ask [type=submit]").click()
    code = citizen.locator("#pbgdpl-code").inner_text()

    editor = as_person(EDITOR, viewport=viewport)
    editor.goto(f"{site.absolute_url()}/{SECTION}/@@pbgdpl-questions")
    shoot(editor, "desk")
    assert faults(editor) == []
    assert overflow(editor) <= 0
    if viewport == PHONE:
        assert small_targets(editor) == []
    with editor.expect_navigation():
        editor.locator("#pbgdpl-desk a", has_text="Câu hỏi").first.click()
    address = editor.url
    shoot(editor, "office")
    assert faults(editor) == []
    if viewport == PHONE:
        assert small_targets(editor, ".pbgdpl-office") == []
    editor.locator("#pbgdpl-agency").select_option("so-tu-phap")
    with editor.expect_navigation():
        editor.get_by_role("button", name="Tiếp nhận và giao").click()
    write_answer(editor, "Nộp hồ sơ tại xã.")
    with editor.expect_navigation():
        editor.get_by_role("button", name="Lưu và trình duyệt").click()
    assert editor.locator("#pbgdpl-transition").count() == 0

    approver = as_person(APPROVER, viewport=viewport)
    approver.goto(address)
    assert faults(approver) == []
    with approver.expect_navigation():
        approver.get_by_role("button", name="Duyệt và đăng …").click()
    assert "Nhà tôi muốn tách thửa" in approver.locator("#content").inner_text()
    with approver.expect_navigation():
        approver.get_by_role("button", name="Duyệt và đăng").click()

    citizen.goto(f"{site.absolute_url()}/@@question-status")
    citizen.locator("#status-code").fill(code)
    citizen.locator("#status-contact").fill("0912 000 333")
    with citizen.expect_navigation():
        citizen.locator("form.pbgdpl-ask [type=submit]").click()
    with citizen.expect_navigation():
        citizen.locator(".pbgdpl-status a").click()
    assert "Nộp hồ sơ tại xã." in citizen.locator("#content").inner_text()
    assert "0912" not in citizen.content()
    citizen.goto(f"{site.absolute_url()}/@@questions")
    citizen.locator("#pbgdpl-list-q").fill("tach thua")
    citizen.locator("#pbgdpl-list-q").press("Enter")
    citizen.wait_for_url("**q=tach+thua**")
    shoot(citizen, "questions")
    assert (
        citizen.locator(
            ".pbgdpl-list h3 a, .pbgdpl-list h2 a, .pbgdpl-list li a"
        ).count()
        == 1
    )
    if script:
        assert faults(citizen) == []
        assert overflow(citizen) <= 0
    assert citizen.context.cookies() == []


TOLD = "Tôi là Lò Văn Mẫu, số 014000000123. Ông Quàng Văn Mẫu rào lối đi chung thì sao?"


@pytest.mark.long
@pytest.mark.sample(1)
@pytest.mark.parametrize("viewport", [PHONE, SCREEN])
def test_private_words_are_covered_beside_the_answer_and_before_publishing(
    site, as_person, viewport
):
    question = ask(site[SECTION], "Lối đi chung", id="loi-di", question=TOLD)
    put(question, "assigned").agency = "so-tu-phap"
    question.reindexObject()
    transaction.commit()
    editor = as_person(EDITOR, viewport=viewport)
    editor.goto(f"{question.absolute_url()}/@@pbgdpl-answer")
    body = editor.frame_locator("iframe.tox-edit-area__iframe").locator("body")
    body.click()
    editor.keyboard.type("Mời ông Quàng Văn Mẫu đến xã.")
    assert faults(editor, ".pbgdpl-question") == []
    assert overflow(editor) <= 0
    if viewport == PHONE:
        assert small_targets(editor, ".pbgdpl-question") == []
    with editor.expect_navigation():
        editor.locator("button[name='marks.cover'][value$='014000000123']").click()
    expect(body).to_contain_text("Mời ông Quàng Văn Mẫu đến xã.")
    assert faults(editor, ".pbgdpl-question") == []
    with editor.expect_navigation():
        editor.get_by_role("button", name="Lưu và trình duyệt").click()
    approver = as_person(APPROVER, viewport=viewport)
    approver.goto(question.absolute_url())
    with approver.expect_navigation():
        approver.get_by_role("button", name="Duyệt và đăng …").click()
    with approver.expect_navigation():
        approver.get_by_role("button", name="Duyệt và đăng").click()
    assert approver.locator("#publish-held").is_visible()
    # The answer is not folded while it repeats what nobody decided on
    answered = approver.locator("[aria-labelledby=publish-seen] details")
    assert answered.locator("mark").is_visible()
    shoot(approver, "publish-question")
    assert faults(approver) == []
    assert overflow(approver) <= 0
    if viewport == PHONE:
        assert small_targets(approver, ".pbgdpl-publish") == []
    with approver.expect_navigation():
        approver.get_by_role("button", name="Che cả 2").click()
    with approver.expect_navigation():
        approver.get_by_role("button", name="Duyệt và đăng").click()
    transaction.begin()
    assert state_in_history(question) == "published"
    assert question.question == (
        "Tôi là […2], số […1]. Ông […3] rào lối đi chung thì sao?"
    )


@pytest.mark.long
def test_the_answer_is_written_in_plones_form(site, as_person):
    """With a legal basis that is chosen as for other texts."""
    section = site[SECTION]
    question = put(ask(section, "Hỏi về hòa giải", id="hoa-giai"), "assigned")
    question.agency = "so-tu-phap"
    question.reindexObject()
    transaction.commit()
    page = as_person(EDITOR, viewport=SCREEN)
    page.goto(f"{question.absolute_url()}/edit")
    shoot(page, "edit-question")
    assert page.locator("[name='form.widgets.asker_email']").count() == 1
    assert page.locator("form.pat-autotoc nav a.active").inner_text() == "Trả lời"
    assert page.locator("#fieldset-answer").is_visible()
    assert not page.locator("#fieldset-default").is_visible()
    assert page.locator("[name*='form.widgets.legal_bases']").count() > 0
    with page.expect_navigation():
        page.locator("#form-buttons-save").click()
    assert "Hỏi về hòa giải" in page.locator("h1").inner_text()


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("state", "fieldset"),
    [("received", "default"), ("accepted", "handling"), ("assigned", "answer")],
)
def test_the_form_opens_at_what_is_to_be_done(site, as_person, state, fieldset):
    question = put(ask(site[SECTION], "Hỏi về hòa giải", id="hoa-giai"), state)
    question.reindexObject()
    transaction.commit()
    page = as_person(EDITOR, viewport=PHONE)
    page.goto(f"{question.absolute_url()}/edit")
    page.locator("form.pat-autotoc nav a.active").wait_for()
    shown = [
        name
        for name in ("default", "answer", "handling", "personal")
        if page.locator(f"#fieldset-{name}").is_visible()
    ]
    assert shown == [fieldset]
    shoot(page, f"edit-question-{state}")
    assert overflow(page) <= 0


@pytest.mark.long
def test_the_keyboard_chooses_a_legal_basis(site, as_person):
    """An arrow leads to what is known; half a number and Enter save nothing."""
    question = put(ask(site[SECTION], "Hỏi về hòa giải", id="hoa-giai"), "assigned")
    question.agency = "so-tu-phap"
    question.reindexObject()
    cited = ask(site[SECTION], "Tuổi kết hôn", id="tuoi", legal_bases=[BASIS])
    put(answer(cited), "published").reindexObject()
    transaction.commit()
    page = as_person(EDITOR, viewport=SCREEN)
    page.goto(f"{question.absolute_url()}/edit")
    number = unfolded(page.locator("#fieldset-answer [name$='.AA.widgets.number']"))
    number.press_sequentially(BASIS["number"][:7])
    page.locator(".pbgdpl-known button").first.wait_for()
    page.keyboard.press("Enter")
    assert page.url.endswith("/edit")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.value") == BASIS["number"]


@pytest.mark.long
def test_the_form_comes_back_at_what_is_wrong(site, as_person):
    question = put(ask(site[SECTION], "Hỏi về hòa giải", id="hoa-giai"), "assigned")
    question.agency = "so-tu-phap"
    question.reindexObject()
    transaction.commit()
    page = as_person(EDITOR, viewport=PHONE)
    page.goto(f"{question.absolute_url()}/edit")
    number = page.locator("#fieldset-answer [name$='.AA.widgets.number']")
    unfolded(number).fill("14/2012/QH13")
    with page.expect_navigation():
        page.locator("#form-buttons-save").click()
    page.locator("form.pat-autotoc nav a.active").wait_for()
    assert page.locator("#fieldset-answer .invalid-feedback").first.is_visible()
    shoot(page, "edit-question-wrong")


@pytest.mark.long
def test_settings_have_a_page_of_questions(site, as_person):
    page = as_person("quan-tri", viewport=SCREEN)
    page.goto(f"{site.absolute_url()}/@@pbgdpl-settings")
    page.get_by_role("link", name="Hỏi đáp", exact=True).click()
    page.locator("[name='form.widgets.working_days']").wait_for()
    shoot(page, "settings-questions")
    page.locator("[name='form.widgets.working_days']").fill("12")
    page.locator("#form-buttons-save").click()
    page.get_by_text("Đã lưu cài đặt").wait_for()
    page.goto(f"{site.absolute_url()}/@@ask-question")
    assert "12 ngày làm việc" in page.locator("p.lead").inner_text()
