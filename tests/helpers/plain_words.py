"""Words and forms that a page for citizens has not: those of programs and of offices."""

from forms_of_address import seen_text
from lxml import html

import re
import unicodedata

OF_PROGRAMS = (
    "bản ghi(?! âm| hình)|hệ thống|người dùng|truy cập|đường dẫn|tham số|trạng thái|(?:không )?hợp lệ|thực thể|"
    "upload|file|link|click|slide|infographic|RSS|Atom|please|submit"
)
OF_OFFICES = (
    "đối tượng|chủ thể|bản nháp|tiến hành|triển khai|nêu trên|nói trên|thực hiện việc|"
    "theo quy định của pháp luật"
)
HURTING = "con nghiện|tàn tật|gái mại dâm|mê tín"
TIMES = r"(?:AM|PM)|Asia/\w+|\d\d/\d\d/\d{4},? \d\d?:\d\d"
"""Of computers; people say 17 giờ ngày 09/12/2026."""

OTHER_TONES = r"\w*(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])"
"""The mark stands on the first vowel: hòa, khỏe, thủy."""

WRONG = re.compile(
    rf"\b(?:{OF_PROGRAMS}|{OF_OFFICES}|{HURTING}|{TIMES}|{OTHER_TONES})\b", re.I
)
FOR_OFFICES_ONLY = re.compile(r"\b(?:PBGDPL|BCV|TTV|HĐPH|TGPL)\b")
"""Abbreviations that no villager knows: a title has the words."""

NAMES = re.compile(r"hệ thống pháp luật|<[^>]*>", re.I)


def unplain(page: str) -> list[str]:
    """Return what surrounds each word of a page that citizens should not have to read."""
    text = NAMES.sub(" ", unicodedata.normalize("NFC", seen_text(page)))
    return [
        " ".join(text[max(0, one.start() - 40) : one.end() + 40].split())
        for one in WRONG.finditer(text)
    ]


def abbreviated_titles(page: str) -> list[str]:
    """Return the titles and headings of a page with abbreviations that only offices know."""
    if not page.strip():
        return []
    found = html.fromstring(page).xpath("//title | //h1 | //h2 | //h3 | //h4")
    titles = (" ".join(one.text_content().split()) for one in found)
    return [title for title in titles if FOR_OFFICES_ONLY.search(title)]
