"""Each type of text that may tell of violence can be hidden from who looks on, in one way."""

from lxml import html
from plone import api
from plone.dexterity.interfaces import IDexterityFTI
from public_content import empty_cache  # noqa: F401
from public_content import page  # noqa: F401
from public_content import picture
from public_content import section  # noqa: F401
from public_content import site  # noqa: F401
from public_content import text  # noqa: F401
from rich_texts import rich
from sonla.pbgdpl.core.types import types_with
from sonla.pbgdpl.editorial.checks import warnings_of
from sonla.pbgdpl.emergencies.helplines import helplines_of

import pytest

BEHAVIOR = "sonla.pbgdpl.onlookers"
TITLE = "Bạo lực gia đình: báo cho ai"
NEUTRAL = "Thông tin cho gia đình"
TOLD = ("bạo lực", "bao-luc", "Bị đánh")
PICTURES = {
    "LegalNews": "image",
    "LegalIntroduction": "",
    "EducationMaterial": "poster",
    "LifeSituation": "",
}
"""What is written for citizens to read → its picture that would be shared."""
NUMBERS = ["113", "115", "111"]


@pytest.fixture(params=PICTURES)
def sensitive(request, text):  # noqa: F811
    """Make a text of each type that is hidden from onlookers."""

    def make(**fields):
        if name := PICTURES[request.param]:
            fields[name] = picture(size=(1600, 900))
        return text(
            request.param,
            TITLE,
            id="tin",
            description="Bị đánh thì gọi ai",
            text=rich("<p>Nếu đang nguy hiểm, hãy gọi 113.</p>"),
            **{"is_sensitive": True, **fields},
        )

    return make


def test_these_are_all_types_of_texts_for_citizens(portal):
    """Guidance is written for offices; a question is covered before anybody reads it."""
    having = {
        name
        for name in types_with("is_text")
        if BEHAVIOR in getattr(portal.portal_types.get(name), "behaviors", ())
    }
    assert having == set(PICTURES)
    assert all(
        BEHAVIOR not in fti.behaviors or fti.getId() in PICTURES
        for fti in portal.portal_types.objectValues()
        if IDexterityFTI.providedBy(fti)
    )


@pytest.mark.parametrize("title", [None, NEUTRAL])
def test_window_and_card_tell_nothing(sensitive, page, section, title):  # noqa: F811
    tree = html.fromstring(page(sensitive(neutral_title=title)))
    (window,) = tree.xpath("//title/text()")
    assert window.strip().startswith(title or section.title)
    contents = tree.xpath("//meta/@content | //*[@itemprop]/@content")
    shared = [*contents, *tree.xpath("//*[@itemprop]//text()"), window]
    assert not [one for one in shared for words in TOLD if words in one]
    (name,) = tree.xpath("//meta[@property='og:title']/@content")
    assert name == (title or section.title)
    pictures = tree.xpath("//meta[@property='og:image']/@content")
    assert [one.rpartition("/")[2] for one in pictures] == ["share.png"]
    assert tree.xpath("//script[@type='application/ld+json']") == []


def test_the_way_out_stands_above_all_and_the_numbers_below_the_title(
    sensitive,
    page,  # noqa: F811
    section,  # noqa: F811
):
    shown = page(sensitive())
    out, title = shown.index("pbgdpl-exit"), shown.index("</h1>")
    assert shown.index('id="content"') < out < title
    assert "section-leadimage" not in shown[:out]
    tree = html.fromstring(shown)
    assert TITLE in tree.xpath("string(//h1)")
    dialled = tree.xpath("//a[starts-with(@href, 'tel:')]/@href")
    assert dialled[:3] == [f"tel:{one}" for one in NUMBERS]
    assert title < shown.index("tel:113") < shown.index("Nếu đang nguy hiểm")
    (exit,) = tree.xpath("//a[contains(@class, 'pbgdpl-exit')]/@href")
    assert exit == api.portal.get().absolute_url()
    assert f"{section.absolute_url()}/@@emergencies" in tree.xpath(
        "//section[.//a[@href='tel:113']]//a/@href"
    )


def test_nothing_of_it_is_passed_on(sensitive, page):  # noqa: F811
    shown = page(sensitive())
    assert 'data-tool="' not in shown and "@@pbgdpl-save" not in shown


def test_any_other_text_has_its_own_words_and_no_numbers(sensitive, page):  # noqa: F811
    tree = html.fromstring(page(sensitive(is_sensitive=False, neutral_title=NEUTRAL)))
    assert TITLE in tree.xpath("string(//title)")
    assert tree.xpath("//meta[@property='og:title']/@content") == [TITLE]
    assert not tree.xpath("//a[contains(@class, 'pbgdpl-exit')]")
    assert not tree.xpath("//a[starts-with(@href, 'tel:')]")


@pytest.mark.parametrize("title", [None, " ", NEUTRAL])
def test_who_sends_or_approves_it_is_asked_for_a_neutral_title(sensitive, title):
    asked = list(map(str, warnings_of(sensitive(neutral_title=title))))
    assert ("msg_check_neutral_title" in asked) is (title != NEUTRAL)


def test_who_asks_a_question_that_it_answers_sees_the_numbers(sensitive):
    assert [line.number for line in helplines_of(sensitive())] == NUMBERS
