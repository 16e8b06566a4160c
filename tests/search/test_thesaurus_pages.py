"""Editors change the thesaurus; what can't be meant is refused, with nothing lost."""

from lxml import html
from opened_pages import show
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from search_content import found_ids
from search_content import make
from search_content import make_section
from sonla.pbgdpl.search.fruitless import storage as searches
from sonla.pbgdpl.search.thesaurus import use
from sonla.pbgdpl.search.thesaurus.checks import check_all
from sonla.pbgdpl.search.thesaurus.checks import problems
from sonla.pbgdpl.search.thesaurus.checks import warnings
from sonla.pbgdpl.search.thesaurus.rules import Concept
from sonla.pbgdpl.search.thesaurus.rules import OFF
from sonla.pbgdpl.search.thesaurus.storage import CONCEPTS
from sonla.pbgdpl.search.thesaurus.storage import shipped
from sonla.pbgdpl.search.thesaurus.storage import thesaurus

import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

OTHER = Concept("other", "Hợp đồng", ("giấy tay",), ("hợp đồng",))
GOOD = {
    "label": "Họp chợ",
    "lay_terms": "đi chợ\nchợ phiên",
    "legal_terms": "họp chợ ở nơi công cộng",
    "relation": "equivalent",
    "status": "in-use",
    "why": "Người dân hay hỏi",
}


@pytest.fixture
def section(portal):
    setRoles(portal, TEST_USER_ID, ["Manager"])
    return make_section(portal)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"label": ""}, "msg_concept_no_label"),
        ({"lay_terms": ("!",)}, "msg_concept_no_lay"),
        ({"legal_terms": ()}, "msg_concept_no_legal"),
        ({"relation": "x"}, "msg_concept_relation"),
        ({"status": "x"}, "msg_concept_status"),
        ({"lay_terms": ("ban",)}, "msg_term_too_short"),
        ({"lay_terms": ("ban",), "whole_word_terms": ("ban",)}, None),
        ({"lay_terms": ("bản",)}, None),
        ({"lay_terms": ("sodo",)}, None),
        ({"hidden_terms": ("x y",)}, "msg_term_not_lay"),
        ({"label": "HỢP  ĐỒNG"}, "msg_concept_there"),
        (
            {"lay_terms": ("hợp đồng",), "legal_terms": ("giấy tay",)},
            "msg_concept_circle",
        ),
        ({"lay_terms": ("đ" * 500,)}, "msg_concept_long"),
        ({"lay_terms": tuple(f"x y{n}" for n in range(99))}, "msg_concept_long"),
        ({}, None),
    ],
)
def test_what_can_be_meant(change, problem):
    values = {"lay_terms": ("đi chợ",), "legal_terms": ("họp chợ",), **change}
    concept = Concept(**{"key": "new", "label": "Chợ", **values})
    found = [str(one) for one in problems(concept, [OTHER])]
    assert found == ([problem] if problem else [])


def test_the_shipped_concepts_can_be_meant():
    assert list(check_all(shipped(), ())) == []


def test_what_surprises_is_told():
    concept = Concept("new", "Mới", ("giấy tay", "mường é"), ("x y",))
    found = [str(one) for one in warnings(concept, [OTHER], ["Mường É"])]
    assert found == ["msg_term_in_two", "msg_term_is_name"]


def test_a_concept_is_added_and_changed_with_who_when_and_why(portal, section):
    make(section, id="market", description="họp chợ ở nơi công cộng")
    assert found_ids(portal, q="chợ phiên", exact="1") == []
    assert show(section, "pbgdpl-concept", GOOD).endswith("/@@pbgdpl-thesaurus")
    assert found_ids(portal, q="đi chợ") == ["market"]
    changed = {**GOOD, "key": "hop-cho", "status": OFF, "why": "Sai"}
    assert show(section, "pbgdpl-concept", changed).endswith("/@@pbgdpl-thesaurus")
    assert thesaurus().understand(("chợ", "phiên")).expansions == ()
    page = html.fromstring(show(section, "pbgdpl-concept", key="hop-cho"))
    rows = [row.text_content().split() for row in page.xpath("//table//tbody/tr")]
    assert [row[-1] for row in rows] == ["Sai", "hỏi"]
    assert all(TEST_USER_ID in row for row in rows)


@pytest.mark.parametrize(
    "wrong", [{"why": ""}, {"lay_terms": "ban"}, {"relation": "x"}]
)
def test_what_was_typed_is_shown_again(section, wrong):
    page = html.fromstring(show(section, "pbgdpl-concept", {**GOOD, **wrong}))
    assert page.xpath("//*[@role='alert']")
    assert page.xpath("//input[@name='label']/@value") == ["Họp chợ"]
    assert page.xpath("//textarea[@name='legal_terms']/text()") == [GOOD["legal_terms"]]
    assert CONCEPTS.find("hop-cho") is None


def test_the_table_is_narrowed_by_words_without_accents(section):
    page = html.fromstring(show(section, "pbgdpl-thesaurus", q="bia do"))
    names = page.xpath("//table[@id='pbgdpl-thesaurus']//th/a/text()")
    assert "Giấy chứng nhận quyền sử dụng đất" in names
    assert len(names) < 10


def test_the_file_comes_back_as_it_went(section):
    before = list(CONCEPTS.all())
    file = show(section, "pbgdpl-thesaurus.csv")
    assert show(section, "pbgdpl-thesaurus", file=file).endswith("/@@pbgdpl-thesaurus")
    assert list(CONCEPTS.all()) == before


def test_a_file_with_a_mistake_changes_nothing(section):
    before = list(CONCEPTS.all())
    file = (
        "concept;lay_terms;legal_terms;relation;status\n"
        "Chợ;đi chợ;họp chợ;equivalent;in-use\nSai;ban;x y;equivalent;in-use\n"
    )
    page = html.fromstring(show(section, "pbgdpl-thesaurus", file=file.encode()))
    (alert,) = page.xpath("//*[@role='alert']")
    assert "3. Sai" in alert.text_content()
    assert list(CONCEPTS.all()) == before
    file = file.rpartition("Sai")[0]
    show(section, "pbgdpl-thesaurus", file=file.encode())
    assert CONCEPTS.find("cho").lay_terms == ("đi chợ",)
    assert len(list(CONCEPTS.all())) == len(before) + 1


@pytest.mark.parametrize("file", [b"", b"\0\1", b"a;b\n1;2\n", b"concept\nx\n"])
@pytest.mark.parametrize("name", ["pbgdpl-thesaurus", "pbgdpl-searches"])
def test_other_files_are_refused(section, name, file):
    page = html.fromstring(show(section, name, file=file))
    assert page.xpath("//*[@role='alert']")


FILE = """day,words,searches
2026-11-20,chợ phiên vùng cao,3
2026-11-20,kết hôn,9
2026-11-20,nguyễn văn nam 0912345678 trộm gà,4
2026-11-21,chợ phiên vùng cao,2
x,chợ,1
"""


@pytest.fixture
def fruitless(section, monkeypatch):
    monkeypatch.setattr(searches, "forget_old", lambda: None)
    make(section, description="đăng ký kết hôn")
    with api.env.adopt_roles(["Manager"]):
        page = show(section, "pbgdpl-searches", file=FILE.encode())
    return html.fromstring(page)


def test_what_found_nothing_is_listed_without_anybody(section, fruitless):
    shown = [(one.words, one.count) for one in searches.fruitless_searches()]
    assert shown == [("chợ phiên vùng cao", 5), ("trộm gà", 4)]
    assert "0912345678" not in html.tostring(fruitless).decode()
    again = show(section, "pbgdpl-searches", file=FILE.encode())
    assert [(one.words, one.count) for one in searches.fruitless_searches()] == shown
    assert "nguyễn" not in again


def test_a_word_enters_the_thesaurus_by_one_form(portal, section, fruitless):
    form = {"words": "chợ phiên vùng cao", "concept": "ly hôn", "add": "1"}
    show(section, "pbgdpl-searches", form)
    assert "chợ phiên vùng cao" in CONCEPTS.find("ly-hon").lay_terms
    assert CONCEPTS.history("ly-hon")[0]["what"] == "word"
    assert [one.words for one in searches.fruitless_searches()] == ["trộm gà"]
    show(section, "pbgdpl-searches", {"words": "trộm gà", "drop": "1"})
    assert searches.fruitless_searches() == []


@pytest.mark.parametrize("concept", ["", "Không có"])
def test_an_unknown_concept_is_refused(section, fruitless, concept):
    form = {"words": "trộm gà", "concept": concept, "add": "1"}
    page = html.fromstring(show(section, "pbgdpl-searches", form))
    assert page.xpath("//*[@role='alert']")
    assert len(searches.fruitless_searches()) == 2


USES = """day,words,searches,followed
2026-10-01,bìa đỏ,7,6
2026-11-20,sổ đỏ ở đâu,20,2
2026-11-20,sổ hồng,1,1
2026-11-21,giấy chứng nhận quyền sử dụng đất,4,x
"""
CERTIFICATE = "Giấy chứng nhận quyền sử dụng đất"


@pytest.fixture
def counted(section, monkeypatch):
    """Return the page of the thesaurus with a file of searches taken in."""
    monkeypatch.setattr(searches, "forget_old", lambda: None)
    show(section, "pbgdpl-searches", file=USES.encode())
    return lambda **form: html.fromstring(show(section, "pbgdpl-thesaurus", **form))


def uses_on(page):
    """Return searches and opened texts by concept, as the table shows them."""
    return {
        row.xpath("string(th/a)"): tuple(
            int(row.xpath(f"string(td[{at}])")) for at in (4, 5)
        )
        for row in page.xpath("//table[@id='pbgdpl-thesaurus']/tbody/tr")
    }


def test_how_often_words_were_searched_for_and_followed(counted):
    assert uses_on(counted())[CERTIFICATE] == (25, 3)
    assert uses_on(counted(days="365"))[CERTIFICATE] == (32, 9)
    assert uses_on(counted(days="x")) == uses_on(counted())


def test_words_that_two_terms_mean_are_one_search(section, counted):
    file = "day,words,searches,followed\n2026-11-22,ly hôn,3,1\n"
    show(section, "pbgdpl-searches", file=file.encode())
    assert uses_on(counted())["Ly hôn"] == (3, 1)


def test_the_same_file_again_changes_nothing(section, counted):
    before = uses_on(counted(days="365"))
    show(section, "pbgdpl-searches", file=USES.encode())
    assert uses_on(counted(days="365")) == before


def test_words_that_nobody_used_and_doubtful_ones_are_found(counted):
    unused = uses_on(counted(use="unused"))
    assert CERTIFICATE not in unused and set(unused.values()) == {(0, 0)}
    assert list(uses_on(counted(use="doubtful"))) == [CERTIFICATE]
    assert CERTIFICATE not in uses_on(counted(use="doubtful", days="365"))


def test_each_term_of_a_concept_is_counted(section, counted):
    (key,) = (one.key for one in CONCEPTS.all() if one.label == CERTIFICATE)
    page = html.fromstring(show(section, "pbgdpl-concept", key=key))
    rows = page.xpath("//table[@id='pbgdpl-concept-use']/tbody/tr")
    found = {row.xpath("string(th)"): row.xpath("string(td[1])") for row in rows}
    assert found["sổ đỏ"] == "20" and found["bìa đỏ"] == "7"
    assert found[CERTIFICATE] == "4"
    assert "nobody" in {number.strip() for number in found.values()}


def test_before_the_first_file_the_page_says_where_figures_come_from(section):
    page = html.fromstring(show(section, "pbgdpl-thesaurus"))
    assert not page.xpath("//select[@name='use']")
    (way,) = page.xpath("//p/a[contains(@href, 'pbgdpl-searches') and ../span]")
    assert "proxy" in way.getparent().text_content()


def test_use_goes_with_the_search(counted):
    assert use.known_days() is not None
    searches.take_away()
    assert use.known_days() is None and use.totals() == {}
