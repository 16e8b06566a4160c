"""The HTML of the region holds what readers see and as little else as can be."""

from sonla.pbgdpl.ui.minify import minify
from sonla.pbgdpl.ui.minify import strip_indents

import pytest
import re

LISTS = ("introductions", "guidance", "news", "materials")


def words(html):
    """Return the text of HTML as software reads it that knows no style sheet."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html))


class TestIndents:
    @pytest.mark.parametrize(
        "html,lean",
        [
            (
                "<ul>\n  <li>a</li>\n  <li>b</li>\n</ul>",
                "<ul><li>a</li><li>b</li></ul>",
            ),
            ("<p>\n  a\n</p>\n<p>b</p>\n", "<p>a</p><p>b</p>"),
            ("<li class='x'>\n  <a>a</a>\n</li>", "<li class='x'><a>a</a></li>"),
            ("<h2>a</h2>\n<time>b</time>", "<h2>a</h2><time>b</time>"),
        ],
    )
    def test_nothing_remains_at_the_border_of_a_block(self, html, lean):
        assert strip_indents(html) == lean

    @pytest.mark.parametrize(
        "html",
        [
            "<b>a</b>\n<i>b</i>",
            "<p>a\n<b>b</b>\nc</p>",
            "<label>a</label>\n<label>b</label>",
            "<header-like>a</header-like>\n<b>b</b>",
        ],
    )
    def test_words_stay_apart(self, html):
        assert strip_indents(html.replace("\n", "\n    ")) == html

    def test_spaces_that_are_no_indents_stay(self):
        assert strip_indents("<p>a</p> <p>b</p>") == "<p>a</p> <p>b</p>"


def test_layout_goes_and_spaces_stay():
    html = "<li>\n  <small>a\n  </small>\n  <a>b</a>\n  <time>\n    c</time>\n</li>\n"
    lean = "<li><small>a\n</small><a>b</a><time>\nc</time></li>"
    assert minify(html) == lean


def test_region_has_no_line_break_between_tags(site, texts, http_request, render):
    html = render(site, http_request, homepage_blocks=LISTS)
    # Labels are inline elsewhere; a repeated one brings its break along.
    assert re.findall(r"(?<!</label)>\s+<", html) == []


@pytest.mark.parametrize(
    "block,expected",
    [
        ("introductions", "Luật 31/2024/QH15 · from 01/08/2024"),
        ("guidance", "12/KH-UBND · 15/01/2026"),
        ("materials", "Video · Tiếng Anh"),
    ],
)
def test_words_of_entries_stay_apart(
    site, texts, http_request, render, block, expected
):
    assert expected in words(render(site, http_request, homepage_blocks=(block,)))


def test_link_to_all_says_of_what(site, texts, http_request, render):
    html = render(site, http_request, homepage_blocks=("news",))
    assert 'aria-label="Show all: News"' in html
