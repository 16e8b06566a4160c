"""How terms are read and found; no portal."""

from sonla.pbgdpl.core.vietnamese.words import fold_word
from sonla.pbgdpl.core.vietnamese.words import words
from sonla.pbgdpl.emergencies.helplines import each_once
from sonla.pbgdpl.emergencies.rules import CompiledDangers
from sonla.pbgdpl.emergencies.rules import Danger
from sonla.pbgdpl.emergencies.rules import Helpline
from sonla.pbgdpl.emergencies.rules import OFF
from sonla.pbgdpl.emergencies.storage import shipped_dangers

import pytest
import sys

VIOLENCE = Danger(
    "violence",
    "Bị đánh",
    helplines=("113",),
    words=("chồng/bố … đánh/đập tôi", "bị đánh"),
    accented_words=("tự tử",),
    topics=("bạo lực",),
    harmless=("đánh giá",),
)
LONGEST = 5000


def found(text, *dangers):
    return [one.key for one in CompiledDangers(dangers or (VIOLENCE,)).find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "chồng đánh tôi",
        "Bố lại uống rượu rồi đập tôi",
        "chong danh toi",
        "CHỒNG  ĐÁNH, TÔI",
        "ck đáh tôi",
        "choofng ddanhs tooi",
        "em bị dánh",
        "bidanh",
        "bạo lực ở nhà",
        "tự tử",
        "tu tu",
        "muốn tự tử",
        "tự tữ",
        "bị đánhh",
        "chồnggg đánh tôi",
        "trồng đánh tôi",
    ],
)
def test_danger_is_found(text):
    assert found(text) == ["violence"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "…",
        "chồng tôi",
        "chồng tôi làm ruộng ở xã bên đánh tôi",
        "chồng ở nhà. Người ta đánh tôi",
        "bị đánh giá thấp",
        "luật phòng, chống bạo lực gia đình",
        "tu tu roi tinh",
        "từ từ",
        "bị dành",
    ],
)
def test_what_is_no_danger_is_none(text):
    assert found(text) == []


def test_what_is_certain_comes_first_and_what_is_switched_off_never():
    subject = Danger("a", "A", topics=("bạo lực",), order="1")
    certain = Danger("b", "B", words=("bị đánh",), order="2")
    off = Danger("c", "C", words=("bị đánh",), status=OFF)
    assert found("bạo lực, bị đánh", subject, certain, off) == ["b", "a"]


def test_dangers_have_an_order_whatever_stands_in_the_column():
    found = [
        Danger("x", order, order=order).place for order in ("2", "10", "²", "9" * 9)
    ]
    assert [number for number, _title in found] == [2, 10, 1000, 1000]


def examples(term):
    """Yield what stands for a term: the first and the last word of each choice."""
    for at in (0, -1):
        tokens = term.replace("…", " ").split()
        yield " ".join(token.split("/")[at] for token in tokens)


ROWS = [
    (danger, name, term)
    for danger in shipped_dangers().values()
    for name in ("words", "accented_words", "topics")
    for term in getattr(danger, name)
]


def test_each_shipped_term_is_found_with_accents_and_without():
    """Alone in its danger: what is no danger beside it is for phrases to say."""
    lost = []
    for danger, name, term in ROWS:
        alone = CompiledDangers([Danger(danger.key, "A", words=(term,))])
        for text in examples(term):
            plain = " ".join(map(fold_word, words(text)))
            for typed in (text, text.upper(), plain):
                if not alone.find(typed):
                    lost.append((danger.key, name, term, typed))
    assert lost == []


def test_each_shipped_term_is_found_among_all_others():
    compiled = CompiledDangers(shipped_dangers().values())
    lost = [
        (danger.key, term)
        for danger, name, term in ROWS
        if name != "topics"
        and danger.key
        not in [one.key for text in examples(term) for one in compiled.find(text)]
    ]
    assert lost == []


def steps(text, dangers=None):
    """Count the calls that a search makes."""
    compiled = CompiledDangers(dangers or shipped_dangers().values())
    count = 0
    compiled.find(text)

    def note(_frame, event, _argument):
        nonlocal count
        count += event == "call"

    sys.setprofile(note)
    try:
        compiled.find(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "part", ["bị ", "chồng tôi ", "không ", "nước ở nhà ", "x ", "đánh giá "]
)
def test_the_work_grows_with_the_text_alone(part):
    text = part * (LONGEST // len(part))
    assert steps(text) <= 2.2 * steps(text[: LONGEST // 2])


def test_each_gap_of_a_term_adds_work_and_multiplies_none():
    few, many = (
        Danger("x", "X", words=(" … ".join([*["ba"] * gaps, "xa"]),)) for gaps in (4, 8)
    )
    text = "ba " * 100
    assert steps(text, [many]) <= 3 * steps(text, [few])
    assert found(f"{text} xa", many) == ["x"]


def test_a_term_with_many_ways_to_join_it_is_found_in_words_alone():
    term = " ".join(["ba/ca/da/ga/ha/la"] * 10)
    assert found("ba ca da ga ha la ba ca da ga", Danger("x", "X", words=(term,)))


@pytest.mark.parametrize(
    ("number", "url"),
    [
        ("113", "tel:113"),
        ("+84 981 84 84 84", "tel:+84981848484"),
        ("javascript:alert(1)", "tel:1"),
        ("chờ điền", ""),
        ("", ""),
    ],
)
def test_only_what_can_be_dialled_is_an_address(number, url):
    assert Helpline(number, "A").url == url


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({"key": "113"}, True),
        ({"key": "other"}, False),
        ({"key": "other", "confirmed_by": "Lò Thị Mẫu"}, False),
        ({"key": "other", "confirmed_on": "2026-01-01"}, False),
        (
            {"key": "o", "confirmed_by": "Lò Thị Mẫu", "confirmed_on": "2026-01-01"},
            True,
        ),
    ],
)
def test_a_number_is_shown_once_somebody_has_confirmed_it(facts, shown):
    assert Helpline("113", "A", **facts).is_confirmed is shown
    assert not Helpline("", "A", **{**facts, "key": "o"}).is_confirmed


def test_whom_to_call_first_stays_first():
    numbers = ("115", "111", "113", "113", "111", "115")
    lines = [Helpline(number, f"{at}") for at, number in enumerate(numbers)]
    assert each_once(lines) == lines[:3]
