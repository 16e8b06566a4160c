"""Read what official papers say by their looks: head, title, subject.

They have no style for a title: a head stands in a table without lines or in paragraphs, and below it
the title in bold lines, centred or in capitals.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from itertools import dropwhile
from itertools import groupby
from itertools import islice
from sonla.pbgdpl.core.html import plain_text
from sonla.pbgdpl.legal_documents.recognition import Mention
from sonla.pbgdpl.legal_documents.recognition import mentions
from sonla.pbgdpl.texts.word_paragraphs import BOLD
from sonla.pbgdpl.texts.word_paragraphs import CAPITALS
from sonla.pbgdpl.texts.word_paragraphs import WordParagraph

import re

MAX_HEAD = 20
"""Paragraphs with words among which a head ends."""
MAX_READ = 60
"""Paragraphs among which head and title end."""
MAX_TITLE = 250
"""Letters of a title, which may have several lines."""
MAX_KIND = 25
"""Letters of a first line that names what the paper is, as *KẾ HOẠCH* does."""
_OF_HEAD = re.compile(
    r"\A(?:Cộng h[òo][àa] xã hội chủ nghĩa Việt Nam\b|Độc lập\s*[-–]|Số\s*:)",
    re.IGNORECASE,
)
_PLACE_AND_DAY = re.compile(
    r"\A[^.(]{0,40}\bngày\s[^,;]{0,9}\btháng\s[^,;]{0,9}\bnăm\s*\d{4}\Z", re.IGNORECASE
)
_NUMBERED = re.compile(r"\ASố\s*:?\s*")
_DATED = re.compile(r"ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}")
_ABOUT = re.compile(r"\A(?:V/v|Về việc)\s*:?\s+")
_PLAIN = re.compile(r"<p>(?:[^<]|</?(?:strong|em|u|s|sup|sub|br)(?: /)?>)*</p>\s*")
"""A paragraph of HTML with nothing besides its words."""


@dataclass(frozen=True)
class OfficialPaper:
    """What a document says of itself; empty where it is no official paper."""

    title: str
    title_lines: tuple[str, ...]
    facts: Mention | None


def read_paper(paragraphs: Iterable[WordParagraph]) -> OfficialPaper:
    """Read head and title of a document."""
    lines = [one for one in islice(paragraphs, MAX_READ) if one.words]
    head_ends = end_of_head(lines[:MAX_HEAD])
    head = lines[:head_ends]
    below = dropwhile(lambda one: head and one.in_table, lines[head_ends:])
    taken = tuple(one.words for one in title_of(below))
    return OfficialPaper(in_one(taken) or about(head), taken, facts_of(head))


def end_of_head(lines: list[WordParagraph]) -> int:
    """Return how many of the first lines are the head; 0 where there is none."""
    if not any(_OF_HEAD.match(one.words) for one in lines):
        return 0
    return max(
        place
        for place, one in enumerate(lines, 1)
        if _OF_HEAD.match(one.words) or _PLACE_AND_DAY.match(one.words)
    )


def title_of(lines: Iterable[WordParagraph]) -> Iterator[WordParagraph]:
    """Yield the lines of the title: the first with letters, as long as they look like one."""
    length = 0
    for one in lines:
        length += len(one.words)
        if one.in_table or length > MAX_TITLE:
            return
        if any(map(str.isalpha, one.words)):
            if not looks_like_title(one):
                return
            yield one


def looks_like_title(line: WordParagraph) -> bool:
    """Return whether a line is bold, and centred or in capitals."""
    in_capitals = line.words.isupper() or CAPITALS in line.look
    return BOLD in line.look and (line.is_centred or in_capitals)


def in_one(lines: tuple[str, ...]) -> str:
    """Return lines as one title: *KẾ HOẠCH* and *Tuyên truyền …* are *Kế hoạch tuyên truyền …*."""
    if len(lines) > 1 and len(lines[0]) <= MAX_KIND and not lines[1].isupper():
        kind, topic, *rest = lines
        is_name = len(topic.split()) > 1 and topic.split()[1][0].isupper()
        topic = topic if is_name else topic[0].lower() + topic[1:]
        return " ".join((kind.capitalize(), topic, *rest))
    return " ".join(lines)


def about(head: list[WordParagraph]) -> str:
    """Return the subject of a letter, which stands below its number: *V/v …*."""
    said = (_ABOUT.sub("", one.words) for one in head if _ABOUT.match(one.words))
    subject = next(said, "")
    return subject[:1].upper() + subject[1:]


def facts_of(head: list[WordParagraph]) -> Mention | None:
    """Return number, kind, issuer and day of a paper as its head names them; None without a number."""
    lines = [one.words for one in head]
    day = next((day[0] for one in lines if (day := _DATED.search(one))), "")
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


def without_title(html: str, paper: OfficialPaper) -> str:
    """Return a body without the paragraphs that are the title, and nothing else, of a paper."""
    for line in paper.title_lines:
        for one in _PLAIN.finditer(html):
            if plain_text(one[0]).split() == line.split():
                html = html[: one.start()] + html[one.end() :]
                break
    return html
