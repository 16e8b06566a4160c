"""Texts that say it otherwise, or hold most of the words, come after those that hold all."""

from made_once import made_once
from search_content import found_ids
from search_content import make
from search_content import make_section
from search_content import search_view
from sonla.pbgdpl.search.thesaurus.rules import Concept
from sonla.pbgdpl.search.thesaurus.rules import RELATED
from sonla.pbgdpl.search.thesaurus.storage import CONCEPTS

import pytest


@pytest.fixture
def section(portal):
    return made_once(portal, make_section_of_others)


def make_section_of_others(portal):
    """Make a section of texts in which nothing is found that is looked for here."""
    section = make_section(portal)
    for number in range(12):
        make(section, id=f"other-{number}", description="tin tức trong tỉnh hôm nay")
    return section


def test_other_words_for_the_same_come_after_the_words_typed(portal, section):
    make(section, id="said", title="Cấp giấy chứng nhận quyền sử dụng đất")
    make(section, id="typed", description="x " * 40 + "sổ đỏ")
    make(section, id="apart", description="giấy chứng nhận, quyền sử dụng rừng, đất")
    assert found_ids(portal, q="sổ đỏ") == ["typed", "said"]
    assert found_ids(portal, q="so do") == ["typed", "said"]
    assert found_ids(portal, q="sổ đỏ", exact="1") == ["typed"]
    assert found_ids(portal, q='"sổ đỏ"') == ["typed"]


def test_the_page_can_be_asked_by_what_law_says(portal, section):
    make(section, id="lay", description="làm sổ đỏ")
    assert found_ids(portal, q="giấy chứng nhận quyền sử dụng đất") == ["lay"]


def test_most_of_the_words_are_enough_where_few_texts_hold_all(portal, section):
    typed = "hội chợ hoa xuân mở cửa cho ai"
    make(section, id="most", title="Hội chợ", description="hội chợ hoa xuân")
    make(section, id="one", description="mở hội")
    assert found_ids(portal, q=typed) == ["most"]
    for number in range(5):
        make(section, id=f"all-{number}", description="cửa hội chợ hoa xuân mở")
    assert "most" not in found_ids(portal, q=typed)


def test_accents_that_were_typed_count(portal, section):
    make(section, id="sell", description="bán đất nhà")
    make(section, id="friend", description="bạn đạt nhà")
    assert found_ids(portal, q="bán đất rừng sâu")[:1] == ["sell"]
    assert found_ids(portal, q="bạn đạt giải nhất")[:1] == ["friend"]


def test_related_words_add_texts_only_where_few_hold_what_was_typed(portal, section):
    CONCEPTS.fill([Concept("", "Zê", ("zê",), ("đi qua lối",), relation=RELATED)])
    make(section, id="way", description="quyền đi qua lối chung")
    make(section, id="zero", description="zê")
    assert found_ids(portal, q="zê") == ["zero", "way"]
    for number in range(5):
        make(section, id=f"z{number}", description="zê")
    assert "way" not in found_ids(portal, q="zê")


def test_answers_stand_first(portal, section):
    for number in range(3):
        make(section, id=f"news-{number}", title="Khai sinh khai sinh")
    make(
        section,
        "LegalIntroduction",
        id="law",
        title="Đăng ký khai sinh",
        text="<p>Đi khai sinh cho con</p>",
    )
    make(section, "LegalIntroduction", id="else", text="<p>" + "y " * 90 + "sinh</p>")
    assert found_ids(portal, q="khai sinh")[0] == "law"
    assert found_ids(portal, q="khai sinh", type="LegalNews")[0] != "law"
    assert len(search_view(portal, q="khai sinh").finding.answers) == 1


def test_each_result_stands_on_one_page(portal, section):
    for number in range(30):
        kind = "LegalIntroduction" if number % 7 == 0 else "LegalNews"
        make(section, kind, id=f"n{number}", title="Khai sinh")
    make(section, id="near", description="giấy khai sanh")
    seen = []
    for start in ("0", "20"):
        view = search_view(portal, q="khai sinh", b_start=start)
        seen += [hit.url for hit in view.hits()]
    assert len(seen) == len(set(seen)) == view.total


@pytest.mark.parametrize(
    "typed",
    ["cach " * 2000, '"' * 99, "*?" * 200, "a\x00b", '"đất', "\ufeff", "sodo" * 200],
)
def test_nothing_typed_breaks_it(portal, section, typed):
    view = search_view(portal, q=typed)
    assert list(view.hits()) == [] and view.total == 0


def test_a_thesaurus_that_leads_round_in_a_circle_ends(portal, section):
    CONCEPTS.fill(
        [Concept("", "A", ("aa",), ("bb",)), Concept("", "B", ("bb",), ("aa",))]
    )
    make(section, id="both", description="bb")
    assert found_ids(portal, q="aa") == ["both"]
