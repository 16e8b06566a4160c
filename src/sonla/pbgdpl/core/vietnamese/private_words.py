"""Words of a text by which somebody may be known: numbers, addresses and names.

Identity numbers (9 and 12 digits), telephone numbers, e-mail addresses, and names that stand
after a word such as *ông*, *bà* or *tôi là*, or that are built as most Vietnamese names are
(*Lò Văn Mẫu*, *Giàng Thị Mẫu*). Found by shape alone: whoever reads the text decides what each
of them is. All of it is linear in the length of the text.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from sonla.pbgdpl.core.typed_text import normalized
from sonla.pbgdpl.core.vietnamese.names import fold_person
from sonla.pbgdpl.core.vietnamese.private_numbers import at_home
from sonla.pbgdpl.core.vietnamese.private_numbers import digits_of
from sonla.pbgdpl.core.vietnamese.private_numbers import find_numbers
from sonla.pbgdpl.core.vietnamese.private_numbers import IDENTITY
from sonla.pbgdpl.core.vietnamese.private_numbers import PHONE
from sonla.pbgdpl.core.vietnamese.private_numbers import ZERO_WIDTH
from sonla.pbgdpl.core.vietnamese.words import canonical_word
from sonla.pbgdpl.core.vietnamese.words import fold_word
from typing import TypeAlias

import re

EMAIL, NAME = "email", "name"
KINDS = (IDENTITY, PHONE, EMAIL, NAME)

Replacement: TypeAlias = tuple[int, int, str]
"""Start and end of a place in a text, and what is to stand there."""
OMITTED = "[…]"
"""What stands for a word that was left out."""

_EMAIL = re.compile(
    rf"[\w.+%\-{ZERO_WIDTH}]{{1,64}} ?[@＠﹫] ?[\w\-{ZERO_WIDTH}]{{1,63}}(?:\.[\w\-{ZERO_WIDTH}]{{1,63}}){{1,5}}"
)
_UNSEEN = str.maketrans("", "", ZERO_WIDTH)
_WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f'’{ZERO_WIDTH}])*")
_GAP = re.compile(rf"(?:[^\S\n]|[{ZERO_WIDTH}]){{1,4}}|-")
MAX_WORDS_OF_NAME = 6
MAX_WORDS_IN_CAPITALS = 4
"""Words of a name where nothing else may end it, as in a sentence all in capitals."""

_ADDRESSES = frozenset(
    map(
        canonical_word,
        "ông bà anh chị cô chú bác em cậu dì thím mợ cụ cháu con vợ chồng mẹ bố cha tên".split(),
    )
)
"""Words after which a name stands."""
_HONORIFICS = frozenset(map(canonical_word, "ông bà anh chị cô chú bác cụ".split()))
"""Of these, words after which a given name stands alone: *ông Páo*."""
_NO_NAMES_ALONE = _ADDRESSES | frozenset(
    map(canonical_word, "sĩ giáo hồ trời ta ấy này kia nào bếp thợ lái mai mối".split())
)
"""What else is written with a capital after such a word."""
_PEOPLE = _ADDRESSES | frozenset(map(canonical_word, "tôi mình".split()))
"""Words after which *là* introduces a name."""
_IS = canonical_word("là")
_MIDDLE = frozenset(map(canonical_word, ("văn", "thị")))
"""Middle names that tell a name without anything before it."""
_NO_NAMES = frozenset(
    map(
        canonical_word,
        "ủy ban ubnd hđnd công an tòa viện sở phòng bộ cục chi hội đảng đội trạm"
        " chủ trưởng phó giám bí thư luật nghị thông quyết điều khoản giấy đơn hợp"
        " người nhà nước việt xã phường huyện tỉnh thành thôn bản tổ khu quốc cán ngân"
        " trường bệnh cccd cmnd tôi của là đi nội ngoại dâu rể trai gái nuôi ruột họ học".split(),
    )
)
"""First words of what is written with capitals and is no name."""
_NO_GIVEN_NAMES = frozenset(
    map(canonical_word, "hóa bản phòng thư kiện nghệ học xã trường trấn thực".split())
)
"""What follows *văn* and *thị* in words that are no names."""
_SURNAMES = frozenset(
    map(
        canonical_word,
        "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý lò quàng cà tòng"
        " lường lương vàng giàng sùng thào mùa hờ và vừ lầu tráng chảo bàn triệu phùng hà bạc cầm"
        " điêu đèo mè tếnh sộng sồng phàng hạng hảng khoàng lèo lừ kháng cứ cư thàng ly má ma"
        " vì hoa quách đinh đào đoàn trịnh trương mai tạ tô chu châu cao lưu lâm la nông hứa"
        " sa xa lộc lự mào mòng mừng ngần quang bế vi kim thạch sơn".split(),
    )
)
"""Surnames of the region: where letters tell no name, such a word has to begin it."""


@dataclass(frozen=True)
class Mark:
    """Words between `start` and `end` of a text, of one of `KINDS`."""

    start: int
    end: int
    kind: str
    text: str
    """As it stands there."""

    @property
    def key(self) -> str:
        """What is the same for all spellings of a number, an address or a name."""
        return f"{self.kind}:{_normal(self.kind, self.text)}"


def find_private_words(text: str, kinds: Iterable[str] = KINDS) -> list[Mark]:
    """Return the marks of a text in their order; none overlaps another one."""
    wanted, found, end = frozenset(kinds), [], 0
    numbers = (
        Mark(start, end, kind, text[start:end])
        for start, end, kind in find_numbers(text)
    )
    candidates = chain(_emails(text), numbers, _names(text))
    for mark in sorted(candidates, key=lambda one: (one.start, -one.end)):
        if mark.start >= end and mark.kind in wanted:
            found.append(mark)
            end = mark.end
    return found


def replace_spans(text: str, spans: Iterable[Replacement]) -> str:
    """Return a text with other words in some places, which come in their order."""
    parts: list[str] = []
    at = 0
    for start, end, words in spans:
        parts += (text[at:start], words)
        at = end
    return "".join((*parts, text[at:]))


def _normal(kind: str, text: str) -> str:
    text = text.translate(_UNSEEN)
    if kind == NAME:
        return fold_person(text)
    if kind == EMAIL:
        return normalized(text, "NFKC").replace(" ", "").casefold()
    if kind not in KINDS:
        return " ".join(text.split()).casefold()
    digits = digits_of(text)
    plus = "+" if text.lstrip(" (").startswith("+") else ""
    return at_home(plus + digits) if kind == PHONE else digits


def _emails(text: str) -> Iterator[Mark]:
    for match in _EMAIL.finditer(text):
        yield Mark(*match.span(), EMAIL, match.group())


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    text: str
    """Without signs that have no width."""

    @property
    def word(self) -> str:
        return canonical_word(self.text)

    @property
    def is_in_capitals(self) -> bool:
        letters = [char for char in self.text if char.isalpha()]
        return len(letters) > 1 and all(char.isupper() for char in letters)

    def is_one_of(self, words: frozenset[str], plain: bool = False) -> bool:
        """Return whether it is one of some words; `plain` also without accents."""
        word = self.word
        return word in words or (plain and word.isascii() and word in _plain(words))


_PLAIN: dict[frozenset[str], frozenset[str]] = {
    words: frozenset(map(fold_word, words))
    for words in (
        _ADDRESSES,
        _PEOPLE,
        _MIDDLE,
        _NO_NAMES,
        _NO_GIVEN_NAMES,
        _SURNAMES,
        frozenset({_IS}),
    )
}


def _plain(words: frozenset[str]) -> frozenset[str]:
    return _PLAIN[words]


def _names(text: str) -> Iterator[Mark]:
    tokens = [
        _Token(*one.span(), one.group().translate(_UNSEEN))
        for one in _WORD.finditer(text)
    ]
    at = 0
    while at < len(tokens):
        count = _length_of_name(text, tokens, at)
        if count:
            start, end = tokens[at].start, tokens[at + count - 1].end
            yield Mark(start, end, NAME, text[start:end])
        at += count or 1


def _length_of_name(text: str, tokens: list[_Token], at: int) -> int:
    """Return of how many words the name is that begins with a token; 0 for none."""
    run = _run_of(text, tokens, at)
    if _is_given_name(text, tokens, at, run):
        return 1
    if len(run) < 2:
        return 0
    plain = all(token.text.isascii() for token in run)
    surname = run[0].is_one_of(_SURNAMES, plain)
    has_middle = len(run) > 2 and run[1].is_one_of(_MIDDLE, plain)
    other_word = run[0].is_one_of(_NO_NAMES, plain) and not (surname and has_middle)
    capitalised = _leading_capitals(run)
    if other_word:
        return 0
    if not _is_introduced(text, tokens, at):
        tells = has_middle and (surname or not run[2].is_one_of(_NO_GIVEN_NAMES, plain))
        return (
            min(capitalised, MAX_WORDS_IN_CAPITALS) if tells and capitalised > 2 else 0
        )
    if capitalised < 2:
        # Typed without capitals on a phone
        return 3 if surname and has_middle else 0
    if tokens[at - 1].is_in_capitals:
        return min(capitalised, MAX_WORDS_IN_CAPITALS) if surname else 0
    return capitalised


def _is_given_name(text: str, tokens: list[_Token], at: int, run: list[_Token]) -> bool:
    """Return whether one capitalised word stands alone after a word such as *ông*."""
    name = run[0]
    if not at or _leading_capitals(run) != 1 or len(name.text) < 2:
        return False
    no_name = name.word in _NO_NAMES or name.word in _NO_NAMES_ALONE
    follows = _GAP.fullmatch(text[tokens[at - 1].end : name.start])
    return bool(follows) and not no_name and tokens[at - 1].word in _HONORIFICS


def _run_of(text: str, tokens: list[_Token], at: int) -> list[_Token]:
    """Return the words that follow each other with nothing but blanks between them."""
    run = [tokens[at]]
    for token in tokens[at + 1 : at + MAX_WORDS_OF_NAME]:
        if not _GAP.fullmatch(text[run[-1].end : token.start]):
            break
        run.append(token)
    return run


def _leading_capitals(run: list[_Token]) -> int:
    count = 0
    for token in run:
        if not token.text[0].isupper():
            break
        count += 1
    return count


_INTRODUCTION = re.compile(rf"[\s:,–\-(\"“”'{ZERO_WIDTH}]{{1,4}}")


def _is_introduced(text: str, tokens: list[_Token], at: int) -> bool:
    """Return whether a word stands before a token after which names stand."""
    if not at or not _INTRODUCTION.fullmatch(
        text[tokens[at - 1].end : tokens[at].start]
    ):
        return False
    before, plain = tokens[at - 1], tokens[at].text.isascii()
    if before.is_one_of(_ADDRESSES, plain):
        return True
    is_word = before.is_one_of(frozenset({_IS}), plain)
    return is_word and at > 1 and tokens[at - 2].is_one_of(_PEOPLE, plain)
