"""The pages of the menu: lists with the filters that divide them, in their editor's order."""

from lxml import html
from made_once import made_once
from plone import api
from plone.app.testing import applyProfile
from plone.app.testing import logout
from public_content import make
from public_content import make_once
from sonla.pbgdpl.core.section import all_sections
from zope.component import getMultiAdapter

import pytest

ANY = "plone.app.querystring.operation.selection.any"
HOSTILE = {
    "unknown": "khong-co",
    "long": "x" * 10_000,
    "control": "a\x07b\x1b[31m",
    "markup": "<script>x()</script>",
    "list": ["dat-dai", "hon-nhan"],
    "number": 7,
}
PARAMETERS = ("q", "type", "kind", "field", "audience", "year", "agency", "b_start")


def make_structure(portal):
    """Make the section that the profile makes."""
    applyProfile(portal, "sonla.pbgdpl:structure")
    (section,) = all_sections()
    return section


@pytest.fixture
def made(site):
    """Return the section that the profile makes."""
    return made_once(site, make_structure)


@pytest.fixture
def laws(made):
    """Make introductions, of two fields of law and two kinds."""
    for number, (kind, field) in enumerate(
        (
            ("gioi-thieu-vbqppl", "dat-dai"),
            ("gioi-thieu-vbqppl", "hon-nhan-gia-dinh"),
            ("de-cuong", "dat-dai"),
        )
    ):
        make_once(
            made,
            "LegalIntroduction",
            f"Luật số {number}",
            kind=kind,
            legal_fields=(field,),
        )
    return made["gioi-thieu-van-ban"]


@pytest.fixture
def shown(http_request):
    """Return a function: the page of a list, as a visitor gets it."""

    def show(page, **form):
        logout()
        http_request.form.clear()
        http_request.form.update(form)
        return html.fromstring(
            getMultiAdapter((page, http_request), name="listing_view")()
        )

    return show


def titles(page):
    """List the titles that a page shows."""
    found = page.cssselect(".pbgdpl-list>li>a, .pbgdpl-cards>li>a")
    return [one.text_content().strip() for one in found]


def chips(page):
    """List the values of the first filter, with their numbers."""
    found = page.xpath("(//ul[contains(@class, 'pbgdpl-chips')])[1]//a")
    return [" ".join(one.text_content().split()) for one in found]


def test_is_divided_by_field_of_law_and_by_all_else_that_differs(laws, shown):
    page = shown(laws)
    assert len(titles(page)) == 3
    assert [chip.rpartition(" ")[2] for chip in chips(page)] == ["3", "2", "1"]
    assert page.xpath("//details//select/@name") == ["kind"]
    assert not page.xpath("//details/@open")


def test_a_filter_narrows_and_keeps_the_others_and_its_label_in_place(laws, shown):
    before = chips(shown(laws))
    page = shown(laws, field="dat-dai", kind="gioi-thieu-vbqppl")
    assert titles(page) == ["Luật số 0"]
    after = chips(page)
    names = [[chip.rpartition(" ")[0] for chip in found] for found in (before, after)]
    assert names[0] == names[1]
    assert page.xpath("//*[@aria-current='true']//text()")[0].endswith("1")
    assert page.xpath("//details/@open")
    kept = page.xpath("//details//input[@type='hidden']")
    assert [(one.name, one.value) for one in kept] == [("field", "dat-dai")]
    words = page.xpath("//form[@role='search']//input[@type='hidden']/@name")
    assert sorted(words) == ["field", "kind"]


def test_words_are_found_without_accents(laws, shown):
    assert titles(shown(laws, q="luat so 2")) == ["Luật số 2"]


def test_the_editor_s_criteria_and_order_count(made, laws, shown):
    laws.query = [
        *laws.query,
        {"i": "pbgdpl_kind", "o": ANY, "v": ["gioi-thieu-vbqppl"]},
    ]
    laws.sort_on, laws.sort_reversed = "sortable_title", False
    page = shown(laws)
    assert titles(page) == ["Luật số 0", "Luật số 1"]
    assert "A to Z" in page.xpath("//*[@role='status']")[0].text_content()
    assert titles(shown(laws, kind="de-cuong")) == []
    laws.sort_reversed = True
    assert titles(shown(laws)) == ["Luật số 1", "Luật số 0"]


def test_a_list_of_several_types_is_divided_by_them(made, shown):
    make(made, "LegalNews", "Tin một")
    with api.env.adopt_roles(["Manager"]):
        make(made, "Link", "Liên kết", remoteUrl="https://moj.gov.vn")
    page = shown(made["tin-tuc"])
    assert len(chips(page)) == 3
    assert titles(shown(made["tin-tuc"], type="LegalNews")) == ["Tin một"]


@pytest.mark.parametrize("name", PARAMETERS)
@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_what_makes_no_sense_is_told(laws, shown, name, value):
    page = shown(laws, **{name: value})
    assert not page.xpath("//script[contains(., 'x()')]")
    if not titles(page):
        (message,) = page.cssselect(".pbgdpl-empty")
        assert message.xpath(f".//a[@href='{laws.absolute_url()}']")
        assert message.xpath(".//a[contains(@href, '@@ask-question')]")
        assert len(message.text_content()) < 1000


def test_pages_and_paper(made, laws, shown):
    laws.item_count = 2
    assert len(titles(shown(laws))) == 2
    last = shown(laws, b_start="2", field="dat-dai")
    assert titles(last) == ["Luật số 2", "Luật số 0"]
    assert len(titles(shown(laws, b_start="2"))) == 1
    paper = shown(laws, **{"print": "1"})
    assert len(titles(paper)) == 3
    assert not paper.xpath("//form[@role='search' and contains(@class, 'pbgdpl')]")


@pytest.mark.parametrize("order", ["", "getObjPositionInParent", "pbgdpl_number"])
def test_any_order_of_the_editor_s_loses_nothing(laws, shown, order):
    laws.sort_on, laws.sort_reversed = order, True
    assert len(titles(shown(laws))) == 3
    assert titles(shown(laws, kind="de-cuong")) == ["Luật số 2"]


def test_the_editor_s_limit_counts(laws, shown):
    laws.limit = 2
    laws.sort_on, laws.sort_reversed = "sortable_title", True
    page = shown(laws)
    assert titles(page) == ["Luật số 2", "Luật số 1"]
    assert chips(page)[0].endswith(" 2")
