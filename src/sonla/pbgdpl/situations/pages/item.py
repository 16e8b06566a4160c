"""The page of one life situation: what to do, where, until when."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.legal_review.labels import words_of
from sonla.pbgdpl.legal_review.query import changes_to_come
from sonla.pbgdpl.legal_review.query import review_reasons
from sonla.pbgdpl.search.topics import local_help
from sonla.pbgdpl.search.topics import ways_to_ask
from sonla.pbgdpl.situations import LEVELS
from sonla.pbgdpl.situations.content import ILifeSituation
from sonla.pbgdpl.situations.rules import BOX
from sonla.pbgdpl.situations.rules import LOCAL
from sonla.pbgdpl.texts.pages.item import TextPage
from sonla.pbgdpl.ui.interfaces import IArticlePage
from sonla.pbgdpl.ui.page import FullWidth
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.units.offices import Office
from sonla.pbgdpl.units.offices import offices_of
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import communes
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from zope.i18nmessageid import Message
from zope.interface import implementer

BOX_ICONS = {
    "where": "pin",
    "duration": "clock",
    "deadline": "calendar",
    "fee": "money",
}


@dataclass(frozen=True)
class Fact:
    """One entry of the box at the top: its picture, its heading and what the writer put there."""

    icon: str
    title: Message
    words: str


@dataclass(frozen=True)
class Step:
    """One step, ready to show."""

    title: str
    what: tuple[str, ...]
    who: str
    office: str
    papers: tuple[str, ...]
    fee: str
    time_limit: str
    legal_basis: str

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "Step":
        """Make it of a stored row, which may lack cells if it came in over REST."""
        texts = {
            name: (row.get(name) or "").strip()
            for name in ("title", "office", "fee", "time_limit", "legal_basis")
        }
        return cls(
            what=_lines(row.get("what")),
            who=term_title(LEVELS, row.get("level")),
            papers=_lines(row.get("papers")),
            **texts,
        )


def _lines(text: str | None) -> tuple[str, ...]:
    stripped = (line.strip() for line in (text or "").splitlines())
    return tuple(line for line in stripped if line)


@dataclass(frozen=True)
class Place:
    """An office in the reader's commune, and what it handles."""

    who: str
    office: Office


@implementer(IArticlePage)
class LifeSituationView(FullWidth, TextPage):
    """Show a situation."""

    @property
    def lines(self) -> Mapping[str, tuple[str, ...]]:
        """The fields of sentences, by name."""
        names = ("summary", "conditions", "if_not_done", "do_not")
        return {name: tuple(self.field(name) or ()) for name in names}

    @cached_property
    def steps(self) -> list[Step]:
        """The steps in their order."""
        return [Step.from_row(row) for row in self.field("steps") or ()]

    @property
    def facts(self) -> list[Fact]:
        """What the writer put into the box at the top; nobody else may say it.

        None where readers are in danger: a number to call stands there.
        """
        if self.is_sensitive:
            return []
        said = ((name, (self.field(name) or "").strip()) for name in BOX)
        return [
            Fact(BOX_ICONS[name], ILifeSituation[name].title, words)
            for name, words in said
            if words
        ]

    @property
    def changes_ahead(self) -> list[dict[str, Any]]:
        """The changes of the law that are still to come."""
        return changes_to_come(self.context)

    @cached_property
    def review(self) -> list[Message]:
        """Why the text is to be checked again, in words; empty while it is not."""
        return [words_of(reason) for reason in review_reasons(self.context)]

    @property
    def is_sample(self) -> bool:
        """Whether nobody has examined it."""
        return bool(self.field("is_sample"))

    # Where in the reader's commune

    @cached_property
    def commune(self) -> str:
        """The token of the commune that the address names; empty for none."""
        asked = self.request.form.get("xa")
        return next((one.token for one in communes(today()) if one.token == asked), "")

    def commune_options(self) -> Iterator[dict[str, Any]]:
        """Yield the communes and wards to choose from; none where no step needs one."""
        for term in communes(today()) if self.local_levels else ():
            chosen = term.token == self.commune
            yield {"token": term.token, "title": term.title, "chosen": chosen}

    @cached_property
    def local_levels(self) -> list[str]:
        """What the steps need of the reader's commune, each office once."""
        levels = (row.get("level") for row in self.field("steps") or ())
        return list(dict.fromkeys(filter(LOCAL.__contains__, levels)))

    @cached_property
    def places(self) -> list[Place]:
        """The offices of the chosen commune, also those without an address so far."""
        section = section_of(self.context)
        if not self.commune or section is None:
            return []
        known = offices_of(section, self.commune)
        commune = term_title(TERRITORIES, self.commune)
        found: dict[Office, Place] = {}
        for level in self.local_levels:
            office = known.get(level) or Office(commune)
            found.setdefault(office, Place(term_title(LEVELS, level), office))
        return list(found.values())

    @cached_property
    def local_help(self) -> list[PageLink]:
        """The ways to people who explain the law, in the chosen commune if there are any."""
        section = section_of(self.context)
        if section is None:
            return []
        return local_help(section, self.request, self.commune)

    @cached_property
    def primary_links(self) -> list[PageLink]:
        """The pages on which a reader can ask."""
        section = section_of(self.context)
        return [] if section is None else ways_to_ask(section, self.request)
