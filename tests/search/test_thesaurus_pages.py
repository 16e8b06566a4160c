"""Editors change the thesaurus; what can't be meant is refused, with nothing lost."""

from lxml import html
from opened_pages import show
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from search_content import found_ids
from search_content import make
from search_content import make_section
from sonla.pbgdpl.search.pages.thesaurus import ThesaurusView
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
COLUMNS = "concept;lay_terms;legal_terms;relation;status\n"
MARKET = 'Họp chợ;"đi chợ; chợ phiên";họp chợ ở nơi công cộng;equivalent;in-use\n'


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


def take_in(section, *rows):
    """Take a file of concepts in."""
    return show(section, "pbgdpl-thesaurus", file="".join((COLUMNS, *rows)).encode())


def test_a_concept_is_added_and_changed_with_who_when_and_why(portal, section):
    make(section, id="market", description="họp chợ ở nơi công cộng")
    assert found_ids(portal, q="chợ phiên", exact="1") == []
    assert take_in(section, MARKET).endswith("/@@pbgdpl-thesaurus")
    assert found_ids(portal, q="đi chợ") == ["market"]
    take_in(section, MARKET.replace("in-use", OFF))
    assert thesaurus().understand(("chợ", "phiên")).expansions == ()
    changes = list(CONCEPTS.history("hop-cho"))
    assert [one["what"] for one in changes] == ["changed", "added"]
    assert {one["who"] for one in changes} == {TEST_USER_ID}


def test_what_surprises_in_a_file_is_told_of_what_it_changes(section, monkeypatch):
    told = []
    monkeypatch.setattr(
        ThesaurusView, "show_message", lambda self, *message: told.append(message)
    )
    take_in(section, MARKET)
    told.clear()
    take_in(section, MARKET, MARKET.replace("Họp chợ;", "Chợ phiên;"))
    warned = [str(message) for message, *kind in told if kind == ["warning"]]
    assert warned == ["msg_term_in_two", "msg_term_in_two"]


def test_the_table_is_narrowed_by_words_without_accents(section):
    page = html.fromstring(show(section, "pbgdpl-thesaurus", q="bia do"))
    rows = page.xpath("//table[@id='pbgdpl-thesaurus']/tbody/tr/th")
    names = [row.text.strip() for row in rows]
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
def test_other_files_are_refused(section, file):
    page = html.fromstring(show(section, "pbgdpl-thesaurus", file=file))
    assert page.xpath("//*[@role='alert']")
