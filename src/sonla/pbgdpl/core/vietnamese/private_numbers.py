"""Identity and telephone numbers in texts, found by their shape."""

from collections.abc import Iterator

import re
import unicodedata

IDENTITY, PHONE = "identity", "phone"

_JOINERS = (
    " \t\u00a0\u2009\u202f\u00ad\u200b\u200c\u200d\u2060\ufeff.\\-\u2010\u2011\u2013()"
)
ZERO_WIDTH = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_WEAK = re.compile(r"[/,·—\n]")
"""What parts digits of one number seldom, and numbers of a list, of a law or of a day often."""
_RUN = re.compile(
    rf"\+?\d+(?:(?:[{_JOINERS}]{{1,3}}|[ \u00a0]?[/,·—][ \u00a0]?|[ \t]{{0,2}}\r?\n[ \t]{{0,2}})\d+)*"
)
_DAY = re.compile(r"(?<!\d)\d{1,2}/(?:\d{1,2}/)?(?:19|20)\d\d(?!\d)")
_OF_IDENTITY = re.compile(
    r"(?:cccd|cmnd|cmtnd|cmt|căn cước|can cuoc|chứng minh|chung minh|định danh)[^\d\n]{0,20}$"
)
_GROUP = re.compile(r"\d+")
_MONEY = re.compile(
    r"\s{0,2}(?:đồng|đ|dong|vnđ|vnd|triệu|trieu|nghìn|ngàn|tỷ|tỉ|usd|m2|m²)(?![^\W\d_])",
    re.IGNORECASE,
)
_MOBILE = re.compile(r"0[35789]\d{8}|01[2689]\d{8}")
_LANDLINE = re.compile(r"02\d{8,9}")
_ABROAD = re.compile(r"(?:\+|00)?84(?=[1235789])")
MAX_DIGITS = 13
"""Digits of the longest number that is looked for: 0084 and nine digits."""


def digits_of(text: str) -> str:
    """Return the digits of a text as ASCII has them."""
    return "".join(str(unicodedata.digit(char)) for char in text if char.isdecimal())


def at_home(number: str) -> str:
    """Write a telephone number as it is dialled inside the country."""
    home = _ABROAD.sub("0", number, count=1) if len(number) > 10 else number
    return home.removeprefix("+")


def find_numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and kind of numbers, however their digits are grouped."""
    for run in _RUN.finditer(text):
        offset = run.start()
        groups = [
            (offset + one.start(), offset + one.end())
            for one in _GROUP.finditer(run.group())
        ]
        at = free = 0
        while at < len(groups):
            last, kind = _number_at(text, groups, at, free)
            if kind:
                start, end = groups[at][0], groups[last][1]
                start -= text[start - 1 : start] == "+"
                closes = ")" in text[start:end].partition("(")[0]
                start -= closes and text[start - 1 : start] == "("
                yield start, end, kind
                free = last + 1
            at = last + 1


def _number_at(
    text: str, groups: list[tuple[int, int]], first: int, free: int
) -> tuple[int, str]:
    """Return the last group of the longest number that begins with a group, and its kind.

    `free` is the first group that belongs to no number yet.
    """
    digits, best = "", (first, "")
    before = text[groups[first - 1][1] : groups[first][0]] if first > free else ""
    in_list = "," in before or "/" in before
    for last in range(first, len(groups)):
        parted = text[groups[last - 1][1] : groups[last][0]] if last > first else ""
        is_whole = best[1] and (len(digits) != 9 or ", " in parted)
        if is_whole and _WEAK.search(parted):
            # What is a number already is followed by something else
            break
        digits += digits_of(text[slice(*groups[last])])
        if len(digits) > MAX_DIGITS:
            break
        start, end = groups[first][0], groups[last][1]
        plus = text[start - 1 : start] == "+"
        kind = _kind_of(digits, plus, text[start:end])
        if in_list and _WEAK.search(text[start:end]):
            kind = ""
        elif kind == IDENTITY and digits[0] != "0" and last > first:
            kind = "" if _goes_on(text, groups, first, last, free) else kind
        if not kind and len(digits) in (9, 12) and _is_introduced_number(text, start):
            kind = IDENTITY
        # No sum begins with a nought, as citizens' numbers do: “014… đồng thời” is none
        may_be_money = digits[0] != "0" and (kind == IDENTITY or last > first)
        if kind and not (may_be_money and not plus and _is_money(text, end)):
            best = (last, kind)
    return best


def _goes_on(
    text: str, groups: list[tuple[int, int]], first: int, last: int, free: int
) -> bool:
    """Return whether digits stand before or behind that are grouped as those of a number are."""

    def is_like(one: int, other: int) -> bool:
        low, high = sorted((one, other))
        parted = _WEAK.search(text[groups[low][1] : groups[high][0]])
        sizes = {end - start for start, end in (groups[one], groups[other])}
        return not parted and len(sizes) == 1

    before = first > free and is_like(first - 1, first)
    return before or (last + 1 < len(groups) and is_like(last, last + 1))


def _is_introduced_number(text: str, start: int) -> bool:
    """Return whether a word such as *căn cước* stands before a number."""
    before = unicodedata.normalize("NFC", text[max(0, start - 48) : start])
    return _OF_IDENTITY.search(before.casefold()) is not None


def _is_money(text: str, end: int) -> bool:
    """Return whether what follows a number says that it is a sum or an area."""
    after = unicodedata.normalize("NFC", text[end : end + 12])
    return _MONEY.match(after) is not None


def _kind_of(digits: str, plus: bool, written: str) -> str:
    """Return what a number may be by its digits and by how it is written; empty for neither."""
    if len(digits) < 9:
        return ""
    sizes = {len(part) for part in re.split(r"\D+", written)}
    weak = set(_WEAK.findall(written))
    if weak and (
        len(weak - {"\n"}) > 1
        or _DAY.search(written)
        or ("," in weak and max(sizes) == 2)
    ):
        return ""
    home = at_home(f"{'+' if plus else ''}{digits}")
    if _MOBILE.fullmatch(home) or _LANDLINE.fullmatch(home):
        return PHONE
    grouped = len(written) > len(digits)
    if len(digits) == 12 and (not grouped or digits[0] == "0"):
        return IDENTITY
    if len(digits) not in (9, 12) or weak:
        return ""
    if not grouped:
        return IDENTITY
    may_be_sum = "." in written and digits[0] != "0"
    return IDENTITY if sizes in ({3}, {1}) and not may_be_sum else ""
