"""The list from which royalties of news are paid (nhuận bút)."""

from dataclasses import dataclass
from datetime import datetime
from sonla.pbgdpl import _
from sonla.pbgdpl.contributions.counting import text_histories
from sonla.pbgdpl.contributions.counting import TimeSpan
from sonla.pbgdpl.contributions.interfaces import IPeriodFile
from sonla.pbgdpl.contributions.period import ContributionPeriod
from sonla.pbgdpl.core.catalog import item_of
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.html import body_text
from sonla.pbgdpl.core.html import count_words
from sonla.pbgdpl.core.names import FINANCE
from sonla.pbgdpl.core.section import unit_title
from sonla.pbgdpl.editorial.authorship import shown_author
from sonla.pbgdpl.editorial.indexers import APPROVED
from sonla.pbgdpl.settings.public_address import public_url
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from zope.interface import implementer


@implementer(IPeriodFile)
class RoyaltyFile:
    """Offer the list beside the figures of the units."""

    order = 10
    belongs_to = FINANCE
    title = _("button_royalties_xlsx", default="Royalty list of news as Excel file")
    view = "pbgdpl-royalties.xlsx"


ROYALTY_FILE = RoyaltyFile()


@dataclass(frozen=True)
class Royalty:
    """One line; `counted` tells a number of words counted here from one typed."""

    title: str
    author: str
    kind: str
    words: int
    counted: bool
    unit: str
    published: datetime
    url: str


def royalties_of(section: Any, period: ContributionPeriod) -> list[Royalty]:
    """List the news first approved in a period, in the order of approval."""
    lines, span = [], TimeSpan.of(period)
    for history in text_histories(section, "LegalNews"):
        approved = history.first(APPROVED)
        if not span.contains(approved):
            continue
        text = item_of(history.brain)
        if text is not None:
            lines.append(royalty(text, datetime.fromtimestamp(approved, span.zone)))
    return sorted(lines, key=lambda line: (line.published, line.title))


def royalty(text: Any, approved: datetime) -> Royalty:
    """Read one news item; an empty number of words is counted from its body."""
    typed = stored_value(text, "word_count")
    return Royalty(
        title=text.Title(),
        author=shown_author(text),
        kind=term_title(
            "sonla.pbgdpl.RoyaltyKinds", stored_value(text, "royalty_kind")
        ),
        words=count_words(body_text(text)) if typed is None else typed,
        counted=typed is None,
        unit=unit_title(text),
        published=approved,
        url=public_url(text),
    )
