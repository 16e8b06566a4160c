"""Words fold, and have one spelling and all spellings."""

from sonla.pbgdpl.core.vietnamese.words import agrees
from sonla.pbgdpl.core.vietnamese.words import canonical_word
from sonla.pbgdpl.core.vietnamese.words import fold_word
from sonla.pbgdpl.core.vietnamese.words import index_words
from sonla.pbgdpl.core.vietnamese.words import other_i
from sonla.pbgdpl.core.vietnamese.words import spellings
from sonla.pbgdpl.core.vietnamese.words import usual_spelling
from vietnamese_words import TONE_PLACES
from vietnamese_words import typed_forms
from vietnamese_words import WORDS

import pytest
import unicodedata


def test_the_table_is_large_enough():
    assert len(WORDS) >= 60
    assert sum(1 for word in WORDS if ord(word[0]) > 0x24F) >= 40


@pytest.mark.parametrize(("written", "folded"), WORDS.items())
def test_every_typed_form_folds_alike(written, folded):
    for form in typed_forms(written, folded):
        assert " ".join(map(fold_word, form.split())) == folded


@pytest.mark.parametrize(("written", "folded"), WORDS.items())
def test_every_word_is_among_the_spellings_of_its_plain_form(written, folded):
    for word, plain in zip(written.split(), folded.split(), strict=True):
        assert canonical_word(word) in spellings(plain)


@pytest.mark.parametrize(("one", "other"), TONE_PLACES.items())
def test_the_place_of_the_tone_makes_no_difference(one, other):
    assert canonical_word(one) == canonical_word(other)


@pytest.mark.parametrize(
    ("one", "other"), [("bán", "bạn"), ("ban", "bán"), ("đa", "da"), ("ô", "o")]
)
def test_other_accents_do(one, other):
    assert canonical_word(one) != canonical_word(other)
    assert fold_word(one) == fold_word(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("218/QĐ-UBND", ["218", "qđ", "ubnd"]),
        ("PBDGPL", ["pbgdpl"]),
        ("日本", ["日本"]),
        ("#ChuyểnĐổiSố", ["chuyểnđổisố", "chuyendoiso"]),
        ("ÜBER", ["über", "uber"]),
        ("", []),
        ("“ ” ( * ?", []),
    ],
)
def test_words_of_a_text(text, expected):
    assert list(index_words(text)) == expected


def test_decomposed_text_has_the_same_words():
    text = "Ủy ban nhân dân tỉnh Sơn La ban hành"
    decomposed = unicodedata.normalize("NFD", text)
    assert list(index_words(decomposed)) == list(index_words(text))


@pytest.mark.parametrize("word", ["supercalifragilistic", "aeiouaeiou", "dddddddddddd"])
def test_long_words_have_few_spellings(word):
    assert len(spellings(word)) == 1


@pytest.mark.parametrize(
    "word", "nước hòa quý già thuở nguyễn khoái quốc gì ngoèo mía việc ban".split()
)
def test_words_are_written_as_books_do(word):
    assert usual_spelling(canonical_word(word)) == word


@pytest.mark.parametrize(
    ("typed", "meant", "agree"),
    [
        ("dat", "đất", True),
        ("đat", "đất", True),
        ("đất", "đất", True),
        ("đạt", "đất", False),
        ("đất", "dat", False),
        ("ban", "bạn", True),
        ("bang", "bạn", False),
    ],
)
def test_accents_may_be_left_out_not_be_others(typed, meant, agree):
    assert agrees(canonical_word(typed), canonical_word(meant)) == agree


@pytest.mark.parametrize(
    ("word", "other"), [("lý", "lí"), ("kĩ", "kỹ"), ("tay", "tay"), ("thúy", "thúy")]
)
def test_one_i_for_the_other(word, other):
    assert other_i(canonical_word(word)) == canonical_word(other)
