"""The list from which royalties of news are paid (nhuận bút)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from sonla.pbgdpl.authorship import shown_author
from sonla.pbgdpl.browser.contributions.figures import first_step
from sonla.pbgdpl.browser.contributions.figures import texts_with_steps
from sonla.pbgdpl.browser.contributions.period import Period
from sonla.pbgdpl.section import unit_title
from sonla.pbgdpl.vocabularies.terms import term_title
from sonla.pbgdpl.workflow.states import history_of
from typing import Any

BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 "
    "h4 h5 h6 header hr li ol p pre section table tbody td tfoot th thead tr ul".split()
)
UNREAD = frozenset({"script", "style"})


@dataclass(frozen=True)
class Royalty:
    """Hold one line; `counted` tells a number of words counted here from one typed."""

    title: str
    author: str
    kind: str
    words: int
    counted: bool
    unit: str
    published: datetime
    url: str


def royalties_of(section: Any, period: Period) -> list[Royalty]:
    """List the news first approved in a period, in the order of approval."""
    lines = []
    for _path, text in texts_with_steps(section, period):
        if text.portal_type != "LegalNews":
            continue
        approved = first_step(history_of(text), "approve")
        if approved is not None and period.holds(approved):
            lines.append(royalty(text, approved))
    return sorted(lines, key=lambda line: (line.published, line.title))


def royalty(text: Any, approved: datetime) -> Royalty:
    """Read one news item; an empty number of words is counted from its body."""
    counted = text.word_count is None
    return Royalty(
        title=text.Title(),
        author=shown_author(text),
        kind=term_title("sonla.pbgdpl.RoyaltyKinds", text.royalty_kind),
        words=count_words(body_of(text)) if counted else text.word_count,
        counted=counted,
        unit=unit_title(text),
        published=approved,
        url=text.absolute_url(),
    )


def body_of(text: Any) -> str:
    """Give the body as HTML, an empty string if there is none."""
    body = getattr(text, "text", None)
    return body.raw if body is not None and body.raw else ""


def count_words(html: str) -> int:
    """Count words as editors do: runs of letters or digits between spaces.

    In Vietnamese that is syllables, which is what royalties are paid by.
    """
    reader = _TextOf()
    reader.feed(html)
    reader.close()
    return _count(reader.pieces)


def _count(pieces: Iterable[str]) -> int:
    words = "".join(pieces).split()
    return sum(any(letter.isalnum() for letter in word) for word in words)


class _TextOf(HTMLParser):
    """Collect the text; blocks separate words, inline tags don't."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in UNREAD:
            self._unread += 1
        elif tag in BLOCKS:
            self.pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in UNREAD:
            self._unread = max(0, self._unread - 1)
        elif tag in BLOCKS:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.pieces.append(data)
