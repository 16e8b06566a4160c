"""The picture of growth shows what was measured."""

from bench.chart import across
from bench.chart import growth_chart
from bench.measuring import Result
from bench.report import GROWTH
from bench.report import PICTURE
from bench.results import kept
from lxml import etree

import pytest

SVG = "{http://www.w3.org/2000/svg}"
RESULTS = [
    Result("homepage, 1,000 texts", 20.0, 19.0),
    Result("homepage, 100,000 texts", 38.0, 25.0),
    Result("search, 1,000 texts", 30.0, 20.0),
    Result("search, 100,000 texts", 95.0, 80.0),
]


@pytest.fixture
def svg():
    return etree.fromstring(growth_chart(RESULTS))


def heights(svg, side):
    return [
        float(dot.get("cy"))
        for dot in svg.iter(f"{SVG}circle")
        if side == dot.get("class")
    ]


def test_there_is_a_panel_for_each_page(svg):
    names = [
        text.text for text in svg.iter(f"{SVG}text") if text.get("class") == "name"
    ]
    assert names == ["homepage", "search"]


def test_what_takes_longer_is_higher_in_all_panels_alike(svg):
    ours, stock = heights(svg, "with-dot"), heights(svg, "without-dot")
    assert sorted(ours, reverse=True) == [ours[0], ours[2], ours[1], ours[3]]
    assert all(our < their for our, their in zip(ours, stock, strict=True))


def test_ten_times_as_many_are_always_as_far_apart():
    sizes = [1_000, 10_000, 100_000]
    first, second, third = (across(size, sizes, 0) for size in sizes)
    assert second - first == pytest.approx(third - second)


def test_it_says_its_numbers_to_those_who_cannot_see_it(svg):
    description = svg.findtext(f"{SVG}desc")
    assert "search: with the add-on 30 ms at 1,000, 95 ms at 100,000." in description


def test_the_same_results_are_the_same_picture():
    assert growth_chart(RESULTS) == growth_chart(list(RESULTS))


def test_the_picture_in_the_documents_is_of_what_was_measured():
    (measured,) = kept([GROWTH]).values()
    assert PICTURE.read_text("utf-8") == growth_chart(measured.results)
