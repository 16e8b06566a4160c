"""The words of the region: those of entries stay apart, and a link says where it leads."""

import pytest
import re


def words(html):
    """Return the text of HTML as software reads it that knows no style sheet."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html))


@pytest.mark.parametrize(
    "block,expected",
    [
        ("introductions", "Luật 31/2024/QH15 · from 01/08/2024"),
        ("guidance", "12/KH-UBND · 15/01/2026"),
        ("materials", "Video · Tiếng Mông"),
    ],
)
def test_words_of_entries_stay_apart(
    site, texts, http_request, render, block, expected
):
    material = texts["EducationMaterial"]
    material.text_language = "hmn"
    material.reindexObject()
    assert expected in words(render(site, http_request, homepage_blocks=(block,)))


def test_link_to_all_says_of_what(site, texts, http_request, render):
    html = render(site, http_request, homepage_blocks=("news",))
    assert 'aria-label="Show all: News"' in html
