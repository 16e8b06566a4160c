"""The list from which royalties of news are paid (nhuận bút)."""

from dataclasses import dataclass
from datetime import datetime
from sonla.pbgdpl.authorship import shown_author
from sonla.pbgdpl.browser.contributions.figures import first_step
from sonla.pbgdpl.browser.contributions.figures import texts_with_steps
from sonla.pbgdpl.browser.contributions.period import Period
from sonla.pbgdpl.section import unit_title
from sonla.pbgdpl.vocabularies.terms import term_title
from sonla.pbgdpl.words import body_text
from sonla.pbgdpl.words import count_words
from sonla.pbgdpl.workflow.states import history_of
from typing import Any


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
        words=count_words(body_text(text)) if counted else text.word_count,
        counted=counted,
        unit=unit_title(text),
        published=approved,
        url=text.absolute_url(),
    )
