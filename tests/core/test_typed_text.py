"""What strangers type comes out composed, of a bounded length and with few marks on a letter."""

from sonla.pbgdpl.core.typed_text import clean_text
from sonla.pbgdpl.core.typed_text import MAX_MARKS
from sonla.pbgdpl.core.typed_text import MAX_READ
from sonla.pbgdpl.core.typed_text import normalized

import pytest


@pytest.mark.parametrize("form", ["NFC", "NFKC", "NFKD"])
def test_a_letter_keeps_few_marks(form):
    text = normalized("a" + "\u0323\u0316" * 9_999 + "b", form)
    assert text.startswith(("a", "ạ")) and text.endswith("b")
    assert len(text) <= MAX_MARKS + 2


@pytest.mark.parametrize("text", ["─" * 99, "🇻🇳" * 40, "…" * 50, "ก็" * 40])
def test_signs_in_a_row_stay(text):
    assert normalized(text) == text


def test_a_text_has_an_end():
    assert len(clean_text("a" * (MAX_READ + 1))) == MAX_READ
