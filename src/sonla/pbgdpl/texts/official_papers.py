"""Read what official papers say by their looks: head, title, subject.

They have no style for a title: a head stands in a table without lines or in paragraphs, and below it
the title in bold lines, centred or in capitals.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import dropwhile
from itertools import groupby
from itertools import islice
from itertools import takewhile
from sonla.pbgdpl.core.html import plain_text
from sonla.pbgdpl.legal_documents.recognition import Mention
from sonla.pbgdpl.legal_documents.recognition import mentions
from sonla.pbgdpl.texts.word_paragraphs import BOLD
from sonla.pbgdpl.texts.word_paragraphs import CAPITALS
from sonla.pbgdpl.texts.word_paragraphs import WordParagraph

import re

MAX_HEAD, MAX_READ = 20, 40
"""Paragraphs with words among which a head ends, and its title."""
MAX_TITLE, MAX_KIND = 250, 25
"""Letters of a title, and of its first lines that name what a paper is, as *KẾ HOẠCH* does."""
_OF_HEAD = re.compile(
    r"\A(?:Cộng h[òo][àa] xã hội chủ nghĩa Việt Nam\b|Độc lập\s*[-–]|Số\s*:)",
    re.IGNORECASE,
)
_PLACE_AND_DAY = re.compile(
    r"\A[^.(]{0,40}\b(ngày\s[^,;]{0,9}\btháng\s[^,;]{0,9}\bnăm\s*\d{4})\.?\Z",
    re.IGNORECASE,
)
_PART_OF_TEXT = re.compile(r"(?i:Phần|Chương|Mục|Điều)\s[IVX\d]+\b|[IVX\d]+[.)]")
_NUMBERED = re.compile(r"\ASố\s*:?\s*")
_ABOUT = re.compile(r"(?:V/v|Về việc)\s*:?\s+(.*)")
_PLAIN = re.compile(r"<p>(?:[^<]|</?(?:strong|em|u|s|sup|sub|br)(?: /)?>)*</p>\s*")
"""A paragraph of HTML with nothing besides its words."""


def read_paper(
    paragraphs: Iterable[WordParagraph],
) -> tuple[str, list[str], Mention | None]:
    """Return the title of a document, its lines, and what its head names."""
    lines = [one for one in islice(paragraphs, MAX_READ) if one.words]
    head = lines[: end_of_head(lines[:MAX_HEAD])]
    below = dropwhile(lambda one: head and one.in_table, lines[len(head) :])
    title, title_lines = title_of(below)
    return title or about(head), title_lines, facts_of(head)


def end_of_head(lines: list[WordParagraph]) -> int:
    """Return how many of the first lines are the head; 0 where there is none."""
    ends = [
        place
        for place, one in enumerate(lines, 1)
        if _OF_HEAD.match(one.words) or _PLACE_AND_DAY.match(one.words)
    ]
    return ends[-1] if any(_OF_HEAD.match(one.words) for one in lines) else 0


def title_of(lines: Iterable[WordParagraph]) -> tuple[str, list[str]]:
    """Return the title, and its lines: those in capitals, then others.

    What follows in capitals again is who decides, or begins the text.
    """
    worded = (one for one in lines if any(map(str.isalpha, one.words)))
    words = [one.words for one in takewhile(looks_like_title, worded)]
    kind = list(takewhile(str.isupper, words))
    topic = list(takewhile(lambda line: not line.isupper(), words[len(kind) :]))
    title = in_one(" ".join(kind), " ".join(topic))
    return (title, kind + topic) if len(title) <= MAX_TITLE else ("", [])


def looks_like_title(line: WordParagraph) -> bool:
    """Return whether a line is bold, and centred or in capitals, and counts no part of a text."""
    in_capitals = line.words.isupper() or CAPITALS in line.look
    is_bold = BOLD in line.look and not line.in_table
    return (
        is_bold
        and (line.is_centred or in_capitals)
        and not _PART_OF_TEXT.match(line.words)
    )


def in_one(kind: str, topic: str) -> str:
    """Return the lines of a title as one: *KẾ HOẠCH*, *Tuyên truyền …* are *Kế hoạch tuyên truyền …*."""
    second = topic.split()[1:2]
    if not kind or not second or len(kind) > MAX_KIND:
        return f"{kind} {topic}".strip()
    if not second[0][0].isupper():
        topic = topic[0].lower() + topic[1:]
    return f"{kind.capitalize()} {topic}"


def about(head: list[WordParagraph]) -> str:
    """Return the subject of a letter, which stands below its number: *V/v …*."""
    subject = next((said[1] for one in head if (said := _ABOUT.match(one.words))), "")
    return subject[:1].upper() + subject[1:]


def facts_of(head: list[WordParagraph]) -> Mention | None:
    """Return number, kind, issuer and day of a paper as its head names them; None without a number."""
    lines = [one.words for one in head]
    day = next((day[1] for one in lines if (day := _PLACE_AND_DAY.match(one))), "")
    for place, line in enumerate(lines):
        if said := _NUMBERED.match(line):
            for one in mentions(f"{line[said.end() :]} {day}"):
                return replace(one, issuer=one.issuer or issuer_above(head[:place]))
    return None


def issuer_above(head: list[WordParagraph]) -> str:
    """Return who issued a paper: the last lines in capitals above its number.

    Whom the issuer is part of stands above it and isn't bold.
    """
    names = [
        one for one in head if one.words.isupper() and not _OF_HEAD.match(one.words)
    ]
    parts = [
        " ".join(one.words for one in same)
        for _is_bold, same in groupby(names, lambda one: BOLD in one.look)
    ]
    return parts[-1] if parts else ""


def without_title(html: str, title_lines: Iterable[str]) -> str:
    """Return a body without the paragraphs that are the title, and nothing else, of a paper."""
    for line in title_lines:
        for one in _PLAIN.finditer(html):
            if plain_text(one[0]).split() == line.split():
                html = html[: one.start()] + html[one.end() :]
                break
    return html
