"""The words by which a text names a province: itself, its units, its agencies, its courts."""

from sonla.pbgdpl.province.files import Province
from sonla.pbgdpl.province.files import SHIPPED_PROVINCE

import re
import unicodedata

PROVINCES = """An Giang, Bà Rịa - Vũng Tàu, Bạc Liêu, Bắc Giang, Bắc Kạn, Bắc Ninh, Bến Tre, Bình Dương,
Bình Định, Bình Phước, Bình Thuận, Cà Mau, Cao Bằng, Cần Thơ, Đà Nẵng, Đắk Lắk, Đắk Nông, Điện Biên,
Đồng Nai, Đồng Tháp, Gia Lai, Hà Giang, Hà Nam, Hà Nội, Hà Tĩnh, Hải Dương, Hải Phòng, Hậu Giang,
Hòa Bình, Hưng Yên, Khánh Hòa, Kiên Giang, Kon Tum, Lai Châu, Lạng Sơn, Lào Cai, Lâm Đồng, Long An,
Nam Định, Nghệ An, Ninh Bình, Ninh Thuận, Phú Thọ, Phú Yên, Quảng Bình, Quảng Nam, Quảng Ngãi,
Quảng Ninh, Quảng Trị, Sóc Trăng, Sơn La, Tây Ninh, Thái Bình, Thái Nguyên, Thanh Hóa, Tiền Giang,
Trà Vinh, Tuyên Quang, Vĩnh Long, Vĩnh Phúc, Yên Bái""".replace("\n", " ").split(", ")
"""Provinces and cities, before and since 1 July 2025."""


def plain(text: str) -> str:
    """Write a text as words are compared here: one form of Unicode, small letters."""
    return unicodedata.normalize("NFC", text).casefold()


def words_of(province: Province = SHIPPED_PROVINCE) -> set[str]:
    """Return what names a province and nothing else, plain."""
    units = province.terms("administrative_units")
    own = next(row for row in units if row["token"] == province.names.code)
    named = {
        *(row["title"] for row in units),
        *own["aliases"].split(";"),
        *(row["old_name"] for row in province.conversions),
        *province.courts.values(),
        province.names.place,
        province.names.committee,
        province.names.department,
        province.names.english_name,
    }
    return {plain(one) for one in named if one}


def named_in(text: str, words: set[str]) -> list[str]:
    """Return which of some words a text has, as whole words."""
    found = plain(text)
    return sorted(
        one
        for one in words
        if one in found and re.search(rf"(?<!\w){re.escape(one)}(?!\w)", found)
    )


def aliases_of_units(province: Province = SHIPPED_PROVINCE) -> set[str]:
    """Return the bare names of units, which may be ordinary words elsewhere."""
    rows = province.terms("administrative_units")
    return {plain(one) for row in rows for one in row["aliases"].split(";") if one}
