"""A page that shall not betray who reads it: title, share preview, the exit."""

from lxml import html
from plone import api
from zope.publisher.interfaces import NotFound

import pytest
import re

TITLE = "Tôi bị bạo lực gia đình"


@pytest.fixture
def shown(situation, rendered):
    """Return the page of a situation on violence."""
    return lambda sensitive: html.fromstring(
        rendered(
            situation(
                TITLE,
                id="can-giup",
                description="Bị đánh thì gọi ai",
                is_sensitive=sensitive,
            )
        )
    )


def told(tree):
    """Return what the head, and services that read the page, get of it."""
    contents = tree.xpath("//meta/@content | //*[@itemprop]/@content")
    spans = tree.xpath("//*[@itemprop]//text()")
    return " ".join([*tree.xpath("//title/text()"), *contents, *spans])


def test_share_preview_and_title_tell_nothing(shown):
    preview = told(shown(True))
    assert "bạo lực" not in preview and "Bị đánh" not in preview
    assert "Phổ biến, giáo dục pháp luật" in preview


def test_any_other_page_has_its_own_words(shown):
    preview = told(shown(False))
    assert TITLE in preview and "Bị đánh" in preview


def test_the_page_can_be_left_without_a_script(shown):
    tree = shown(True)
    (exit,) = tree.xpath("//a[contains(@class, 'pbgdpl-exit')]")
    assert exit.get("href") == api.portal.get().absolute_url()
    assert len(tree.xpath("//script[contains(@src, 'exit.js')]")) == 1
    assert TITLE in tree.xpath("string(//h1)")


def test_a_neutral_title_takes_the_place_of_the_title(situation, rendered):
    page = situation(
        TITLE, id="can-giup", is_sensitive=True, neutral_title="Thông tin cho gia đình"
    )
    preview = told(html.fromstring(rendered(page)))
    assert "bạo lực" not in preview
    assert preview.count("Thông tin cho gia đình") >= 2, "window and share card"


ROW = {"number": "1900 969 680", "name": "Ngôi nhà Bình yên", "when": "Bị đánh"}
FACTS = {
    "summary": ("Nếu đang nguy hiểm, hãy gọi 113.",),
    "steps": [{"title": "Báo tin", "office": "Công an xã", "fee": "Không"}],
}


@pytest.mark.parametrize(
    ("sensitive", "rows", "numbers"),
    [
        (True, [], ["113", "115", "111"]),
        (True, [ROW], ["1900969680"]),
        (False, [ROW], ["1900969680"]),
        (False, [], []),
    ],
)
def test_numbers_stand_directly_below_the_title(
    situation, rendered, sensitive, rows, numbers
):
    """Before facts, tools and all that is said: whoever needs them reads no further."""
    page = rendered(situation(TITLE, is_sensitive=sensitive, helplines=rows, **FACTS))
    dialled = re.findall(r'href="tel:([^"]*)"', page)
    assert dialled[: len(numbers)] == numbers
    if numbers:
        first, title = page.index('href="tel:'), page.index("</h1>")
        assert title < first < page.index("Nếu đang nguy hiểm")
        for later in ("pbgdpl-facts", 'data-tool="print"'):
            assert later not in page or first < page.index(later)
    if sensitive:
        assert page.index("pbgdpl-exit") < page.index("</h1>")


def test_nothing_of_it_is_printed_kept_or_passed_on(situation, rendered):
    text = situation(TITLE, is_sensitive=True, **FACTS)
    page = rendered(text)
    assert "pbgdpl-facts" not in page
    assert 'data-tool="' not in page and "@@pbgdpl-save" not in page
    with pytest.raises(NotFound):
        api.content.get_view("pbgdpl-save", text, text.REQUEST)()


def test_others_have_no_exit(shown):
    assert not shown(False).xpath("//a[contains(@class, 'pbgdpl-exit')]")
