"""What a visitor typed, read without asking any index: words, numbers, quotations, fillers."""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from sonla.pbgdpl.core.typed_text import normalized
from sonla.pbgdpl.core.vietnamese.words import agrees
from sonla.pbgdpl.core.vietnamese.words import canonical_word
from sonla.pbgdpl.core.vietnamese.words import fold_word
from sonla.pbgdpl.core.vietnamese.words import words

import re

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b-\u200f\u2060\ufeff]"
)
_LETTERS = str.maketrans(
    {
        "\u00f0": "đ",
        "\u00d0": "Đ",
        "“": '"',
        "”": '"',
        "„": '"',
        "‘": "'",
        "’": "'",
        "\u00a0": " ",
    }
)
_HELD_KEY = re.compile(r"([^\W\d_])\1{2,}")
_KIND_AND_NUMBER = re.compile(
    r"\b(nđ|nd|tt|ttlt|nq|qđ|qd|ct|kh|lệnh|luật)(\d{1,4})\b", re.IGNORECASE
)
_QUOTED = re.compile(r'"([^"]+)"')
_DIGIT = re.compile(r"\d")

FILLERS = (
    "cho hỏi|cho em hỏi|cho tôi hỏi|xin hỏi|như thế nào|thế nào|như nào|ra sao|làm sao"
    "|làm thế nào|làm gì|thì sao|được không|có được không|có phải không|bao nhiêu|bao lâu"
    "|ở đâu|nơi nào|chỗ nào|là gì|gồm những gì|những gì|thì làm thế nào|phải làm gì"
    "|có bị|phải không|tại sao|vì sao|hay không|có không"
)
"""Phrases of questions that say nothing of what is asked; with or without accents."""

FILLER_WORDS = (
    "ạ|à|ơi|nhé|nhỉ|thì|là|gì|nào|sao|tôi|mình|em|anh|chị|cháu|bác|chúng|muốn|cần|phải|được"
    "|bị|có|không|cho|với|và|của|ở|khi|nếu|mà|các|những|một|này|đó|rồi|nữa|xin|hỏi|hay"
    "|thế|về|ra|đi|để|do|từ|trong|theo|đâu|ai|vẫn|cũng|đang|đã|sẽ"
)
"""Words that say little; only with their accents, where they have any: `ma` is no `mà`."""

SHORTHAND = ("ko", "k", "kg", "dc", "đc", "j", "ntn", "vs", "e", "a", "c")
"""How such words are written in messages."""

_FILLER_PHRASES = tuple(
    tuple(map(canonical_word, words(phrase))) for phrase in FILLERS.split("|")
)
_FILLER_WORDS = frozenset((*map(canonical_word, FILLER_WORDS.split("|")), *SHORTHAND))


@dataclass(frozen=True)
class TypedWord:
    """One word of a query."""

    word: str
    """Canonical."""
    fixed: bool = False
    """Whether it is part of a number or of a quotation, which stand for themselves."""
    quotation: int = 0
    """Number of the quotation in which it stands, from 1; 0 for none."""


class TypedQuery:
    """Take a query apart."""

    def __init__(self, text: str, limit: int) -> None:
        found = tuple(read_words(text))
        self.words: tuple[TypedWord, ...] = found[:limit]
        self.is_cut = len(found) > limit

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """The canonical words in their order."""
        return tuple(one.word for one in self.words)

    @cached_property
    def fixed(self) -> frozenset[int]:
        """The places of words that stand for themselves."""
        return frozenset(at for at, one in enumerate(self.words) if one.fixed)

    @cached_property
    def fillers(self) -> frozenset[int]:
        """The places of words that say little; none if no other words are left."""
        found = frozenset(filler_places(self.plain)) - self.fixed
        return found if len(found) < len(self.words) else frozenset()

    @property
    def required(self) -> list[str]:
        """The words that a text must hold, to hold all that was typed; each once."""
        kept = (w for at, w in enumerate(self.plain) if at not in self.fillers)
        return list(dict.fromkeys(kept))

    @property
    def quotations(self) -> list[tuple[str, ...]]:
        """The words between quotation marks, those of each pair together."""
        last = max((one.quotation for one in self.words), default=0)
        return [
            tuple(one.word for one in self.words if one.quotation == number)
            for number in range(1, last + 1)
        ]


def tidy(text: str) -> str:
    """Mend what no index is needed for: invisible characters, held keys, joined numbers."""
    text = normalized(text).translate(_LETTERS)
    text = _HELD_KEY.sub(r"\1", _INVISIBLE.sub(" ", text))
    return " ".join(_KIND_AND_NUMBER.sub(r"\1 \2", text).split())


def read_words(text: str) -> Iterator[TypedWord]:
    """Yield the words of a query; a quotation mark without its other is none."""
    end, number = 0, 0
    for quoted in _QUOTED.finditer(text):
        yield from _unquoted(text[end : quoted.start()])
        inside = [canonical_word(word) for word in words(quoted[1])]
        number += bool(inside)
        yield from (TypedWord(word, fixed=True, quotation=number) for word in inside)
        end = quoted.end()
    yield from _unquoted(text[end:])


def _unquoted(text: str) -> Iterator[TypedWord]:
    for part in text.split():
        fixed = "/" in part and _DIGIT.search(part) is not None
        for word in words(part):
            yield TypedWord(canonical_word(word), fixed or word.isdigit())


def filler_places(typed: Sequence[str]) -> Iterator[int]:
    """Yield the places of words that say little."""
    for at, word in enumerate(typed):
        if word in _FILLER_WORDS:
            yield at
        for phrase in _FILLER_PHRASES:
            found = typed[at : at + len(phrase)]
            if len(found) == len(phrase) and all(map(agrees, found, phrase)):
                yield from range(at, at + len(phrase))


def without_number_sign(text: str) -> str:
    """Drop `số` before a number: documents carry the number, not the word."""
    parts = text.split()
    following = [*parts[1:], ""] if parts else []
    return " ".join(
        part
        for part, after in zip(parts, following, strict=True)
        if not (fold_word(part) == "so" and after[:1].isdigit())
    )
