"""What waits to be filled in, and which step stands at the top."""

from datetime import date
from sonla.pbgdpl.situations.rules import average_syllables
from sonla.pbgdpl.situations.rules import holds_placeholder
from sonla.pbgdpl.situations.rules import long_sentences
from sonla.pbgdpl.situations.rules import main_step

import pytest
import unicodedata


@pytest.mark.parametrize(
    "value,expected",
    [
        ("Theo nghị quyết (CHỜ ĐIỀN)", True),
        (unicodedata.normalize("NFD", "chờ điền"), True),
        ("chờ\n điền", True),
        (("Một", "chờ điền"), True),
        ([{"title": "Nộp", "fee": "chờ điền", "level": None}], True),
        ("chờ điện thoại", False),
        ("cho dien", False),
        ([{"title": "Nộp"}], False),
        (None, False),
        (date(2026, 1, 1), False),
    ],
)
def test_placeholder(value, expected):
    assert holds_placeholder(value) is expected


def test_the_step_at_the_top_is_the_one_that_answers_most():
    home = {"level": "tu-lam", "office": "Tại nhà", "fee": "Không", "time_limit": "1"}
    bare = {"level": "ubnd-xa", "office": "UBND xã"}
    full = {**bare, "fee": "Không", "time_limit": "Trong ngày"}
    assert main_step([home, bare, full]) == full
    assert main_step([home, bare]) == bare
    assert main_step([home]) == home
    assert main_step([]) == {}


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
