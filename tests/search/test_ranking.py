"""The search page finds whole syllables, and what was meant comes first."""

from search_content import found_ids
from search_content import make
from search_content import make_section
from vietnamese_words import all_written
from vietnamese_words import table

import pytest
import unicodedata

IDS = {written: f"x{number}" for number, written in enumerate(all_written())}


class TestTheTableOfWords:
    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def content(cls, portal_class):
        section = make_section(portal_class)
        for written, item_id in IDS.items():
            make(section, "LegalNews", id=item_id, description=f"abc {written} xyz")

    @pytest.mark.parametrize(("written", "typed"), table())
    def test_found(self, portal_class, written, typed):
        assert IDS[written] in found_ids(portal_class, q=typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("bán", ["sell", "friend", "board"]),
        ("bạn", ["friend", "sell", "board"]),
        ("Ủy bán", ["sell", "friend", "board"]),
    ],
)
def test_the_accented_word_comes_first(portal, section, typed, expected):
    make(section, id="board", description="ủy ban ban ban ban ban")
    make(section, id="friend", description="ủy bạn")
    make(section, id="sell", description="ủy bán")
    found = found_ids(portal, q=typed)
    assert found[0] == expected[0]
    assert set(found) == set(expected)


def test_the_accented_phrase_comes_before_its_words_apart(portal, section):
    make(section, id="apart", title="sở pháp tư sở pháp tư", description="tư sở pháp")
    make(section, id="folded", title="số tù phạp", description="sơ tu phap")
    make(section, id="phrase", description="x " * 300 + "sở tư pháp")
    assert found_ids(portal, q="sở tư pháp") == ["phrase", "apart", "folded"]


def test_a_phrase_without_accents_comes_before_its_words_apart(portal, section):
    make(section, id="apart", title="nhân ủy dân ban", description="dân ủy nhân ban")
    make(section, id="phrase", description="x " * 50 + "ủy ban nhân dân")
    assert found_ids(portal, q="uy ban nhan dan") == ["phrase", "apart"]


def test_a_word_without_accents_means_all_its_spellings(portal, section):
    make(section, id="trust", description="uy tín của ban lãnh đạo" + " x" * 30)
    make(section, id="committee", title="Ủy ban", description="ủy ban")
    assert found_ids(portal, q="uy ban") == ["committee", "trust"]


def test_a_title_counts_more_than_a_mention(portal, section):
    make(section, id="mention", description="đất đai", text="<p>x</p>")
    make(section, id="headed", title="Đất đai", description="x x")
    assert found_ids(portal, q="đất đai") == ["headed", "mention"]


@pytest.mark.parametrize("typed", ["ban", "bang", "ba", "an", "ba*", "b?n"])
def test_only_whole_syllables(portal, section, typed):
    make(section, id="table", description="băng")
    expected = ["table"] if typed == "bang" else []
    assert found_ids(portal, q=typed) == expected


def test_all_words_are_asked_for(portal, section):
    make(section, id="one", description="luật đất đai")
    make(section, id="two", description="luật trẻ em")
    assert found_ids(portal, q="luật đất") == ["one"]
    assert found_ids(portal, q="luật đất trẻ", exact="1") == []


@pytest.mark.parametrize(
    "typed",
    [
        "218",
        "218/QĐ",
        "218/QD",
        "218/qđ-ubnd",
        "218 / QĐ - UBND",
        "218 qd ubnd",
        "số 218",
        "So 218/QĐ-UBND",
        "qd-ubnd",
        "218/QĐ–UBND",
        unicodedata.normalize("NFD", "218/QĐ-UBND"),
    ],
)
def test_numbers_whole_and_in_part(portal, section, typed):
    make(section, "Guidance", id="g", number="218/QĐ-UBND")
    make(section, "Guidance", id="other", number="219/NQ-HĐND")
    assert found_ids(portal, q=typed) == ["g"]


def test_the_document_comes_before_texts_that_mention_it(portal, section):
    make(section, id="mention", title="218/QĐ-UBND 218/QĐ-UBND 218/QĐ-UBND")
    make(section, "Guidance", id="g", number="218/QĐ-UBND", text="<p>x</p>" * 99)
    assert found_ids(portal, q="218/QĐ-UBND") == ["g", "mention"]
    assert found_ids(portal, q="quyet dinh 218/QĐ-UBND", exact="1") == []
    make(section, "Guidance", id="d", document_type="quyet-dinh", number="218/QĐ-UBND")
    assert found_ids(portal, q="quyet dinh 218/QĐ-UBND", exact="1") == ["d"]


@pytest.mark.parametrize("typed", ["KH-PBGDPL", "KH-PBDGPL", "pbdgpl", "PBGDPL"])
@pytest.mark.parametrize("number", ["12/KH-PBGDPL", "12/KH-PBDGPL"])
def test_slips(portal, section, typed, number):
    make(section, "Guidance", id="number", number=number)
    make(section, id="words", description=f"theo {number}")
    assert set(found_ids(portal, q=typed)) == {"number", "words"}


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        '"đất',
        "đất)",
        "((đất",
        "*đất",
        "đất*",
        "?",
        "-đất",
        "đất -",
        "NOT",
        "đất AND",
        "OR",
        "and not or",
        "%",
        "\\",
        "đất\x00",
        "<script>alert(1)</script>",
        "' OR 1=1",
        "đất " * 500,
        "\ud83d\ude00",
        "日本",
        "…",
        "\u0301",
    ],
)
def test_nothing_typed_breaks_it(portal, section, typed):
    make(section, description="đất đai")
    assert isinstance(found_ids(portal, q=typed), list)


def test_punctuation_around_words_does_not_count(portal, section):
    make(section, id="one", description="đất đai")
    for typed in ('"đất đai"', "(đất) đai*", "đất, đai!", "-đất +đai", "ĐẤT ĐAI?"):
        assert found_ids(portal, q=typed) == ["one"]


def test_stock_content_in_the_section_is_found_and_none_outside(portal, section):
    make(section, "Document", id="inside", text="<p>ấn phẩm</p>")
    make(portal, "Document", id="outside", text="<p>ấn phẩm</p>")
    assert found_ids(portal, q="an pham") == ["inside"]


def test_changed_and_deleted_texts(portal, section):
    text = make(section, id="one", description="đất đai")
    text.description = "trẻ em"
    text.reindexObject()
    assert found_ids(portal, q="đất") == []
    assert found_ids(portal, q="tre em") == ["one"]
    section.manage_delObjects(["one"])
    assert found_ids(portal, q="trẻ em") == []
