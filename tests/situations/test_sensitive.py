"""A page that shall not betray who reads it: title, share preview, the exit."""

from lxml import html
from plone import api

import pytest

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


def test_others_have_no_exit(shown):
    assert not shown(False).xpath("//a[contains(@class, 'pbgdpl-exit')]")
