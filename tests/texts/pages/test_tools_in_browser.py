"""The tools of an article in a real browser: with and without scripts and voices."""

from browser_fixtures import PHONE
from layout_shifts import shift
from page_checks import NARROW
from page_checks import overflow
from page_checks import shoot
from page_checks import VIEWS
from playwright.sync_api import expect
from public_content import make
from rich_texts import rich

import pytest
import transaction

TOOLS = ".pbgdpl-tools[role=group]"
VOICES = """(() => {
    const spoken = [];
    window.spoken = spoken;
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
    const synth = {
        getVoices: () => LANGUAGES.map(lang => ({lang, name: lang})),
        speak: one => spoken.push(one), cancel() { this.cancelled = true; },
        pause() { this.paused = true; }, resume() { this.paused = false; },
        addEventListener() {},
    };
    Object.defineProperty(window, 'speechSynthesis', {value: synth});
})()"""
"""A device's voices: the browser of the tests has none, and no loudspeaker."""


def with_voices(page, *languages):
    page.add_init_script(VOICES.replace("LANGUAGES", str(list(languages))))


@pytest.fixture
def without_scripts(chromium):
    context = chromium.new_context(java_script_enabled=False, locale="vi-VN")
    yield context.new_page()
    context.close()


def visible(page):
    shown = page.locator(TOOLS).locator("a:visible, button:visible")
    return [text.strip() for text in shown.all_inner_texts()]


@pytest.mark.long
def test_every_article_has_them_once(all_articles, page):
    for item in all_articles:
        page.goto(item.absolute_url())
        assert page.locator(TOOLS).count() == 1, item


def test_landing_page_has_none(article, page):
    page.goto(article.aq_parent.absolute_url())
    assert page.locator(TOOLS).count() == 0


def test_without_scripts_only_what_works_is_shown(article, without_scripts):
    without_scripts.goto(article.absolute_url())
    assert visible(without_scripts)[0] == "Tải về máy"
    assert without_scripts.locator(".pbgdpl-tools button:visible").count() == 0


@pytest.mark.long
def test_no_voice_no_reading(article, page):
    page.goto(article.absolute_url())
    expect(page.locator("[data-tool=print]")).to_be_visible()
    expect(page.locator("[data-tool=read]")).to_be_hidden()


@pytest.mark.long
def test_a_foreign_voice_reads_no_vietnamese(article, page):
    with_voices(page, "en-US")
    page.goto(article.absolute_url())
    expect(page.locator("[data-tool=read]")).to_be_hidden()


def test_title_and_text_are_read_and_nothing_else(article, page):
    with_voices(page, "en-US", "vi-VN")
    page.goto(article.absolute_url())
    read, stop = page.locator("[data-tool=read]"), page.locator("[data-tool=stop]")
    expect(stop).to_be_hidden()
    read.click()
    spoken = page.evaluate("spoken.map(one => one.text.trim())")
    assert spoken == [
        "Luật & đời sống",
        "Người dân có quyền hỏi.",
        "Cơ quan phải trả lời.",
        "Đoạn hai.",
    ]
    assert page.evaluate("spoken[0].lang") == "vi-VN"
    expect(read).to_have_text("Tạm dừng")
    read.click()
    assert page.evaluate("speechSynthesis.paused")
    expect(read).to_have_text("Đọc tiếp")
    read.click()
    stop.click()
    assert page.evaluate("speechSynthesis.cancelled")
    expect(read).to_have_text("Nghe đọc")
    expect(read).to_be_focused()
    expect(stop).to_be_hidden()


@pytest.mark.long
def test_reading_ends_by_itself(article, page):
    with_voices(page, "vi-VN")
    page.goto(article.absolute_url())
    page.locator("[data-tool=read]").click()
    page.evaluate("spoken.at(-1).onend()")
    expect(page.locator("[data-tool=read]")).to_have_text("Nghe đọc")


def test_long_sentences_are_cut_and_lose_no_word(article, page):
    words = " ".join(f"chữ{number}" for number in range(200))
    long = make(article.aq_parent, "LegalNews", "Dài", text=rich(f"<p>{words}</p>"))
    transaction.commit()
    with_voices(page, "vi-VN")
    page.goto(long.absolute_url())
    page.locator("[data-tool=read]").click()
    spoken = page.evaluate("spoken.map(one => one.text)")
    assert max(map(len, spoken)) <= 200
    assert " ".join(" ".join(spoken[1:]).split()) == words


def size(page):
    return page.locator(".pbgdpl-body p").first.evaluate(
        "node => parseFloat(getComputedStyle(node).fontSize)"
    )


def test_size_of_letters_is_remembered_without_a_cookie(article, page):
    page.goto(article.absolute_url())
    before = size(page)
    page.locator("[data-tool=larger]").click()
    larger = size(page)
    assert larger > before * 1.1
    expect(page.locator(f"{TOOLS} [role=status]")).to_contain_text("115 %")
    page.reload()
    assert size(page) == larger
    assert page.context.cookies() == []
    for _step in range(3):
        page.locator("[data-tool=larger]").click()
    expect(page.locator("[data-tool=larger]")).to_be_disabled()
    page.set_viewport_size(NARROW)
    assert overflow(page) <= 0


def test_share_copies_the_address_and_says_so(article, page):
    page.add_init_script("delete Navigator.prototype.share")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(article.absolute_url())
    page.locator("[data-tool=share]").click()
    status = page.locator(f"{TOOLS} [role=status]")
    expect(status).not_to_be_empty()
    copied = page.evaluate("navigator.clipboard && navigator.clipboard.readText()")
    assert copied == article.absolute_url()


@pytest.mark.long
def test_share_by_the_device_where_it_can(article, page):
    page.add_init_script(
        "Navigator.prototype.share = data => { window.shared = data; return Promise.resolve(); }"
    )
    page.goto(article.absolute_url())
    page.locator("[data-tool=share]").click()
    assert page.evaluate("shared") == {
        "title": "Luật & đời sống",
        "url": article.absolute_url(),
    }


@pytest.mark.parametrize(("viewport", "script"), VIEWS)
def test_paper_has_the_article_and_not_the_portal(article, as_person, viewport, script):
    page = as_person(viewport=viewport, java_script_enabled=script)
    page.goto(article.absolute_url())
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".pbgdpl-body")).to_be_visible()
    expect(page.locator(".pbgdpl-share svg")).to_be_visible()
    for selector in (
        TOOLS,
        ".pbgdpl-share a",
        "#portal-header",
        "#portal-footer-wrapper",
    ):
        expect(page.locator(selector).first).to_be_hidden()
    shoot(page, "article-on-paper")


def test_print_button_prints(article, page):
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(article.absolute_url())
    page.locator("[data-tool=print]").click()
    assert page.evaluate("printed")


def test_by_keyboard_with_visible_focus(article, page):
    page.goto(article.absolute_url())
    page.locator("[data-tool=print]").focus()
    for name in (None, "smaller", "larger", "share"):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.dataset.tool || null")
        assert focused == name
    outline = page.evaluate(
        "(s => s.outlineStyle !== 'none' || s.boxShadow !== 'none')"
        "(getComputedStyle(document.activeElement))"
    )
    assert outline


@pytest.mark.long
def test_nothing_moves_while_the_page_loads(article, browser_context):
    page = browser_context.new_page()
    page.set_viewport_size(PHONE)
    with_voices(page, "vi-VN")
    assert shift(page, article.absolute_url()) < 0.01
