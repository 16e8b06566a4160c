"""The councils of a section: one by one, the province first."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import place_title
from sonla.pbgdpl.councils.append_only import MEMBERS
from sonla.pbgdpl.councils.pages.labels import role_order
from sonla.pbgdpl.councils.query import find_councils
from sonla.pbgdpl.councils.query import LEVELS
from sonla.pbgdpl.councils.rules import composition
from sonla.pbgdpl.editorial.pages.section_page import SectionPage
from sonla.pbgdpl.ui.interfaces import IDescribedPage
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import term_title
from sonla.pbgdpl.vocabularies.terms import titles_by_token
from typing import Any
from zope.interface import implementer

PAGE_TITLE = _("heading_councils", default="Coordination councils")
LEAD = _(
    "help_councils",
    default="Councils that coordinate legal education: members, documents and activities.",
)


@dataclass(frozen=True)
class CouncilWords:
    """What a list shows of a council."""

    title: str
    url: str
    unit: str
    standing_agency: str
    chair: str
    members: int


@dataclass(frozen=True)
class Level:
    """The councils of one level."""

    title: str
    councils: list[CouncilWords]


def council_words(council: Any) -> CouncilWords:
    """Put a council into words; the chair is the member whom the order of roles has first."""
    people = composition(stored_value(council, MEMBERS) or [], today(), role_order())
    return CouncilWords(
        title=council.title,
        url=council.absolute_url(),
        unit=term_title(TERRITORIES, stored_value(council, "unit")),
        standing_agency=term_title(AGENCIES, stored_value(council, "standing_agency")),
        chair=people[0].get("name") or "" if people else "",
        members=len(people),
    )


@implementer(IDescribedPage)
class CouncilsView(SectionPage, BrowserView):
    """List councils by level."""

    stylesheets = ("tables.css",)
    schema_type = "CollectionPage"
    page_title = PAGE_TITLE
    lead = LEAD

    @property
    def place(self) -> str:
        """The unit or section whose councils these are."""
        return place_title(self.context)

    @cached_property
    def levels(self) -> list[Level]:
        """The levels that have a council, in the order of their list."""
        found = [brain.getObject() for brain in find_councils([path_of(self.context)])]
        titles = titles_by_token(LEVELS)
        return [
            Level(titles.get(token, token), list(map(council_words, councils)))
            for token, councils in groupby(found, level_of)
        ]


def level_of(council: Any) -> str:
    """Return the level of a council; empty without one."""
    return stored_value(council, "level") or ""
