"""Recognise legal documents in running text by their numbers.

A number of 2004 or later says what a document is and who issued it: `168/2024/NĐ-CP` is a decree
of the government. Offices' own numbers (`218/QĐ-UBND`) say less; what stands around them may say
the rest: `Quyết định số 218/QĐ-UBND ngày 30/01/2026 của UBND tỉnh …`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from sonla.pbgdpl.core.typed_text import normalized
from sonla.pbgdpl.core.vietnamese.folding import fold_number

import re

_LETTERS = "A-ZĐ"
NUMBER = re.compile(
    rf"""(?<![\w/.-])(
        \d{{1,5}}\s?/\s?\d{{4}}\s?/\s?[{_LETTERS}]+\d{{0,2}}(?:\s?-\s?[{_LETTERS}][{_LETTERS}a-z]*)*
      | \d{{1,5}}\s?/\s?[{_LETTERS}]{{1,6}}[{_LETTERS}a-z]{{0,3}}(?:\s?-\s?[{_LETTERS}][{_LETTERS}a-z]*)+
      | \d{{1,4}}\s?-\s?[{_LETTERS}]{{1,5}}\s?/\s?[{_LETTERS}]+[a-z]?
    )(?![\w/])""",
    re.VERBOSE,
)
"""With a year, without one, and as organisations of the Party number theirs."""
_DATED = re.compile(
    r"\A[\s,;]{0,3}(?:ban hành\s)?ngày\s+(\d{1,2})(?:\s?[/.-]\s?|\s+tháng\s+)"
    r"(\d{1,2})(?:\s?[/.-]\s?|\s+năm\s+)(\d{4})"
)
_ISSUED_BY = re.compile(
    r"\A[\s,]{0,3}(?:do|của)\s+((?:UBND|HĐND|Ủy ban nhân dân|Uỷ ban nhân dân|Hội đồng nhân dân"
    r"|Ban Thường vụ|Ban Chấp hành|Tỉnh ủy|Quốc hội|Chính phủ|Thủ tướng|Chủ tịch|Sở|Bộ|Cục|Phòng)(?:\s+[\w,-]+?){0,7}?)(?=\s+(?:về|quy định|ban hành|hướng dẫn|v/v)\b|[.;:,()\n]|\Z)"
)
ISSUERS = {
    "CP": "Chính phủ",
    "TTG": "Thủ tướng Chính phủ",
    "CTN": "Chủ tịch nước",
    "TW": "Ban Chấp hành Trung ương",
    "BTP": "Bộ Tư pháp",
    "BTC": "Bộ Tài chính",
    "BNV": "Bộ Nội vụ",
    "BCA": "Bộ Công an",
    "BQP": "Bộ Quốc phòng",
    "BGDDT": "Bộ Giáo dục và Đào tạo",
    "BYT": "Bộ Y tế",
    "BCT": "Bộ Công Thương",
    "BXD": "Bộ Xây dựng",
    "BKHCN": "Bộ Khoa học và Công nghệ",
    "BNNMT": "Bộ Nông nghiệp và Môi trường",
    "BTNMT": "Bộ Tài nguyên và Môi trường",
    "BNNPTNT": "Bộ Nông nghiệp và Phát triển nông thôn",
    "BGTVT": "Bộ Giao thông vận tải",
    "BTTTT": "Bộ Thông tin và Truyền thông",
    "BLDTBXH": "Bộ Lao động - Thương binh và Xã hội",
    "BVHTTDL": "Bộ Văn hóa, Thể thao và Du lịch",
    "BDTTG": "Bộ Dân tộc và Tôn giáo",
    "TANDTC": "Tòa án nhân dân tối cao",
    "VKSNDTC": "Viện kiểm sát nhân dân tối cao",
    "STP": "Sở Tư pháp",
}
"""The last part of a number, folded → who issues documents under it; of letters the first."""
TYPES = {
    "ND": "nghi-dinh",
    "QD": "quyet-dinh",
    "TT": "thong-tu",
    "TTLT": "thong-tu-lien-tich",
    "NQ": "nghi-quyet",
    "NQLT": "nghi-quyet-lien-tich",
    "CT": "chi-thi",
    "KH": "ke-hoach",
    "CTR": "chuong-trinh",
    "HD": "huong-dan",
    "BC": "bao-cao",
    "TB": "thong-bao",
    "DA": "de-an",
    "KL": "ket-luan",
    "CD": "cong-dien",
    "PA": "phuong-an",
    "VBHN": "van-ban-hop-nhat",
    "L": "lenh",
}
"""The part of a number that names the type, folded → its token."""
BEFORE = {
    "bộ luật": "bo-luat",
    "luật": "luat",
    "pháp lệnh": "phap-lenh",
    "nghị quyết": "nghi-quyet",
    "công văn": "cong-van",
    "văn bản": "cong-van",
}
"""Words before a number that tell what the number doesn't."""
FAR = 60
"""Letters before a number in which its type is named: *Luật Hòa giải ở cơ sở số …*."""


@dataclass(frozen=True)
class Mention:
    """A document that a text names; empty where that isn't said."""

    number: str
    document_type: str
    issuer: str
    issued_on: date | None

    @property
    def key(self) -> str:
        """What is the same for every spelling of the number."""
        return fold_number(self.number)


def mentions(text: str) -> list[Mention]:
    """List the documents that a text names by number, each once, the most that is said of it."""
    found: dict[str, Mention] = {}
    for one in _mentions(normalized(text)):
        known = found.get(one.key, one)
        found[one.key] = Mention(
            known.number,
            known.document_type or one.document_type,
            known.issuer or one.issuer,
            known.issued_on or one.issued_on,
        )
    return list(found.values())


def _mentions(text: str) -> Iterator[Mention]:
    for match in NUMBER.finditer(text):
        number = re.sub(r"\s", "", match.group(1))
        before = text[max(match.start() - FAR, 0) : match.start()]
        day, rest = _day_after(text[match.end() : match.end() + 160])
        said = _ISSUED_BY.match(rest)
        issuer = issuer_of(number) or (" ".join(said[1].split()) if said else "")
        yield Mention(number, type_of(number, before), issuer, day)


def _day_after(text: str) -> tuple[date | None, str]:
    match = _DATED.match(text)
    if match is None:
        return None, text
    day, month, year = map(int, match.groups())
    try:
        return date(year, month, day), text[match.end() :]
    except ValueError:
        return None, text


def type_of(number: str, before: str = "") -> str:
    """Return the token of the type that a number, or what stands before it, names; else ''."""
    parts = _parts(number)
    for part in parts:
        if part in TYPES:
            return TYPES[part]
    lowered = before.lower()
    named = [
        (lowered.rfind(words) + len(words), len(words), token)
        for words, token in BEFORE.items()
        if words in lowered
    ]
    if named:
        return max(named)[2]
    if parts and re.fullmatch(r"(UBTV)?QH\d*", parts[-1]):
        return "phap-lenh" if parts[-1].startswith("UBTV") else "luat"
    return "cong-van" if parts and len(parts) > 1 and not _has_year(number) else ""


def issuer_of(number: str) -> str:
    """Return who issues documents under such a number; '' where many do."""
    parts = _parts(number)
    if not parts:
        return ""
    if re.fullmatch(r"QH\d+", parts[-1]):
        return "Quốc hội"
    if re.fullmatch(r"UBTVQH\d+", parts[-1]):
        return "Ủy ban Thường vụ Quốc hội"
    if parts[0] == "TTLT":
        return ", ".join(filter(None, map(ISSUERS.get, parts[1:])))
    return ISSUERS.get(parts[-1], "") or (
        ISSUERS.get(parts[0], "") if len(parts) > 1 else ""
    )


def _parts(number: str) -> list[str]:
    """Return the parts of a number that are letters, folded."""
    folded = fold_number(number)
    return [
        part for part in re.split(r"[/-]", folded) if part and not part[0].isdigit()
    ]


def _has_year(number: str) -> bool:
    return re.match(r"\d+/(?:19|20)\d\d/", fold_number(number)) is not None
