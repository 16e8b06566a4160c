"""The top of homepage and landing page: the search, and the link to the question form."""

from dataclasses import dataclass
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.homepage.settings import get_homepage_settings
from sonla.pbgdpl.ui.section_pages import actions_of
from sonla.pbgdpl.ui.section_pages import PageLink
from typing import Any
from urllib.parse import urlencode

SEARCH = "@@pbgdpl-search"
HERO = ViewPageTemplateFile("templates/hero.pt")
"""Has the macro `hero`, which is given `hero`, and fills the slot `heading`."""


@dataclass(frozen=True)
class Hero:
    """What the macro shows; `uid` keeps ids of the page apart."""

    uid: str
    place_url: str
    hints: tuple[str, ...] = ()
    ask: PageLink | None = None

    @property
    def search_url(self) -> str:
        """The page that answers the search."""
        return f"{self.place_url}/{SEARCH}"

    def hint_links(self) -> list[dict[str, str]]:
        """Return words that many look for, each with the address of that search."""
        return [
            {
                "title": hint,
                "url": f"{self.search_url}?{urlencode({'SearchableText': hint})}",
            }
            for hint in self.hints
        ]


def make_hero(uid: str, place: Any, hints: bool = True) -> Hero:
    """Return the hero of a section, or of the portal where no section is public."""
    found = tuple(get_homepage_settings().search_hints or ()) if hints else ()
    primary = (action for action in actions_of(place) if action.primary)
    return Hero(uid, place.absolute_url(), found, next(primary, None))
