"""Where the box of a situation and its steps disagree, and what is hard to read."""

from hypothesis import given
from hypothesis import strategies as st
from sonla.pbgdpl.situations.rules import average_syllables
from sonla.pbgdpl.situations.rules import BOX
from sonla.pbgdpl.situations.rules import disagreements
from sonla.pbgdpl.situations.rules import long_sentences

import pytest
import unicodedata

CELLS = ("title", "what", "who", "office", "fee", "time_limit")


STEPS = [
    {"title": "Hỏi", "who": "Tổ hòa giải", "fee": "Không"},
    {
        "title": "Nộp đơn",
        "what": "Tòa xem đơn trong 8 ngày làm việc.",
        "office": "Tòa án nhân dân khu vực nơi có đất",
        "fee": "300.000 đồng nếu không chia tài sản",
        "time_limit": "04 tháng; gia hạn không quá 02 tháng",
    },
]


def heard(box, steps=STEPS):
    """List what a box and steps disagree on: field, words, and the step that says else."""
    return [(one.field, one.said, one.step) for one in disagreements(box, steps)]


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ({}, []),
        ({"where": None, "fee": " "}, []),
        ({"where": "Tòa án nhân dân khu vực"}, []),
        ({"where": "Tổ hòa giải hoặc Tòa án nhân dân khu vực"}, []),
        ({"where": "TOÀ ÁN khu vực; UBND xã"}, [("where", "UBND xã", "")]),
        ({"duration": "4 tháng"}, []),
        ({"duration": "8 ngày làm việc"}, []),
        ({"duration": "8 ngày"}, [("duration", "8 ngày", "")]),
        ({"duration": "Ngay"}, []),
        ({"deadline": "trong 30 ngày"}, [("deadline", "30 ngày", "")]),
        ({"fee": "300.000 đồng"}, []),
        ({"fee": "300000đ"}, []),
        ({"fee": "70.000 đồng"}, [("fee", "70.000 đồng", "")]),
        ({"fee": "Không"}, [("fee", "Không", "Nộp đơn")]),
        ({"fee": "Miễn phí"}, [("fee", "Miễn phí", "Nộp đơn")]),
        (
            {"fee": unicodedata.normalize("NFD", "Không mất tiền")},
            [("fee", "Không mất tiền", "Nộp đơn")],
        ),
        ({"fee": "0 đồng"}, [("fee", "0 đồng", "Nộp đơn")]),
        ({"fee": "Không; kiện thì nộp án phí"}, []),
        ({"fee": "Không quá 300.000 đồng"}, []),
        ({"fee": "9" * 5000 + "đ"}, [("fee", "9" * 5000 + "đ", "")]),
        ({"deadline": "9" * 5000 + " ngày"}, [("deadline", "9" * 5000 + " ngày", "")]),
    ],
)
def test_where_the_box_and_the_steps_disagree(box, expected):
    assert heard(box) == expected


def test_steps_that_are_silent_disagree_with_nothing():
    box = {"where": "UBND xã", "duration": "3 ngày", "fee": "70.000 đồng"}
    assert heard(box, []) == heard(box, [{}]) == heard(box, [{"title": "Nộp"}]) == []


@given(
    st.dictionaries(st.sampled_from(BOX), st.text() | st.none()),
    st.lists(st.dictionaries(st.sampled_from(CELLS), st.text() | st.none())),
)
def test_whatever_they_hold_is_compared(box, steps):
    """What is told of the box stands in it; what is told of a step stands in that step."""
    for one in disagreements(box, steps):
        said = unicodedata.normalize("NFC", box[one.field])
        assert one.said and one.said in said
        others = [unicodedata.normalize("NFC", step.get("fee") or "") for step in steps]
        assert not one.other or any(one.other in fee for fee in others)


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("tiếng " * 31 + ".", [32]),
        ("tiếng " * 30, []),
        ("tiếng " * 20 + "này. " + "tiếng " * 20, []),
        ("tiếng " * 25 + "(Điều 37 khoản 1 Nghị định 82/2020/NĐ-CP)", []),
        ("", []),
    ],
)
def test_sentences_that_are_too_long(line, counts):
    assert [count for _sentence, count in long_sentences([line])] == counts


def test_how_long_sentences_are_on_average():
    assert average_syllables(["Một hai. Ba bốn năm sáu.", "Bảy tám chín."]) == 3
    assert average_syllables([]) == 0
