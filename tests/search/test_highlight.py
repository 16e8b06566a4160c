"""Excerpts show the words found, escaped."""

from sonla.pbgdpl.search.pages.hits import excerpt
from sonla.pbgdpl.search.pages.hits import EXCERPT_LENGTH
from sonla.pbgdpl.search.pages.hits import mark_words
from sonla.pbgdpl.search.pages.hits import SoughtWords

import pytest
import unicodedata


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("Ủy ban nhân dân", {"uy", "ban"}, "<mark>Ủy</mark> <mark>ban</mark> nhân dân"),
        ("Bạn bán", {"ban"}, "<mark>Bạn</mark> <mark>bán</mark>"),
        ("Bang", {"ban"}, "Bang"),
        ("Bạn bán", {"bán"}, "Bạn <mark>bán</mark>"),
        ("đỏ, độ, do", {"đỏ"}, "<mark>đỏ</mark>, độ, do"),
        ("đất, dat", {"đat"}, "<mark>đất</mark>, dat"),
        (
            "pháp lý hoà giải",
            {"lí", "hòa"},
            "pháp <mark>lý</mark> <mark>hoà</mark> giải",
        ),
        ("218/QĐ-UBND", {"qd"}, "218/<mark>QĐ</mark>-UBND"),
        ("<b>ban</b>", {"ban"}, "&lt;b&gt;<mark>ban</mark>&lt;/b&gt;"),
        ("a & b", {"a"}, "<mark>a</mark> &amp; b"),
        ('"x"', set(), "&quot;x&quot;"),
        ("<script>", {"script"}, "&lt;<mark>script</mark>&gt;"),
        ("", {"a"}, ""),
    ],
)
def test_marked(text, typed, expected):
    assert mark_words(text, SoughtWords(typed)) == expected


def test_decomposed_text_is_marked():
    text = unicodedata.normalize("NFD", "Ủy ban")
    assert mark_words(text, SoughtWords({"uy"})) == "<mark>Ủy</mark> ban"


def test_an_excerpt_stands_around_the_first_word_found():
    text = "đầu " * 100 + "ấn phẩm " + "cuối " * 100
    piece = excerpt(text, SoughtWords({"an", "pham"}))
    assert "ấn phẩm" in piece
    assert piece.startswith("… ") and piece.endswith(" …")
    assert len(piece) < EXCERPT_LENGTH + 20
    assert set(piece.split()) <= {"…", "đầu", "ấn", "phẩm", "cuối"}


@pytest.mark.parametrize("text", ["ngắn", "", "một hai ba"])
def test_a_short_text_is_shown_whole(text):
    assert excerpt(text, SoughtWords({"hai"})) == text


def test_without_a_word_found_the_beginning_is_shown():
    assert excerpt("một " * 200, SoughtWords({"hai"})).startswith("một một")
