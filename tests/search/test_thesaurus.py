"""What the thesaurus makes of a query, by tables; no portal."""

from sonla.pbgdpl.search.rules import tidy
from sonla.pbgdpl.search.rules import TypedQuery
from sonla.pbgdpl.search.thesaurus.rules import BROADER
from sonla.pbgdpl.search.thesaurus.rules import CompiledThesaurus
from sonla.pbgdpl.search.thesaurus.rules import Concept
from sonla.pbgdpl.search.thesaurus.rules import MAX_CONCEPTS
from sonla.pbgdpl.search.thesaurus.rules import MAX_PHRASES
from sonla.pbgdpl.search.thesaurus.rules import OFF
from sonla.pbgdpl.search.thesaurus.rules import RELATED
from sonla.pbgdpl.search.thesaurus.storage import concept_of_cells
from sonla.pbgdpl.search.thesaurus.storage import shipped

import pytest

CONCEPTS = (
    Concept(
        "giay",
        "Giấy chứng nhận quyền sử dụng đất",
        lay_terms=("sổ đỏ", "bìa đỏ", "GCNQSDĐ", "sodo"),
        legal_terms=("giấy chứng nhận quyền sử dụng đất",),
        fields=("dat-dai",),
        whole_word_terms=("GCNQSDĐ",),
    ),
    Concept(
        "mu",
        "Mũ bảo hiểm",
        lay_terms=("mũ bảo hiểm",),
        legal_terms=("mũ bảo hiểm cho người đi mô tô",),
    ),
    Concept(
        "bao-hiem",
        "Bảo hiểm (chưa rõ loại)",
        lay_terms=("bảo hiểm",),
        legal_terms=("bảo hiểm xã hội", "bảo hiểm y tế"),
        relation=RELATED,
    ),
    Concept(
        "nuong",
        "Đất nương rẫy",
        lay_terms=("nương", "đất nương"),
        legal_terms=("đất nông nghiệp",),
        relation=BROADER,
        accented_only_terms=("nương",),
    ),
    Concept(
        "den-bu-dat",
        "Bồi thường về đất",
        lay_terms=("đền bù",),
        legal_terms=("bồi thường về đất",),
        fields=("dat-dai",),
    ),
    Concept(
        "den-bu",
        "Bồi thường thiệt hại",
        lay_terms=("đền bù",),
        legal_terms=("bồi thường thiệt hại",),
        fields=("dan-su",),
    ),
    Concept(
        "bao-luc",
        "Bạo lực gia đình",
        lay_terms=("chồng đánh", "vũ phu"),
        legal_terms=("bạo lực gia đình",),
        hidden_terms=("vũ phu",),
    ),
    Concept("off", "Sổ gạo", ("tem gạo",), ("sổ lương thực",), status=OFF),
)
THESAURUS = CompiledThesaurus(CONCEPTS)


def understood(text, fields=()):
    typed = TypedQuery(tidy(text), 20)
    return THESAURUS.understand(typed.plain, fields, typed.fixed)


def keys(text, fields=()):
    return [one.concept.key for one in understood(text, fields).expansions]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("sổ đỏ", ["giay"]),
        ("làm Sổ Đỏ ở đâu", ["giay"]),
        ("so do", ["giay"]),
        ("sổ đo", ["giay"]),
        ("sodo", ["giay"]),
        ("gcnqsdđ", ["giay"]),
        ("số đo", []),
        ("sổ đất đỏ", []),
        ("mũ bảo hiểm", ["mu"]),
        ("bảo hiểm", ["bao-hiem"]),
        ("mũ bảo hiểm và bảo hiểm", ["mu", "bao-hiem"]),
        ("nương", ["nuong"]),
        ("nuong", []),
        ("dat nuong", ["nuong"]),
        ("bố mẹ nhường", []),
        ('"sổ đỏ"', []),
        ('"sổ đỏ" bìa đỏ', ["giay"]),
        ('"sổ đỏ', ["giay"]),
        ("đền bù", []),
        ("tem gạo", []),
        ("vũ phu", ["bao-luc"]),
        ("", []),
    ],
)
def test_concepts_are_found(typed, expected):
    assert keys(typed) == expected


def test_the_words_of_law_are_said_as_people_say_them_where_both_mean_the_same():
    (found,) = understood("giấy chứng nhận quyền sử dụng đất").expansions
    assert found.phrases == ("sổ đỏ", "bìa đỏ", "GCNQSDĐ", "sodo")
    assert keys("đất nông nghiệp") == []


def test_hidden_words_match_and_are_never_said():
    (found,) = understood("bạo lực gia đình").expansions
    assert found.phrases == ("chồng đánh",)
    assert understood("vũ phu").expansions[0].hidden
    assert "vũ phu" not in THESAURUS.shown


def test_ambiguous_words_offer_branches_until_a_field_is_chosen():
    assert [one.key for one in understood("đền bù").branches] == [
        "den-bu-dat",
        "den-bu",
    ]
    assert keys("đền bù", ["dan-su"]) == ["den-bu"]
    assert understood("đền bù", ["dan-su"]).branches == ()
    assert keys("sổ đỏ", ["giao-thong"]) == []


def test_what_is_only_related_gives_way_to_what_shares_a_word():
    two = CompiledThesaurus(
        (
            Concept("a", "A", ("bị bắt",), ("tội phạm",), relation=RELATED),
            Concept("b", "B", ("bắt nạt",), ("bạo lực học đường",)),
        )
    )
    found = two.understand(("bị", "bắt", "nạt")).expansions
    assert [one.concept.key for one in found] == ["b"]


def test_a_query_is_widened_by_a_few_words_only():
    many = CompiledThesaurus(
        Concept(f"c{n}", f"C{n}", (f"dân{n}",), (f"luật{n} a", f"luật{n} b", "x", "y"))
        for n in range(9)
    )
    typed = TypedQuery(" ".join(f"dân{n}" for n in range(9)), 20)
    found = many.understand(typed.plain).expansions
    assert len(found) <= MAX_CONCEPTS
    assert sum(len(one.phrases) for one in found) <= MAX_PHRASES


def test_expansions_are_not_expanded():
    chain = CompiledThesaurus(
        (Concept("a", "B", ("a",), ("b",)), Concept("b", "C", ("b",), ("c",)))
    )
    assert [one.phrases for one in chain.understand(("a",)).expansions] == [("b",)]


def test_what_is_shipped_can_be_read():
    concepts = list(shipped())
    assert len(concepts) > 250
    assert all(one.label and one.lay_terms and one.legal_terms for one in concepts)
    assert all(one.weight for one in concepts)


def test_a_row_of_a_file():
    one = concept_of_cells({"concept": " A ", "lay_terms": "b ; c;;b\nd"})
    assert (one.label, one.lay_terms) == ("A", ("b", "c", "d"))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("luậttttt", "luật"),
        ("ðất", "đất"),
        ("đất\u200bđai\x00 x", "đất đai x"),
        ("nđ168", "nđ 168"),
        ("nđ168/2024", "nđ 168/2024"),
        ("1000", "1000"),
        ("“đất”", '"đất"'),
    ],
)
def test_what_needs_no_index_is_mended(typed, expected):
    assert tidy(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("cho hỏi ly hôn cần gì ạ", ["ly", "hôn"]),
        ("cho e hỏi ly hôn cần j ạ", ["ly", "hôn"]),
        ("ly hon nhu the nao", ["ly", "hon"]),
        ("ma túy", ["ma", "túy"]),
        ("là gì", ["là", "gì"]),
        ('"là" gì đất', ["là", "đất"]),
    ],
)
def test_words_that_say_nothing_are_not_required(typed, expected):
    assert TypedQuery(tidy(typed), 20).required == expected
