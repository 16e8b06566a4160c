"""How a page addresses who reads it: the rule, in words that must not stand there."""

from functools import reduce

import re

UNSEEN = re.compile(
    r"<(script|style|template)\b.*?</\1>|\bdata-[\w-]+=(\"[^\"]*\"|'[^']*')", re.DOTALL
)
TYPED = re.compile(r"(?<=<textarea)([^>]*>).*?(?=</textarea>)", re.DOTALL)
NOBODY = r"anh/chị|quý (?:khách|công dân|vị)|đồng chí"
TO_CITIZENS = re.compile(rf"\b(?:bạn(?! bè| đọc| đời| gái| trai)|{NOBODY})\b", re.I)
TO_STAFF = re.compile(rf"\b(?:ông/bà|{NOBODY})\b", re.I)
AROUND = 40
TITLES = ("Ông/bà cần làm gì", "Việc của ông/bà")
"""What citizens read on a public page, and forms that fill it name by its heading."""


def seen_text(page: str) -> str:
    """Return a page without what browsers don't show, and without what was typed into its forms."""
    return UNSEEN.sub(" ", TYPED.sub(r"\1", page))


def misaddressed(page: str, by_staff: bool) -> list[str]:
    """Return what surrounds each word that addresses readers as others are addressed."""
    text = seen_text(page)
    if by_staff:
        text = reduce(lambda left, title: left.replace(title, ""), TITLES, text)
    wrong = TO_STAFF if by_staff else TO_CITIZENS
    return [
        " ".join(text[max(0, one.start() - AROUND) : one.end() + AROUND].split())
        for one in wrong.finditer(text)
    ]
